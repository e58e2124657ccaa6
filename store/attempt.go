package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Attempt is a result being made: a folder that nobody reads until Publish.
type Attempt struct {
	store *Store
	note  Note
	Dir   string // write here
	held  *os.File
}

// Begin starts an attempt at a result. Many may run at a time, also at the same
// one.
func (s *Store) Begin(note Note) (*Attempt, error) {
	dir, err := os.MkdirTemp(filepath.Join(s.dir, attemptsName), string(note.Key())+".")
	if err != nil {
		return nil, trouble(err)
	}
	a := &Attempt{store: s, note: note, Dir: dir}
	a.held, _ = Lock(dir) // where there are no locks, Sweep leaves it alone
	return a, os.Chmod(dir, 0o755)
}

// Discard takes back what was not published. After Publish it does nothing.
func (a *Attempt) Discard() {
	os.RemoveAll(a.Dir)
	a.held.Close()
}

// ErrUnlike is in the error of a result that came out otherwise than one published
// before under the same key: a step that does not follow from its inputs alone.
var ErrUnlike = errors.New("the same work gave another result")

// Publish makes the attempt the result of its key, whole and at once, by one rename.
// If another attempt was first, its result is returned, and ours is compared with it
// and taken away.
//
// Nothing is forced onto the disk, which would cost more than most steps. A killed
// process takes nothing with it, since what it wrote is the system's by then. A power
// failure may leave a result with files that are short or empty; but a result is
// believed by the hashes of its files, and what the index knows of files just
// written holds only until the machine starts anew (see boot): then they are read,
// and what is not whole is set aside and done again.
func (a *Attempt) Publish() (Result, error) {
	defer a.Discard()
	files, err := a.sealed()
	if err != nil {
		return Result{}, trouble(err)
	}
	a.note.Files = files
	if err := a.write(); err != nil {
		return Result{}, trouble(err)
	}
	k := a.note.Key()
	final := a.store.Path(k)
	if err := os.MkdirAll(filepath.Dir(final), 0o777); err != nil {
		return Result{}, trouble(err)
	}
	if err := os.Rename(a.Dir, final); err != nil {
		return a.second(err)
	}
	r := Result{Key: k, Dir: final, Note: a.note}
	return r, a.store.learn(r)
}

// second compares what another attempt published first with ours.
func (a *Attempt) second(renaming error) (Result, error) {
	first, found, err := a.store.Lookup(a.note.Key())
	if err != nil || !found {
		return Result{}, errors.Join(trouble(renaming), err)
	}
	if !slices.Equal(first.Note.Files, a.note.Files) {
		return first, fmt.Errorf("store: %s of %s: %w\nhint: this is a defect of the program; please report it", a.note.Step, a.note.Unit, ErrUnlike)
	}
	return first, nil
}

// sealed hashes the files of the attempt.
func (a *Attempt) sealed() ([]File, error) {
	var out []File
	err := filepath.WalkDir(a.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(a.Dir, path)
		if err != nil {
			return err
		}
		if name = filepath.ToSlash(name); name == noteName || !d.Type().IsRegular() {
			return fmt.Errorf("%s is no file of a result", name)
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		hash, size, err := hashReader(f)
		if err != nil {
			return err
		}
		out = append(out, File{Name: name, Size: size, Hash: hash})
		return nil
	})
	return out, err
}

func (a *Attempt) write() error {
	b, err := json.MarshalIndent(a.note, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(a.Dir, noteName), append(b, '\n'), 0o666)
}

// Sweep clears away the attempts of runs that were killed: those whose lock went
// with their process. It returns how many there were.
func (s *Store) Sweep() (int, error) {
	entries, err := os.ReadDir(filepath.Join(s.dir, attemptsName))
	if err != nil {
		return 0, err
	}
	swept := 0
	for _, e := range entries {
		dir := filepath.Join(s.dir, attemptsName, e.Name())
		held, err := Lock(dir)
		if err != nil || !strings.Contains(e.Name(), ".") {
			continue // being written, or none of ours
		}
		err = os.RemoveAll(dir)
		held.Close()
		if err != nil {
			return swept, err
		}
		swept++
	}
	return swept, nil
}
