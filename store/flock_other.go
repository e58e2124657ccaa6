//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package store

import (
	"errors"
	"os"
)

// Lock fails: this system has no locks that end with the process.
func Lock(string) (*os.File, error) { return nil, errors.ErrUnsupported }
