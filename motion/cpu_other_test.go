//go:build !unix

package motion

// cpuSeconds is not known here.
func cpuSeconds() float64 { return 0 }
