//go:build !linux

package main

import "os"

// maxRSSMiB is not known here: systems differ in whether and in what unit they
// tell it.
func maxRSSMiB(*os.ProcessState) float64 { return 0 }
