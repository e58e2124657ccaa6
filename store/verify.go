package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Problem is something Verify found.
type Problem struct {
	Of   string // the result, or the file
	What string
}

// Verify reads every file of every result and the audit log, believing nothing it
// was told before, and returns how many results are whole and what is not. It
// changes no result; but the index forgets what is damaged, also where size and time
// do not show it, so that Lookup finds out as well.
func (s *Store) Verify() (whole int, problems []Problem, err error) {
	dirs, err := filepath.Glob(filepath.Join(s.dir, objectsName, "??", "*"))
	if err != nil {
		return 0, nil, err
	}
	slices.Sort(dirs)
	for _, dir := range dirs {
		found, err := s.verifyResult(dir)
		if err != nil {
			return whole, problems, err
		}
		if problems = append(problems, found...); len(found) == 0 {
			whole++
		}
	}
	if _, err := s.Audit(); err != nil {
		problems = append(problems, Problem{Of: auditName, What: err.Error()})
	}
	return whole, problems, nil
}

// verifyResult reads one result.
func (s *Store) verifyResult(dir string) ([]Problem, error) {
	k := Key(filepath.Base(dir))
	if len(k) != 64 {
		return []Problem{{Of: dir, What: "is no result"}}, nil
	}
	r, err := readResult(dir, k)
	if err != nil {
		if errors.Is(err, ErrDamaged) {
			return []Problem{{Of: dir, What: err.Error()}}, nil
		}
		return nil, err
	}
	var out []Problem
	listed := map[string]bool{noteName: true}
	for _, f := range r.Note.Files {
		listed[f.Name] = true
		what, err := verifyFile(r.Path(f.Name), f)
		if err != nil {
			return nil, err
		}
		if what != "" {
			out = append(out, Problem{Of: r.Path(f.Name), What: what})
			if err := s.forget(r.Path(f.Name)); err != nil {
				return nil, err
			}
		}
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err == nil && !listed[filepath.ToSlash(name)] {
			out = append(out, Problem{Of: path, What: "was added after the result was published"})
		}
		return err
	})
	return out, err
}

// verifyFile says what is wrong with a file, "" if nothing is.
func verifyFile(path string, want File) (string, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "is missing", nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash, _, err := hashReader(f)
	if err != nil {
		return "", err
	}
	if hash != want.Hash {
		return "was changed after it was published", nil
	}
	return "", nil
}
