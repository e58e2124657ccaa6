//go:build !(goexperiment.simd && amd64)

package network

// available lists the paths of this build, fastest first.
func available() []kernels { return []kernels{plain()} }
