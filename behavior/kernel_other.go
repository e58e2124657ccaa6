//go:build !(goexperiment.simd && amd64)

package behavior

// fastest returns the inner loops of this build.
func fastest() kernels { return plain() }

// available lists the paths of this build, fastest first.
func available() []kernels { return []kernels{plain()} }
