package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// made writes a folder of one file.
func made(t *testing.T, out, text string) {
	t.Helper()
	f, err := newFolder(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.discard()
	put(t, f.path("a.csv"), text)
	put(t, f.path(noteName+"/extra"), "x")
	if err := f.commit(state{Key: text}); err != nil {
		t.Fatal(err)
	}
}

func TestFolder(t *testing.T) {
	parent := t.TempDir()
	out := filepath.Join(parent, "new", "out")
	made(t, out, "first")
	made(t, out, "second")
	s, complete, err := readState(out)
	if err != nil || !complete || s.Key != "second" || len(s.Files) != 1 || s.Files["a.csv"] == "" {
		t.Fatalf("%+v, %t, %v", s, complete, err)
	}
	entries, _ := os.ReadDir(filepath.Dir(out))
	if len(entries) != 1 {
		t.Errorf("left beside it: %v", entries)
	}
	put(t, filepath.Join(out, "a.csv"), "edited") // six letters, as before
	if _, _, err = readState(out); !errors.As(err, new(usageError)) || !strings.Contains(err.Error(), "a.csv in "+out+" was changed after respine wrote it\nhint: ") {
		t.Errorf("an edited file: %v", err)
	}
	if err := os.Remove(filepath.Join(out, "a.csv")); err != nil {
		t.Fatal(err)
	}
	if _, complete, err = readState(out); err != nil || complete {
		t.Errorf("a file is gone: complete %t, %v", complete, err)
	}
	put(t, filepath.Join(out, "b.csv"), "")
	if _, _, err = readState(out); !errors.As(err, new(usageError)) {
		t.Errorf("a file of somebody else: %v", err)
	}
}

// What is begun and not committed leaves the old folder alone.
func TestFolderDiscarded(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	made(t, out, "first")
	f, err := newFolder(out)
	if err != nil {
		t.Fatal(err)
	}
	put(t, f.path("a.csv"), "half")
	f.discard()
	if b, err := os.ReadFile(filepath.Join(out, "a.csv")); err != nil || string(b) != "first" {
		t.Errorf("%q, %v", b, err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(out)); len(entries) != 1 {
		t.Errorf("left beside it: %v", entries)
	}
}

// An empty folder, or one that is not there, is as good as new.
func TestReadStateOfNothing(t *testing.T) {
	dir := t.TempDir()
	for _, out := range []string{dir, filepath.Join(dir, "none")} {
		if s, complete, err := readState(out); err != nil || complete || s.Key != "" {
			t.Errorf("%s: %+v, %t, %v", out, s, complete, err)
		}
	}
}

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
	if s, complete, err := readState(out); err != nil || !complete || s.Key != "first" {
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
