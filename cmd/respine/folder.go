package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
)

// noteName is the folder, within an output folder, of what respine notes about
// it for the next run.
const noteName = ".respine"

// state is the note that a folder is complete, and of what.
type state struct {
	Made  string           `json:"made"`  // the command
	Key   string           `json:"key"`   // of everything the content follows from
	Inner string           `json:"inner"` // of what was measured from pixels
	Code  int              `json:"code"`  // exit code
	Files map[string]int64 `json:"files"` // sizes, by path within the folder
}

// folder is an output folder that appears whole or not at all: files go to Work,
// a hidden sibling, which takes the place of Final at the end.
type folder struct {
	Final, Work string
}

// readState returns the note of an earlier run, and whether its files are all
// still there. A folder that does not exist, or is empty, has the zero note.
// One that holds anything else than what respine wrote is a usage error.
func readState(out string) (s state, complete bool, err error) {
	found, err := filesIn(out)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(found) == 0 {
		return state{}, false, nil
	}
	if err != nil {
		return state{}, false, usage(err.Error(), "--out names a folder")
	}
	const hint = "name a new folder with --out, or move what is there"
	b, err := os.ReadFile(filepath.Join(out, noteName, "state.json"))
	if err != nil || json.Unmarshal(b, &s) != nil {
		return state{}, false, usage(fmt.Sprintf("%s is there already and was not written by respine", out), hint)
	}
	complete = true
	for name, size := range s.Files {
		complete = complete && found[name] == size
	}
	for _, name := range sortedKeys(found) {
		if _, ours := s.Files[name]; !ours && filepath.Dir(name) != noteName {
			return state{}, false, usage(fmt.Sprintf("%s holds %s, which respine did not write", out, name), hint)
		}
	}
	return s, complete, nil
}

// filesIn returns the size of every file below dir by its path from there.
func filesIn(dir string) (map[string]int64, error) {
	found := map[string]int64{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() || d.Name() == ".DS_Store" {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		found[filepath.ToSlash(name)] = info.Size()
		return err
	})
	if info, statErr := os.Stat(dir); err == nil && statErr == nil && !info.IsDir() {
		return nil, fmt.Errorf("%s is a file", dir)
	}
	return found, err
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// newFolder begins an output folder.
func newFolder(out string) (*folder, error) {
	if real, err := filepath.EvalSymlinks(out); err == nil {
		out = real
	}
	final, err := filepath.Abs(out)
	if err != nil {
		return nil, err
	}
	parent := filepath.Dir(final)
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp(parent, "."+filepath.Base(final)+".partial-")
	if err != nil {
		return nil, err
	}
	f := &folder{Final: final, Work: work}
	if err := errors.Join(os.Chmod(work, 0o755), os.Mkdir(filepath.Join(work, noteName), 0o755)); err != nil {
		f.discard()
		return nil, err
	}
	return f, nil
}

// path returns where a file of the folder is to be written.
func (f *folder) path(name string) string { return filepath.Join(f.Work, filepath.FromSlash(name)) }

// discard takes back what was not committed.
func (f *folder) discard() { os.RemoveAll(f.Work) }

// commit notes that the folder is complete and puts it in place of what stood
// there.
func (f *folder) commit(s state) error {
	files, err := filesIn(f.Work)
	if err != nil {
		return err
	}
	s.Files = map[string]int64{}
	for name, size := range files {
		if filepath.Dir(name) != noteName {
			s.Files[name] = size
		}
	}
	b, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(f.path(noteName+"/state.json"), b, 0o644); err != nil {
		return err
	}
	// Somebody may have put files there while this ran.
	if _, _, err := readState(f.Final); err != nil {
		return err
	}
	return f.swap()
}

// swap renames the old folder away and the new one into place, and the old one
// back if that fails.
func (f *folder) swap() error {
	old := f.Work + "-old"
	err := os.Rename(f.Final, old)
	if errors.Is(err, fs.ErrNotExist) {
		return os.Rename(f.Work, f.Final)
	}
	if err != nil {
		return err
	}
	if err := os.Rename(f.Work, f.Final); err != nil {
		return errors.Join(err, os.Rename(old, f.Final))
	}
	return os.RemoveAll(old)
}
