package store

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrStore is in every error of a store that cannot be written or read as a whole,
// such as on a full disk: it concerns all work, not one result.
var ErrStore = errors.New("store")

// Trouble makes an error one of the store, for whoever writes into an Attempt.
func Trouble(err error) error { return trouble(err) }

// trouble says that the store failed, and what to do about it where that is known.
func trouble(err error) error {
	if err == nil || errors.Is(err, ErrStore) {
		return err
	}
	return fmt.Errorf("%w: %w%s", ErrStore, err, hint(err))
}

// hint is what to do about an error of the file system, as the last line of a
// message; "" if that is not known.
func hint(err error) string {
	switch {
	case DiskFull(err):
		return "\nhint: the disk is full; make room and run again: what was finished is kept"
	case errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission):
		return "\nhint: the folder of the study must be writable: results are kept there"
	}
	return ""
}

// DiskFull reports whether an error is that there is no room left.
func DiskFull(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()&0xff == sqlite3.SQLITE_FULL || e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE
	}
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
