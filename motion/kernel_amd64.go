//go:build goexperiment.simd && amd64

package motion

import (
	"simd/archsimd"

	"respine/img"
)

// fastest returns the best inner loops of this processor that the user allows.
func fastest() kernels {
	if !archsimd.X86.AVX2() || img.KernelPath() == "plain" {
		return plain()
	}
	return avx2()
}
