//go:build goexperiment.simd && amd64

package network

import "simd/archsimd"

// available lists the paths this processor can run, fastest first.
func available() []kernels {
	var paths []kernels
	if archsimd.X86.AVX512() {
		paths = append(paths, avx512())
	}
	if archsimd.X86.AVX2() {
		paths = append(paths, avx2())
	}
	return append(paths, plain())
}
