package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// flip changes a byte of a file and leaves size and times as they were, as a disk
// does; a program cannot, so the index is told of the time of the change.
func flip(t *testing.T, s *Store, path string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := errors.Join(os.WriteFile(path, b, 0o644), os.Chtimes(path, info.ModTime(), info.ModTime())); err != nil {
		t.Fatal(err)
	}
	if info, err = os.Stat(path); err != nil {
		t.Fatal(err)
	}
	if _, err := s.index.Exec("update file set changed = ? where name = ?", changed(info), s.name(path)); err != nil {
		t.Fatal(err)
	}
}

// After a restart of the machine what was written before it is read again: it may
// never have reached the disk, though size and time say so.
func TestPowerFailure(t *testing.T) {
	s := open(t)
	n := note("A1")
	r := publish(t, s, n, "some content\n")
	flip(t, s, r.Path("spines.csv"))
	if _, found, err := s.Lookup(n.Key()); !found || err != nil {
		t.Fatalf("before: the index was not believed: %v, %v", found, err)
	}
	s.boot = "another start"
	if _, found, err := s.Lookup(n.Key()); found || !errors.Is(err, ErrDamaged) {
		t.Errorf("after: found %v, %v", found, err)
	}
	publish(t, s, n, "some content\n")
	s.boot = "a third start"
	if _, found, err := s.Lookup(n.Key()); !found || err != nil {
		t.Errorf("what is whole: found %v, %v", found, err)
	}
}

// Damage that neither size nor time shows is found by Verify, and then by Lookup.
func TestVerifyHasTheIndexForget(t *testing.T) {
	s := open(t)
	n := note("A1")
	r := publish(t, s, n, "some content\n")
	flip(t, s, r.Path("pictures/a.txt"))
	if _, problems, err := s.Verify(); err != nil || len(problems) != 1 || problems[0].Of != r.Path("pictures/a.txt") {
		t.Fatalf("verify: %v, %v", problems, err)
	}
	if _, found, err := s.Lookup(n.Key()); found || !errors.Is(err, ErrDamaged) {
		t.Errorf("found %v, %v", found, err)
	}
}

// What a killed run left in the folder says nothing, for its lock is gone.
func TestRunnerThatIsGone(t *testing.T) {
	s := open(t)
	write(t, filepath.Join(s.dir, runningName), `{"host":"elsewhere","process":4711,"since":"2026-01-02T03:04:05Z"}`)
	if r, err := s.Running(); err != nil || r.Process != 0 {
		t.Errorf("running %+v, %v", r, err)
	}
}

func TestTroubleSaysWhatToDo(t *testing.T) {
	for err, want := range map[error]string{
		syscall.ENOSPC: "make room",
		syscall.EDQUOT: "make room",
		syscall.EROFS:  "writable",
		syscall.EACCES: "writable",
		syscall.EIO:    "",
	} {
		got := trouble(fmt.Errorf("write x: %w", &os.PathError{Op: "write", Path: "x", Err: err}))
		if !errors.Is(got, ErrStore) || !errors.Is(got, err) || want != "" && !strings.Contains(got.Error(), want) || strings.Contains(got.Error(), "hint: ") != (want != "") {
			t.Errorf("%v: %v", err, got)
		}
		if again := trouble(got); again.Error() != got.Error() {
			t.Errorf("said twice: %v", again)
		}
	}
	if trouble(nil) != nil {
		t.Error("no trouble is trouble")
	}
}

func TestMaskOfAStore(t *testing.T) {
	s := open(t)
	if _, err := s.Mask(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("before: %v", err)
	}
	m, fresh, err := s.NewMask()
	if err != nil || !fresh {
		t.Fatal(fresh, err)
	}
	again, fresh, err := s.NewMask()
	if err != nil || fresh {
		t.Fatal(fresh, err)
	}
	other, _, err := open(t).NewMask()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range 1000 {
		names = append(names, fmt.Sprint("mouse", i))
	}
	codes, same, elsewhere := m.Codes(names), again.Codes(names), other.Codes(names)
	taken, alike := map[string]bool{}, 0
	for i, c := range codes {
		if taken[c] || c != same[i] || !strings.HasPrefix(c, "M-") || len(c) != 2+codeLetters {
			t.Errorf("code %s of %s, then %s", c, names[i], same[i])
		}
		taken[c] = true
		if c == elsewhere[i] {
			alike++
		}
	}
	if alike > 1 {
		t.Errorf("%d codes of another store are the same", alike)
	}
	write(t, filepath.Join(s.dir, maskName), "garbage")
	if _, err := s.Mask(); err == nil || !strings.Contains(err.Error(), "hint: ") {
		t.Errorf("garbage: %v", err)
	}
}
