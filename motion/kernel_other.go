//go:build !(goexperiment.simd && amd64)

package motion

// fastest returns the best inner loops of this build.
func fastest() kernels { return plain() }
