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
	return out, nil
}

// look resolves the files of one recording.
func (s Study) look(r study.Recording) (given, error) {
	out := given{Recording: r}
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

// leaveOutTwins leaves out recordings of the same content, all of them: whose it is
// cannot be known.
func leaveOutTwins(all []given) {
	type content struct {
		hash           string
		channel, place int
	}
	first := map[content]int{}
	blame := func(i, other int, file string) {
		if all[i].Problem == "" {
			all[i].Problem = fmt.Sprintf("%s has the same content as a file of %s; whose it is cannot be known", file, all[other].whose())
		}
	}
	for i, r := range all {
		for _, f := range r.Files {
			c := content{f.Hash, r.Meta.Channel, r.Meta.Place}
			j, twice := first[c]
			if !twice {
				first[c] = i
				continue
			}
			blame(i, j, f.Name)
			k := slices.IndexFunc(all[j].Files, func(in Input) bool { return in.Hash == f.Hash })
			blame(j, i, all[j].Files[k].Name)
		}
	}
}

// leaveOutUnlike leaves out stacks that the manifest describes otherwise than the
// first of their field: one field is measured with one channel and one voxel size.
func (s Study) leaveOutUnlike(all []given) {
	type field struct{ animal, name string }
	first := map[field]int{}
	stack := func(r given) bool {
		return r.Problem == "" && r.ModalityIn(kindOf(s.Study, r.Recording)) == study.Stack
	}
	for i, r := range all {
		f := field{r.Animal, r.Field}
		if j, known := first[f]; stack(r) && (!known || s.at(r) < s.at(all[j])) {
			first[f] = i
		}
	}
	for i, r := range all {
		if !stack(r) {
			continue
		}
		switch one := all[first[field{r.Animal, r.Field}]]; {
		case r.Meta.Channel != one.Meta.Channel:
			all[i].Problem = fmt.Sprintf("channel: %d in the manifest, and %d for session %s of the same field", r.Meta.Channel, one.Meta.Channel, one.Session)
		case r.Meta.VoxelUm != one.Meta.VoxelUm:
			all[i].Problem = fmt.Sprintf("voxel_um: %v in the manifest, and %v for session %s of the same field", r.Meta.VoxelUm, one.Meta.VoxelUm, one.Session)
		}
	}
}

// notMeasured lists what is recorded and not measured by this version.
func (s Study) notMeasured(recordings []given) []LeftOut {
	var out []LeftOut
	for _, m := range study.Modalities() {
		n := 0
		for _, r := range recordings {
			if r.ModalityIn(kindOf(s.Study, r.Recording)) == m {
				n++
			}
		}
		switch {
		case n == 0 || m == study.Stack:
		case m == study.TableFile:
			out = append(out, LeftOut{fmt.Sprintf("%d recordings: table", n), "tables scored by hand are read where they are named under tables:"})
		default:
			out = append(out, LeftOut{fmt.Sprintf("%d recordings: %s", n, m), "this version measures stacks; what was scored otherwise is read where it is named under tables:"})
		}
	}
	return out
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
