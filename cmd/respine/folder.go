package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"respine/store"
)

// noteName is the folder, within an output folder, of what respine notes about
// it for the next run.
const noteName = ".respine"

// state is the note that a folder is complete, and of what.
type state struct {
	Made   string            `json:"made"`             // the command
	Key    string            `json:"key"`              // of everything the content follows from
	Inner  string            `json:"inner"`            // of what was measured from pixels
	Code   int               `json:"code"`             // exit code
	Masked bool              `json:"masked,omitempty"` // animals are named by codes
	Files  map[string]string `json:"sha256"`           // of every file, by path within the folder
}

// folder is an output folder that appears whole or not at all: files go to Work,
// a hidden sibling, which takes the place of Final at the end.
type folder struct {
	Final, Work string
	held        *os.File // the lock that says that Work is being written; nil where there are no locks
}

// readState returns the note of an earlier run of a command, and whether its
// files are all still there. A folder that does not exist, or is empty, has the
// zero note. One that holds anything else than what that command wrote, a table
// that was edited since included, is a usage error: nobody's work is replaced.
func readState(out, command string) (s state, complete bool, err error) {
	if err := checkPlace(out); err != nil {
		return state{}, false, err
	}
	const hint = "name a new folder with --out, or move what is there"
	b, err := os.ReadFile(filepath.Join(out, noteName, "state.json"))
	if err != nil || json.Unmarshal(b, &s) != nil {
		if entries, err := os.ReadDir(out); errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
			return state{}, false, nil
		}
		return state{}, false, usage(fmt.Sprintf("%s is there already and was not written by respine", out), hint)
	}
	if s.Made != command {
		return state{}, false, usage(fmt.Sprintf("%s holds what respine %s wrote", out, s.Made), hint)
	}
	found, err := filesIn(out)
	if err != nil {
		return state{}, false, err
	}
	here := map[string]bool{}
	for _, name := range found {
		here[name] = true
		if filepath.Dir(name) == noteName {
			continue
		}
		was, ours := s.Files[name]
		if !ours {
			return state{}, false, usage(fmt.Sprintf("%s holds %s, which respine did not write", out, name), hint)
		}
		is, err := hashFile(filepath.Join(out, name))
		if err != nil {
			return state{}, false, err
		}
		if is != was {
			return state{}, false, usage(fmt.Sprintf("%s in %s was changed after respine wrote it", name, out), "keep your version under another name outside, or name a new folder with --out")
		}
	}
	complete = true
	for name := range s.Files {
		complete = complete && here[name]
	}
	return s, complete, nil
}

// filesIn returns every file below dir by its path from there, in order.
func filesIn(dir string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() || leftByBrowsing(d.Name()) {
			return nil
		}
		name, err := filepath.Rel(dir, path)
		found = append(found, filepath.ToSlash(name))
		return err
	})
	return found, err
}

// leftByBrowsing reports whether a file is one that file browsers and office
// programs leave where somebody looked.
func leftByBrowsing(name string) bool {
	return slices.Contains([]string{".DS_Store", "Thumbs.db", "desktop.ini"}, name) || strings.HasPrefix(name, ".~lock.") || strings.HasPrefix(name, "~$")
}

// checkPlace refuses what cannot be an output folder: a file, a link to nothing,
// which stands for a disk that is not there, or the folder the user stands in,
// which would be taken from under the shell.
func checkPlace(out string) error {
	const hint = "--out names a folder of its own, as in --out out"
	if out == "" {
		return usage("--out is empty", hint)
	}
	info, err := os.Stat(out)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(out); err == nil {
			return usage(out+" is a link to nothing; is the disk mounted?", hint)
		}
		return nil
	}
	if err != nil {
		return usage(fmt.Sprintf("%s: %v", out, unwrapPath(err)), hint)
	}
	if !info.IsDir() {
		return usage(out+" is a file", hint)
	}
	for dir, err := os.Getwd(); err == nil; dir = filepath.Dir(dir) {
		if here, err := os.Stat(dir); err == nil && os.SameFile(here, info) {
			return usage(fmt.Sprintf("%s is the folder you are in, or one above it", out), hint)
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	return nil
}

// newFolder begins an output folder, and clears away what killed runs left
// beside it.
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
	hidden := "." + filepath.Base(final) + ".partial-"
	if err := sweep(final, hidden); err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp(parent, hidden)
	if err != nil {
		return nil, err
	}
	f := &folder{Final: final, Work: work}
	f.held, _ = store.Lock(work)
	if err := errors.Join(os.Chmod(work, 0o755), os.Mkdir(filepath.Join(work, noteName), 0o755)); err != nil {
		f.discard()
		return nil, err
	}
	return f, nil
}

// oldEnding marks, behind the name of a work folder, the folder whose place it
// takes.
const oldEnding = "-old"

// path returns where a file of the folder is to be written.
func (f *folder) path(name string) string { return filepath.Join(f.Work, filepath.FromSlash(name)) }

// discard takes back what was not committed.
func (f *folder) discard() {
	os.RemoveAll(f.Work)
	f.held.Close()
}

// commit notes that the folder is complete and puts it in place of what stood
// there.
func (f *folder) commit(s state) error {
	files, err := filesIn(f.Work)
	if err != nil {
		return err
	}
	s.Files = map[string]string{}
	for _, name := range files {
		if filepath.Dir(name) == noteName {
			continue
		}
		if s.Files[name], err = hashFile(f.path(name)); err != nil {
			return err
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
	if _, _, err := readState(f.Final, s.Made); err != nil {
		return err
	}
	return f.swap()
}

// swap renames the old folder away and the new one into place, and the old one
// back if that fails.
func (f *folder) swap() error {
	old := f.Work + oldEnding
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
