package store

import (
	"os"
	"strings"
	"time"
)

// boot names the present start of the machine, as Linux does. Where there is no
// such name, every opening of a store stands for one: its index then trusts files
// written lately for as long as it is open.
func boot() string {
	if b, err := os.ReadFile("/proc/sys/kernel/random/boot_id"); err == nil {
		return strings.TrimSpace(string(b))
	}
	return time.Now().Format(time.RFC3339Nano)
}
