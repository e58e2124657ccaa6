package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"respine/store"
)

// sweep removes the hidden folders of runs that were killed, which hold no lock
// any more. A result that was moved out of the way for a new one that never
// came is put back.
func sweep(final, hidden string) error {
	parent := filepath.Dir(final)
	entries, err := os.ReadDir(parent)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), hidden) {
			continue
		}
		path := filepath.Join(parent, e.Name())
		work, old := strings.CutSuffix(path, oldEnding)
		if held, err := store.Lock(work); err == nil {
			held.Close()
		} else if !errors.Is(err, fs.ErrNotExist) {
			continue // somebody is writing it
		}
		_, err := os.Stat(final)
		if old && errors.Is(err, fs.ErrNotExist) {
			err = os.Rename(path, final)
		} else {
			err = os.RemoveAll(path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
