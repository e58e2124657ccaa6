package video

import (
	"io"
	"syscall"
)

// pipeBytes is what a pipe may hold for any user of Linux: three frames of
// 640 x 480, so that a decoder runs on while one is measured.
const (
	pipeBytes = 1 << 20
	setPipeSz = 1031 // F_SETPIPE_SZ of fcntl(2)
)

// widen makes room in a pipe. Where that fails it stays as it is.
func widen(pipe io.Reader) {
	c, ok := pipe.(syscall.Conn)
	if !ok {
		return
	}
	if raw, err := c.SyscallConn(); err == nil {
		raw.Control(func(fd uintptr) { syscall.Syscall(syscall.SYS_FCNTL, fd, setPipeSz, pipeBytes) })
	}
}
