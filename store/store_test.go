package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func note(unit string) Note {
	return Note{Step: "count", Version: 1, Unit: unit, Params: json.RawMessage(`{"radius_um":2}`),
		Inputs: []Input{{Role: "stack", Hash: strings.Repeat("ab", 32), Name: unit + ".tif"}, {Role: "of", Hash: unit}}}
}

// publish makes a result of two files, one in a folder.
func publish(t *testing.T, s *Store, n Note, content string) Result {
	t.Helper()
	a, err := s.Begin(n)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, a.Dir, content)
	r, err := a.Publish()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func fill(t *testing.T, dir, content string) {
	t.Helper()
	if err := os.Mkdir(filepath.Join(dir, "pictures"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "spines.csv"), content)
	write(t, filepath.Join(dir, "pictures", "a.txt"), content+content)
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func entries(t *testing.T, dir string) int {
	t.Helper()
	e, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return len(e)
}

func TestPublishedResultIsFound(t *testing.T) {
	s := open(t)
	n := note("A1")
	if _, found, err := s.Lookup(n.Key()); found || err != nil {
		t.Fatalf("before: found %v, %v", found, err)
	}
	made := publish(t, s, n, "one\n")
	got, found, err := s.Lookup(n.Key())
	if err != nil || !found {
		t.Fatalf("found %v, %v", found, err)
	}
	if len(got.Note.Files) != 2 || got.Note.Files[1].Name != "spines.csv" || got.Note.Files[1].Size != 4 || got.Dir != made.Dir {
		t.Errorf("files %+v", got.Note.Files)
	}
	b, err := os.ReadFile(got.Path("pictures/a.txt"))
	if err != nil || string(b) != "one\none\n" {
		t.Errorf("%q, %v", b, err)
	}
	if left := entries(t, filepath.Join(s.dir, attemptsName)); left != 0 {
		t.Errorf("%d attempts are left", left)
	}
	if all, err := s.Results(); err != nil || len(all) != 1 || all[0].Key != n.Key() {
		t.Errorf("results %v, %v", all, err)
	}
}

func TestKeyIsOfWhatMatters(t *testing.T) {
	base := note("A1").Key()
	same := note("A1")
	same.Unit, same.Inputs[0].Name = "called otherwise", "renamed.tif"
	same.Params = json.RawMessage(` { "radius_um" : 2 } `)
	if same.Key() != base {
		t.Error("a name, or blanks in parameters, changed the key")
	}
	for what, change := range map[string]func(*Note){
		"step":      func(n *Note) { n.Step = "other" },
		"version":   func(n *Note) { n.Version++ },
		"parameter": func(n *Note) { n.Params = json.RawMessage(`{"radius_um":3}`) },
		"role":      func(n *Note) { n.Inputs[0].Role = "film" },
		"content":   func(n *Note) { n.Inputs[0].Hash = strings.Repeat("cd", 32) },
		"order":     func(n *Note) { n.Inputs[0], n.Inputs[1] = n.Inputs[1], n.Inputs[0] },
		"fewer":     func(n *Note) { n.Inputs = n.Inputs[:1] },
	} {
		n := note("A1")
		change(&n)
		if n.Key() == base {
			t.Errorf("another %s has the same key", what)
		}
	}
}

// Every byte of a result, flipped, is found out; the damaged result is kept aside
// and the work can be done anew.
func TestFlippedByte(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{"spines.csv", "pictures/a.txt", noteName} {
		s := open(t)
		n := note("A1")
		r := publish(t, s, n, "some content that is long enough\n")
		path := r.Path(name)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		at := rng.IntN(len(b))
		if name == noteName {
			at = strings.Index(string(b), `"radius_um"`) + 12 // what the result follows from
		}
		b[at] ^= 1
		write(t, path, string(b))
		whole, problems, err := s.Verify()
		if err != nil || whole != 0 || len(problems) != 1 {
			t.Errorf("%s: verify: %d whole, %v, %v", name, whole, problems, err)
		}
		_, found, err := s.Lookup(n.Key())
		if found || !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: found %v, %v", name, found, err)
		}
		if entries(t, filepath.Join(s.dir, damagedName)) != 1 {
			t.Errorf("%s: the damaged result was not kept", name)
		}
		publish(t, s, n, "anew\n")
		if _, found, err := s.Lookup(n.Key()); !found || err != nil {
			t.Errorf("%s: made anew: found %v, %v", name, found, err)
		}
	}
}

func TestMissingAndAddedFiles(t *testing.T) {
	s := open(t)
	n := note("A1")
	r := publish(t, s, n, "x\n")
	write(t, r.Path("more.csv"), "1\n")
	if _, problems, err := s.Verify(); err != nil || len(problems) != 1 || !strings.Contains(problems[0].What, "added") {
		t.Errorf("added: %v, %v", problems, err)
	}
	if err := os.Remove(r.Path("spines.csv")); err != nil {
		t.Fatal(err)
	}
	if _, problems, err := s.Verify(); err != nil || len(problems) != 2 {
		t.Errorf("missing: %v, %v", problems, err)
	}
	if _, found, err := s.Lookup(n.Key()); found || !errors.Is(err, ErrDamaged) {
		t.Errorf("found %v, %v", found, err)
	}
}

// Of many attempts at one result one is published and the others agree with it.
func TestManyAttempts(t *testing.T) {
	s := open(t)
	n := note("A1")
	var group sync.WaitGroup
	for range 8 {
		a, err := s.Begin(n)
		if err != nil {
			t.Fatal(err)
		}
		fill(t, a.Dir, "the same\n")
		group.Go(func() {
			if _, err := a.Publish(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if all, err := s.Results(); err != nil || len(all) != 1 {
		t.Errorf("%d results, %v", len(all), err)
	}
	if left := entries(t, filepath.Join(s.dir, attemptsName)); left != 0 {
		t.Errorf("%d attempts are left", left)
	}
	a, err := s.Begin(n)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, a.Dir, "otherwise\n")
	if r, err := a.Publish(); !errors.Is(err, ErrUnlike) || r.Key != n.Key() {
		t.Errorf("unlike: %v", err)
	}
}

func TestSweepLeavesLiveAttempts(t *testing.T) {
	s := open(t)
	live, err := s.Begin(note("A1"))
	if err != nil {
		t.Fatal(err)
	}
	defer live.Discard()
	dead, err := s.Begin(note("A2"))
	if err != nil {
		t.Fatal(err)
	}
	dead.held.Close() // as the end of its process would
	if n, err := s.Sweep(); err != nil || n != 1 {
		t.Errorf("swept %d, %v", n, err)
	}
	if !exists(live.Dir) || exists(dead.Dir) {
		t.Error("the wrong attempt was swept")
	}
}

func TestFingerprint(t *testing.T) {
	s := open(t)
	path := filepath.Join(t.TempDir(), "a.tif")
	write(t, path, "abc")
	// SHA-256 of "abc", FIPS 180-2 appendix B.1
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	for range 2 { // read, then remembered
		if got, err := s.Fingerprint(path); got != want || err != nil {
			t.Fatalf("%s, %v", got, err)
		}
	}
	if _, _, ok := s.recall(s.name(path)); !ok {
		t.Error("nothing was remembered")
	}
	if err := os.Chtimes(path, time.Now(), time.Now()); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Fingerprint(path); got != want || err != nil {
		t.Errorf("touched: %s, %v", got, err)
	}
	write(t, path, "abd") // the same size
	if got, err := s.Fingerprint(path); got == want || err != nil {
		t.Errorf("changed: %s, %v", got, err)
	}
	dir := filepath.Dir(path)
	before, err := s.Fingerprint(dir)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, ".DS_Store"), "x")
	if after, err := s.Fingerprint(dir); after != before || err != nil {
		t.Error("a hidden file changed the folder")
	}
	if err := os.Rename(path, filepath.Join(dir, "b.tif")); err != nil {
		t.Fatal(err)
	}
	if after, err := s.Fingerprint(dir); after == before || err != nil {
		t.Error("another name in the folder is the same folder")
	}
	if _, err := s.Fingerprint(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
}

// The index holds nothing that cannot be found again.
func TestIndexIsDisposable(t *testing.T) {
	for what, damage := range map[string]func(path string) error{
		"deleted": os.Remove,
		"garbage": func(path string) error { return os.WriteFile(path, []byte(strings.Repeat("no index ", 1000)), 0o644) },
		"a page": func(path string) error {
			b, err := os.ReadFile(path)
			if err != nil || len(b) < 3*4096 {
				return fmt.Errorf("%d bytes, %w", len(b), err)
			}
			for at := 4096; at+500 <= len(b); at += 4096 {
				copy(b[at:], strings.Repeat("\xaa", 500))
			}
			return os.WriteFile(path, b, 0o644)
		},
	} {
		dir := filepath.Join(t.TempDir(), "store")
		s, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		n := note("A1")
		publish(t, s, n, "kept\n")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := damage(filepath.Join(dir, indexName)); err != nil {
			t.Fatal(err)
		}
		if s, err = Open(dir); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if _, found, err := s.Lookup(n.Key()); !found || err != nil {
			t.Errorf("%s: found %v, %v", what, found, err)
		}
		path := filepath.Join(dir, "..", "recording")
		if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Fingerprint(path); err != nil {
			t.Errorf("%s: a recording: %v", what, err)
		}
		publish(t, s, note("A2"), "new\n")
		s.Close()
	}
}

func TestOneRunAtATime(t *testing.T) {
	s := open(t)
	release, err := s.Lock(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if r, err := s.Running(); err != nil || r.Process != os.Getpid() {
		t.Errorf("running %+v, %v", r, err)
	}
	if _, err := s.Lock(time.Now()); !errors.Is(err, ErrRunning) || !strings.Contains(err.Error(), "process") {
		t.Errorf("second: %v", err)
	}
	release()
	if r, err := s.Running(); err != nil || r.Process != 0 {
		t.Errorf("released: %+v, %v", r, err)
	}
	release, err = s.Lock(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	release()
}

func TestEndings(t *testing.T) {
	s := open(t)
	k, other := note("A1").Key(), note("A2").Key()
	began := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	for _, e := range []Ending{
		{k, "count", "A1", began, 1.5, "failed", "disk full"},
		{other, "count", "A2", began, 0.25, "done", ""},
		{k, "count", "A1", began.Add(time.Hour), 2, "done", ""},
	} {
		if err := s.Ended(e); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Endings()
	if err != nil || len(got) != 2 || got[0].Key != other || got[1].State != "done" || !got[1].Began.Equal(began.Add(time.Hour)) || got[1].Seconds != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAuditHoldsTogether(t *testing.T) {
	s := open(t)
	for i, what := range []string{"exclude", "review", "unblind"} {
		e := Entry{Time: time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC), Who: "rater", What: what, Of: "A1", Why: "leak"}
		if err := s.Record(e); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Audit()
	if err != nil || len(got) != 3 || got[2].What != "unblind" || got[0].Before != "" || got[1].Before == "" {
		t.Fatalf("%+v, %v", got, err)
	}
	path := filepath.Join(s.dir, auditName)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(b), "\n")
	for what, text := range map[string]string{
		"changed":    strings.Replace(string(b), "review", "nothin", 1),
		"taken away": lines[0] + lines[2],
		"reordered":  lines[1] + lines[0] + lines[2],
	} {
		write(t, path, text)
		if _, err := s.Audit(); err == nil {
			t.Errorf("%s: nobody noticed", what)
		}
		if _, problems, err := s.Verify(); err != nil || len(problems) != 1 {
			t.Errorf("%s: verify: %v, %v", what, problems, err)
		}
		if err := s.Record(Entry{What: "exclude"}); err == nil {
			t.Errorf("%s: a log that does not hold together was continued", what)
		}
	}
}

func TestNoPlaceForAStore(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "x")
	if _, err := Open(filepath.Join(file, "store")); err == nil || !strings.Contains(err.Error(), "hint: ") {
		t.Errorf("%v", err)
	}
	if Exists(file) {
		t.Error("a file is no store")
	}
}

func BenchmarkPublish(b *testing.B) {
	s, err := Open(filepath.Join(b.TempDir(), "store"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	i := 0
	for b.Loop() {
		i++
		n := note("A1")
		n.Version = i
		a, err := s.Begin(n)
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(a.Dir, "spines.csv"), make([]byte, 4096), 0o644); err != nil {
			b.Fatal(err)
		}
		if _, err := a.Publish(); err != nil {
			b.Fatal(err)
		}
		if _, found, err := s.Lookup(n.Key()); !found || err != nil {
			b.Fatal(err)
		}
	}
}
