//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package main

import (
	"errors"
	"os"
)

// lock fails: this system has no locks that end with the process, so what a
// killed run left is not known from what a running one writes, and stays.
func lock(string) (*os.File, error) { return nil, errors.ErrUnsupported }
