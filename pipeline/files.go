package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"respine/store"
	"respine/study"
)

// given is a recording, or a table, of the manifest with its files.
type given struct {
	study.Recording
	Files   []Input
	Problem string // why it cannot be used, "" if it can
}

// collect resolves the files of every recording from the folder of the manifest and
// takes their fingerprints. A recording whose files are not there, or are those of
// another, comes back with its problem.
func collect(s study.Study, dir string, st *store.Store, say func(string, ...any)) ([]given, error) {
	out := make([]given, len(s.Recordings))
	first := map[string]string{} // whose a content is
	for i, r := range s.Recordings {
		say("looking at recording %d of %d", i+1, len(s.Recordings))
		out[i].Recording = r
		files, err := resolve(dir, r.Files)
		if err != nil {
			out[i].Problem = err.Error()
			continue
		}
		for _, f := range files {
			hash, err := st.Fingerprint(filepath.Join(dir, f))
			if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
				out[i].Problem = fmt.Sprintf("%s: %v", f, reason(err))
				break
			}
			if err != nil {
				return nil, err
			}
			out[i].Files = append(out[i].Files, Input{Source{Path: filepath.Join(dir, f), Name: filepath.ToSlash(f)}, hash, sizeOf(filepath.Join(dir, f)), nil})
		}
		if r.ModalityIn(kindOf(s, r)) == study.Stack && len(files) > 1 && out[i].Problem == "" {
			out[i].Problem = fmt.Sprintf("%d files, where a stack is one file or one folder of slices", len(files))
		}
		whose := fmt.Sprintf("animal %s, session %s", r.Animal, r.Session)
		for _, f := range out[i].Files {
			content := fmt.Sprintf("%s/%d/%d", f.Hash, r.Meta.Channel, r.Meta.Place)
			if was, twice := first[content]; twice && out[i].Problem == "" {
				out[i].Problem = fmt.Sprintf("%s has the same content as a file of %s", f.Name, was)
			}
			first[content] = whose
		}
	}
	return out, nil
}

// sizeOf returns the bytes of a file, or of all files in a folder; 0 where it
// cannot be looked at.
func sizeOf(path string) int64 {
	var n int64
	filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		if info, err := d.Info(); err == nil {
			n += info.Size()
		}
		return nil
	})
	return n
}

// kindOf returns the kind of a recording's session.
func kindOf(s study.Study, r study.Recording) study.SessionKind {
	i := slices.IndexFunc(s.Sessions, func(one study.Session) bool { return one.ID == r.Session })
	if i < 0 {
		panic("pipeline: a recording of no session: " + r.Session)
	}
	return s.Sessions[i].Kind
}

// resolve returns the files that paths and patterns stand for, in order, relative to
// dir.
func resolve(dir string, patterns []string) ([]string, error) {
	var out []string
	for _, p := range patterns {
		p = filepath.FromSlash(p)
		if _, err := os.Stat(filepath.Join(dir, p)); err == nil {
			out = append(out, p)
			continue
		}
		found, err := filepath.Glob(filepath.Join(dir, p))
		if err != nil {
			return nil, fmt.Errorf("%s is no pattern of files: %w", p, err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: no such file", filepath.ToSlash(p))
		}
		slices.Sort(found)
		for _, f := range found {
			rel, err := filepath.Rel(dir, f)
			if err != nil {
				return nil, err
			}
			out = append(out, rel)
		}
	}
	return out, nil
}

// reason takes the operation and the path off an error of the file system.
func reason(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
