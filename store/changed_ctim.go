//go:build linux || openbsd || dragonfly

package store

import (
	"io/fs"
	"syscall"
)

// changed returns when a file was last changed or renamed (ctime), in ns. No program
// can set that time, as it can that of the content.
func changed(info fs.FileInfo) int64 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return st.Ctim.Nano()
	}
	return 0
}
