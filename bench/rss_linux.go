package main

import (
	"os"
	"syscall"
)

// maxRSSMiB returns the largest resident set of a finished process.
func maxRSSMiB(s *os.ProcessState) float64 {
	u, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return float64(u.Maxrss) / 1024 // Linux counts kilobytes
}
