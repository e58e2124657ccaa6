//go:build !unix

package store

import "io/fs"

// inode returns 0: this system gives files no numbers.
func inode(fs.FileInfo) uint64 { return 0 }
