//go:build goexperiment.simd && amd64

package convnet

// available lists the paths this processor can run, fastest first.
func available() []kernels { return []kernels{plain()} }
