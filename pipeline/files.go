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

// given is a recording of the manifest with its files.
type given struct {
	study.Recording
	Files   []Input
	Problem string // why it cannot be used, "" if it can
}

func (g given) whose() string {
	return fmt.Sprintf("animal %s, session %s", g.Animal, g.Session)
}

// collect resolves the files of every recording from the folder of the manifest and
// takes their fingerprints. A recording whose files are not there, or have the
// content of another's, comes back with its problem.
func (s Study) collect(say func(string, ...any)) ([]given, error) {
	out := make([]given, len(s.Recordings))
	for i, r := range s.Recordings {
		say("looking at recording %d of %d", i+1, len(s.Recordings))
		var err error
		if out[i], err = s.look(r); err != nil {
			return nil, err
		}
	}
	leaveOutTwins(out)
	s.leaveOutUnlike(out)
	return out, s.leaveOutOthers(out)
}

// look resolves the files of one recording.
func (s Study) look(r study.Recording) (given, error) {
	out := given{Recording: r, Problem: placed(r)}
	if out.Problem != "" {
		return out, nil
	}
	files, err := resolve(s.Dir, r.Files)
	if err != nil {
		if out.Problem = err.Error(); s.Masked {
			out.Problem = "a file is not there, or its name no pattern\nhint: respine check names it"
		}
		return out, nil
	}
	for i, f := range files {
		in := Input{Source: Source{Path: from(s.Dir, f), Name: filepath.ToSlash(f)}}
		if s.Masked {
			in.Name = maskedName(r, i, f)
		}
		in.Hash, err = s.Store.Fingerprint(in.Path)
		switch {
		case errors.Is(err, store.ErrStore):
			return out, err
		case errors.Is(err, store.ErrChanged):
			out.Problem = in.Name + ": " + store.ErrChanged.Error()
			return out, nil
		case err != nil:
			out.Problem = fmt.Sprintf("%s: %v", in.Name, reason(err))
			return out, nil
		}
		in.Bytes = sizeOf(in.Path)
		out.Files = append(out.Files, in)
	}
	if r.ModalityIn(kindOf(s.Study, r)) == study.Stack && len(files) > 1 {
		out.Problem = fmt.Sprintf("%d files, where a stack is one file or one folder of slices", len(files))
	}
	return out, nil
}

// placed says that a recording is one of several animals in a film, of which a run
// measures none, "" if it is not.
func placed(r study.Recording) string {
	if r.Meta.Place == 0 {
		return ""
	}
	return fmt.Sprintf("place: %d, of several animals in a film: only films of one are measured here\nhint: score it by respine tst, which takes several, and name its bouts.csv under tables:, as {kind: tail-suspension, files: bouts.csv}; or take place: out, where the film shows one", r.Meta.Place)
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

// from returns where a path of the manifest leads from its folder.
func from(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// resolve returns the files that paths and patterns stand for, in order, relative to
// dir unless they are not.
func resolve(dir string, patterns []string) ([]string, error) {
	var out []string
	for _, p := range patterns {
		p = filepath.FromSlash(p)
		if _, err := os.Stat(from(dir, p)); err == nil {
			out = append(out, p)
			continue
		}
		found, err := filepath.Glob(from(dir, p))
		if err != nil {
			return nil, fmt.Errorf("%s is no pattern of files: %w", filepath.ToSlash(p), err)
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: no such file", filepath.ToSlash(p))
		}
		slices.Sort(found)
		if filepath.IsAbs(p) {
			out = append(out, found...)
			continue
		}
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
