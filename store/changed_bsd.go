//go:build darwin || freebsd || netbsd

package store

import (
	"io/fs"
	"syscall"
)

// changed returns when a file was last changed or renamed (ctime), in ns.
func changed(info fs.FileInfo) int64 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return st.Ctimespec.Nano()
	}
	return 0
}
