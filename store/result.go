package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Result is one finished piece of work on disk.
type Result struct {
	Key  Key
	Dir  string // where its files are
	Note Note
}

// Note is what result.json says. It has no times and no names of machines, so the
// same work leaves the same bytes.
type Note struct {
	Step    string          `json:"step"`
	Version int             `json:"version"`          // of the step
	Unit    string          `json:"unit"`             // what it was done to, in words
	Params  json.RawMessage `json:"params,omitempty"` // as the step took them
	Inputs  []Input         `json:"inputs"`
	Files   []File          `json:"files"` // by name, rising; filled in by Publish
}

// Input is something a result follows from.
type Input struct {
	Role string `json:"role"`
	Hash string `json:"hash"` // of a recording's content, or the key of a result
	Name string `json:"name,omitempty"`
}

// File is one file of a result.
type File struct {
	Name string `json:"name"` // path within the result, slashes
	Size int64  `json:"size"`
	Hash string `json:"sha256"`
}

const noteName = "result.json"

// Path returns where a file of a result is.
func (r Result) Path(name string) string { return filepath.Join(r.Dir, filepath.FromSlash(name)) }

// Lookup returns a result, if there is one. A result whose files are not as
// result.json says is moved to damaged/ and is there no more; ErrDamaged says so
// once, with the file.
func (s *Store) Lookup(k Key) (r Result, found bool, err error) {
	k.check()
	dir := s.Path(k)
	r, err = readResult(dir, k)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !exists(dir):
		return Result{}, false, nil
	case err == nil:
		err = s.check(r)
	}
	if err == nil {
		return r, true, nil
	}
	if !errors.Is(err, ErrDamaged) {
		return Result{}, false, err
	}
	return Result{}, false, errors.Join(err, s.setAside(k))
}

// ErrDamaged is in the error of a result whose files are not what was published.
var ErrDamaged = errors.New("damaged result")

func readResult(dir string, k Key) (Result, error) {
	b, err := os.ReadFile(filepath.Join(dir, noteName))
	if errors.Is(err, fs.ErrNotExist) && exists(dir) {
		return Result{}, fmt.Errorf("%w %s: %s is missing", ErrDamaged, k[:12], noteName)
	}
	if err != nil {
		return Result{}, trouble(err)
	}
	r := Result{Key: k, Dir: dir}
	if err := json.Unmarshal(b, &r.Note); err != nil {
		return Result{}, fmt.Errorf("%w %s: %s: %w", ErrDamaged, k[:12], noteName, err)
	}
	if r.Note.Key() != k {
		return Result{}, fmt.Errorf("%w %s: %s was changed", ErrDamaged, k[:12], noteName)
	}
	return r, nil
}

// check compares the files of a result with its note. A file that the index has
// seen unchanged, by size, time and inode, is not read again.
func (s *Store) check(r Result) error {
	for _, f := range r.Note.Files {
		hash, err := s.Fingerprint(r.Path(f.Name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%w %s (%s of %s): %s is missing", ErrDamaged, r.Key[:12], r.Note.Step, r.Note.Unit, f.Name)
		case err != nil:
			return err
		case hash != f.Hash:
			return fmt.Errorf("%w %s (%s of %s): %s was changed", ErrDamaged, r.Key[:12], r.Note.Step, r.Note.Unit, f.Name)
		}
	}
	return nil
}

// setAside moves a damaged result out of the way, keeping it to be looked at.
func (s *Store) setAside(k Key) error {
	if err := os.MkdirAll(filepath.Join(s.dir, damagedName), 0o777); err != nil {
		return err
	}
	to := filepath.Join(s.dir, damagedName, string(k))
	for i := 1; exists(to); i++ {
		to = filepath.Join(s.dir, damagedName, fmt.Sprintf("%s.%d", k, i))
	}
	return os.Rename(s.Path(k), to)
}

// Results returns every result in the store, by key.
func (s *Store) Results() ([]Result, error) {
	var out []Result
	dirs, err := filepath.Glob(filepath.Join(s.dir, objectsName, "??", "*"))
	if err != nil {
		return nil, err
	}
	slices.Sort(dirs)
	for _, dir := range dirs {
		k := Key(filepath.Base(dir))
		if len(k) != 64 {
			continue
		}
		r, err := readResult(dir, k)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}
