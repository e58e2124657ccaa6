package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A file changed under the size and the time it had, as copying programs and editors
// of metadata leave it, is read again.
func TestChangeUnderTheSameTime(t *testing.T) {
	s := open(t)
	path := filepath.Join(t.TempDir(), "a.tif")
	write(t, path, "abc")
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if changed(info) == 0 {
		t.Skip("SKIPPED: this system does not say when a file was changed")
	}
	before, err := s.Fingerprint(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok := s.recall(s.name(path)); !ok {
		t.Fatal("nothing was remembered")
	}
	time.Sleep(20 * time.Millisecond) // more than a tick of the clock of the file system
	write(t, path, "abd")
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	if after, err := s.Fingerprint(path); err != nil || after == before {
		t.Errorf("the change was not seen: %v", err)
	}
}

// What was written just now may be written again within a step of the clock, and is
// not remembered.
func TestFreshFileIsNotRemembered(t *testing.T) {
	s := open(t)
	path := filepath.Join(t.TempDir(), "a.tif")
	write(t, path, "abc")
	if _, err := s.Fingerprint(path); err != nil {
		t.Fatal(err)
	}
	if _, _, ok := s.recall(s.name(path)); ok {
		t.Error("a file of this moment is remembered")
	}
}
