package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// record puts n entries into the log of a new store.
func record(t *testing.T, n int) (s *Store, path string) {
	t.Helper()
	s = open(t)
	for range n {
		if err := s.Record(Entry{Who: "rater", What: "review", Of: "A1"}); err != nil {
			t.Fatal(err)
		}
	}
	return s, filepath.Join(s.dir, auditName)
}

// shortFile has room for a few bytes, and then for none.
type shortFile struct {
	*os.File
	room int
}

func (f *shortFile) Write(b []byte) (int, error) {
	n, err := f.File.Write(b[:min(f.room, len(b))])
	if f.room -= n; err == nil && n < len(b) {
		err = syscall.ENOSPC
	}
	return n, err
}

// What a full disk did not take leaves the log as it was.
func TestFullDiskLeavesTheLogWhole(t *testing.T) {
	s, path := record(t, 2)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0o666)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := appendLine(&shortFile{f, 20}, int64(len(before)), []byte(`{"what": "a line of more than twenty bytes"}`)); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%v", err)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the log was %d bytes and is %d, %v", len(before), len(after), err)
	}
	if got, err := s.Audit(); err != nil || len(got) != 2 {
		t.Errorf("%d entries, %v", len(got), err)
	}
}

// A line without its end is what a killed process or a power failure left of an
// entry that Record never said it made.
func TestUnfinishedLineNeverHappened(t *testing.T) {
	s, path := record(t, 2)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0o666)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"time":"2026-01-0`); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if got, err := s.Audit(); err != nil || len(got) != 2 {
		t.Errorf("%d entries, %v", len(got), err)
	}
	if err := s.Record(Entry{Who: "rater", What: "unblind"}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Audit(); err != nil || len(got) != 3 || got[2].What != "unblind" {
		t.Errorf("%+v, %v", got, err)
	}
}

// The end of the log is held by its head: it can be neither cut nor changed alone,
// and a log that is gone is missed.
func TestEndOfTheLogIsHeld(t *testing.T) {
	for what, damage := range map[string]func(path string, lines []string) error{
		"cut": func(path string, l []string) error { return os.WriteFile(path, []byte(l[0]), 0o666) },
		"changed": func(path string, l []string) error {
			return os.WriteFile(path, []byte(l[0]+strings.Replace(l[1], "review", "nothin", 1)), 0o666)
		},
		"gone": func(path string, _ []string) error { return os.Remove(path) },
		"no head": func(path string, _ []string) error {
			return os.WriteFile(filepath.Join(filepath.Dir(path), headName), nil, 0o666)
		},
	} {
		s, path := record(t, 2)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := damage(path, strings.SplitAfter(string(b), "\n")); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Audit(); err == nil || !strings.Contains(err.Error(), "hint: ") {
			t.Errorf("%s: %v", what, err)
		}
		if _, problems, err := s.Verify(); err != nil || len(problems) != 1 {
			t.Errorf("%s: verify: %v, %v", what, problems, err)
		}
		if err := s.Record(Entry{What: "exclude"}); err == nil {
			t.Errorf("%s: the log was continued", what)
		}
	}
}

// A process killed between the line and the head has made its entry.
func TestLineBeforeItsHead(t *testing.T) {
	s, _ := record(t, 2)
	head, err := os.ReadFile(filepath.Join(s.dir, headName))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Record(Entry{What: "unblind"}); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(s.dir, headName), string(head))
	if got, err := s.Audit(); err != nil || len(got) != 3 {
		t.Errorf("%d entries, %v", len(got), err)
	}
	if err := s.Record(Entry{What: "exclude"}); err != nil {
		t.Error(err)
	}
}
