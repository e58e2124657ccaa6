//go:build !(goexperiment.simd && amd64)

package convnet

// available lists the paths of this build, fastest first.
func available() []kernels { return []kernels{plain()} }
