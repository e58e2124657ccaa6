package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// What a killed run left goes, what a running one writes stays, and a result
// that was moved away for one that never came is put back.
func TestLeftoversOfKilledRuns(t *testing.T) {
	parent := t.TempDir()
	out := filepath.Join(parent, "out")
	made(t, out, "first")
	running, err := newFolder(out)
	if err != nil {
		t.Fatal(err)
	}
	if running.held == nil {
		t.Skip("THIS SYSTEM HAS NO LOCKS: leftovers of killed runs are not tested")
	}
	killed := filepath.Join(parent, ".out.partial-1")
	old := killed + oldEnding
	for _, dir := range []string{killed, old, filepath.Join(parent, ".output.partial-1")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	f, err := newFolder(out)
	if err != nil {
		t.Fatal(err)
	}
	f.discard()
	want := []string{filepath.Base(running.Work), ".output.partial-1", "out"}
	if got := listed(t, parent); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	running.discard()

	if err := os.Rename(out, old); err != nil { // killed between the two renames
		t.Fatal(err)
	}
	if f, err = newFolder(out); err != nil {
		t.Fatal(err)
	}
	f.discard()
	if s, complete, err := readState(out, "x"); err != nil || !complete || s.Key != "first" {
		t.Errorf("not put back: %+v, %t, %v", s, complete, err)
	}
}

func listed(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
