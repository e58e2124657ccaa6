//go:build goexperiment.simd && amd64

package behavior

import (
	"simd/archsimd"

	"respine/img"
)

// fastest returns the best inner loops of this processor that the user allows.
func fastest() kernels {
	if img.KernelPath() == "plain" {
		return plain()
	}
	return available()[0]
}

// available lists the paths this processor can run, fastest first.
func available() []kernels {
	if archsimd.X86.AVX2() {
		return []kernels{avx2(), plain()}
	}
	return []kernels{plain()}
}
