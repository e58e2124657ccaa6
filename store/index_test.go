package store

import (
	"os"
	"path/filepath"
	"testing"
)

// Every byte of a file's name is a byte of its name: the index of a study lies in
// the study, whatever the study is called, and no other folder is touched.
func TestIndexUnderAnyName(t *testing.T) {
	for _, name := range []string{"plain", "study#2", "is it?", "100%", "a%20b", "x?mode=memory", "mouse & co"} {
		parent := t.TempDir()
		dir := filepath.Join(parent, name, "store")
		s, err := Open(dir)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		n := note("A1")
		publish(t, s, n, "kept\n")
		if _, found, err := s.Lookup(n.Key()); !found || err != nil {
			t.Errorf("%s: found %v, %v", name, found, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(filepath.Join(dir, indexName)); err != nil || info.Size() == 0 {
			t.Errorf("%s: no index in the store: %v", name, err)
		}
		if n := entries(t, parent); n != 1 {
			t.Errorf("%s: %d entries beside the study", name, n-1)
		}
	}
}
