//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package store

import (
	"errors"
	"os"
)

// flock fails: this system has no locks that end with the process.
func flock(string) (*os.File, error) { return nil, errors.ErrUnsupported }
