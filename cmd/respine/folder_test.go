package main

import (
	"errors"
	"os"
	"path/filepath"
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
	if err := f.commit(state{Made: "x", Key: text}); err != nil {
		t.Fatal(err)
	}
}

func TestFolder(t *testing.T) {
	parent := t.TempDir()
	out := filepath.Join(parent, "new", "out")
	made(t, out, "first")
	made(t, out, "second")
	s, complete, err := readState(out, "x")
	if err != nil || !complete || s.Key != "second" || len(s.Files) != 1 || s.Files["a.csv"] == "" {
		t.Fatalf("%+v, %t, %v", s, complete, err)
	}
	entries, _ := os.ReadDir(filepath.Dir(out))
	if len(entries) != 1 {
		t.Errorf("left beside it: %v", entries)
	}
	put(t, filepath.Join(out, "a.csv"), "edited") // six letters, as before
	if _, _, err = readState(out, "x"); !errors.As(err, new(usageError)) || !strings.Contains(err.Error(), "a.csv in "+out+" was changed after respine wrote it\nhint: ") {
		t.Errorf("an edited file: %v", err)
	}
	if err := os.Remove(filepath.Join(out, "a.csv")); err != nil {
		t.Fatal(err)
	}
	if _, complete, err = readState(out, "x"); err != nil || complete {
		t.Errorf("a file is gone: complete %t, %v", complete, err)
	}
	put(t, filepath.Join(out, "b.csv"), "")
	if _, _, err = readState(out, "x"); !errors.As(err, new(usageError)) {
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
		if s, complete, err := readState(out, "x"); err != nil || complete || s.Key != "" {
			t.Errorf("%s: %+v, %t, %v", out, s, complete, err)
		}
	}
}

// What another command wrote is not replaced, neither by one that looks first
// nor by one that finds it there at its end.
func TestFolderOfAnotherCommand(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	f, err := newFolder(out) // begun before the other is there
	if err != nil {
		t.Fatal(err)
	}
	defer f.discard()
	made(t, out, "first")
	want := out + " holds what respine x wrote\nhint: "
	if _, _, err := readState(out, "y"); !errors.As(err, new(usageError)) || !strings.Contains(err.Error(), want) {
		t.Errorf("looked at: %v", err)
	}
	if err := f.commit(state{Made: "y"}); !errors.As(err, new(usageError)) || !strings.Contains(err.Error(), want) {
		t.Errorf("committed: %v", err)
	}
	if b, err := os.ReadFile(filepath.Join(out, "a.csv")); err != nil || string(b) != "first" {
		t.Errorf("%q, %v", b, err)
	}
}

// A link whose disk is away is left as it is.
func TestLinkToNothing(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "out")
	if err := os.Symlink(filepath.Join(dir, "away"), link); err != nil {
		t.Skipf("SKIPPED: no links here: %v", err)
	}
	if _, _, err := readState(link, "x"); !errors.As(err, new(usageError)) || !strings.Contains(err.Error(), link+" is a link to nothing; is the disk mounted?\nhint: ") {
		t.Errorf("%v", err)
	}
	if err := os.Mkdir(filepath.Join(dir, "away"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, _, err := readState(link, "x"); err != nil {
		t.Errorf("a link to a folder: %v", err)
	}
}
