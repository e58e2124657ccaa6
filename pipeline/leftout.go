package pipeline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"respine/executor"
	"respine/study"
	"respine/table"
)

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

// leaveOutOthers leaves out weights whose rows say that they are of another animal than
// the manifest does. Weights that cannot be read are told by what measures them.
func (s Study) leaveOutOthers(all []given) error {
	code := func(name string) string { return name }
	if s.Masked {
		m, err := s.Store.Mask()
		if err != nil {
			return err
		}
		code = func(name string) string { return m.Codes([]string{name})[0] }
	}
	for i, r := range all {
		if r.Problem != "" || r.ModalityIn(kindOf(s.Study, r.Recording)) != study.Weights {
			continue
		}
		for _, f := range r.Files {
			names := namesIn(f.Path)
			if len(names) == 0 || slices.ContainsFunc(names, func(n string) bool { return code(n) == r.Animal }) {
				continue
			}
			all[i].Problem = fmt.Sprintf("%s: its rows are of animal %s\nhint: name the file of animal %s in the manifest; or mend the column animal, where its name is another one's or only spelt otherwise", f.Name, strings.Join(names, ", "), r.Animal)
			if s.Masked {
				all[i].Problem = f.Name + ": its rows are of another animal\nhint: somebody who is not blind should compare the manifest with the column animal of the file"
			}
			break
		}
	}
	return nil
}

// namesIn are the animals that a sheet of weights names, in order; none of a sheet
// that cannot be read.
func namesIn(path string) []string {
	weights, err := readWeights(path)
	if err != nil {
		return nil
	}
	var out []string
	for _, w := range weights {
		if w.Animal != "" && !slices.Contains(out, w.Animal) {
			out = append(out, w.Animal)
		}
	}
	return out
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
		case n == 0 || slices.ContainsFunc(modalities(), func(v modality) bool { return v.recorded == m }):
		case m == study.TableFile:
			out = append(out, LeftOut{fmt.Sprintf("%d recordings: table", n), "tables scored by hand are read where they are named under tables:"})
		default:
			out = append(out, LeftOut{fmt.Sprintf("%d recordings: %s", n, m), "this version does not measure them; what was scored of them otherwise is read where it is named under tables:"})
		}
	}
	return out
}

// leftOut lists recordings that cannot be used and work that failed.
func leftOut(recordings []given, pieces []Piece) []LeftOut {
	var out []LeftOut
	for _, r := range recordings {
		if r.Problem != "" {
			out = append(out, LeftOut{r.whose(), r.Problem})
		}
	}
	for _, p := range pieces {
		if p.Err != nil && p.State != string(executor.NotRun) { // what needed it is gone with it
			out = append(out, LeftOut{p.Work.Unit, p.Err.Error()})
		}
	}
	return out
}

// excluded lists recordings that were measured and are left out by a rule, and files of
// them that could not be measured.
func excluded(pieces []Piece) ([]LeftOut, error) {
	var out []LeftOut
	for _, p := range pieces {
		if p.Err != nil || !p.Work.tells() {
			continue
		}
		name := measuredBy(p.Work.Step).excludes
		if name == "" || !slices.Contains(joined(p.Work.Step), name) {
			continue
		}
		t, err := table.Read(p.Result.Dir, name, table.String("reason", ""))
		if err != nil {
			return nil, err
		}
		for i, why := range t.Strings("reason") {
			if t.Has("image") {
				k, err := strconv.Atoi(t.Strings("image")[i])
				if err != nil {
					return nil, fmt.Errorf("%s: %w", name, err)
				}
				why = p.Work.Inputs[k-1].Name + ": " + why
			}
			out = append(out, LeftOut{p.Work.Unit, why})
		}
	}
	return out, nil
}
