package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"respine/img"
	"respine/spine"
	"respine/study"
	"respine/table"
	"respine/timelapse"
	"respine/turnover"
)

// spineStacks are two-photon stacks of the same dendrites on several days.
var spineStacks = modality{
	recorded: study.Stack,
	steps:    []Step{spinesStep, dynamicsStep},
	plan:     Study.planSpines,
	joined: map[string][]string{
		spinesStep.Name:   {"sessions", "branches", "observations", "errors", "exclusions"},
		dynamicsStep.Name: {"dynamics", "density", "events", "survival", "restored", "restored_sweep"},
	},
	judged:   []string{"observations", "branches", "errors"},
	overlays: map[string]pictures{spinesStep.Name: {"overlay_s*.png", 1}},
	strips:   map[string]pictures{spinesStep.Name: {"branch_*.png", 2}},
	method:   "Dendrites were traced in the first stack of every field by a multi-scale ridge filter and found again in later stacks by rigid alignment of the field and piecewise alignment along each branch. A convolutional network gave, in every session, the evidence for a lateral protrusion at every place; presence was decided from all sessions together by a hidden Markov model. Stretches outside the volume, in shadow or not matching are neither present nor absent.",
}

// spinesStep follows the spines of one field of one animal over its days. Four
// sessions of 512 x 512 x 24 voxels took 140 MB in all; what grows with a stack is
// counted apart (bytesOf).
var spinesStep = Step{Name: "spines", Version: 2, Bytes: 256 << 20, Do: doSpines}

// spinesParams are the parameters of the step. Sessions are in the order of the
// stacks.
type spinesParams struct {
	Sessions    []spinesSession `json:"sessions"`
	VoxelUm     *img.Voxel      `json:"voxel_um,omitempty"`
	Channel     int             `json:"channel,omitempty"`
	MinBranchUm float64         `json:"min_branch_um"`
	Weights     string          `json:"weights"` // SHA-256 of those of the classifier
}

type spinesSession struct {
	ID  string  `json:"id"`
	Day float64 `json:"day"` // from time zero
}

// dynamicsStep turns presence into formation, elimination, survival and restored
// spines.
var dynamicsStep = Step{Name: "dynamics", Version: 1, Bytes: 64 << 20, Do: doDynamics}

type dynamicsParams struct {
	RestoredUm float64 `json:"restored_um"`
	Seed       uint64  `json:"seed"`
}

// planSpines makes work of every field: the stacks of one animal that name the same
// field, in the order of time.
func (s Study) planSpines(recordings []given, _ []*Work) []*Work {
	var out []*Work
	for _, a := range s.Animals {
		fields := map[string][]given{}
		var names []string
		for _, r := range recordings {
			if r.Animal != a.ID {
				continue
			}
			if fields[r.Field] == nil {
				names = append(names, r.Field)
			}
			fields[r.Field] = append(fields[r.Field], r)
		}
		for _, name := range names {
			w := s.spinesWork(a, name, fields[name])
			then := &Work{Step: dynamicsStep.Name, Unit: unitName(a.ID, name, "dynamics"), Params: dynamicsParams{s.Measure.RestoredUm, uint64(s.Measure.Seed)}, Inputs: []Input{s.resultOf(w)},
				whose: tableSource{Animal: a.ID, Field: name, Step: dynamicsStep.Name}}
			out = append(out, w, then)
		}
	}
	return out
}

func (s Study) spinesWork(a study.Animal, field string, stacks []given) *Work {
	slices.SortStableFunc(stacks, func(x, y given) int { return cmp.Compare(s.at(x), s.at(y)) })
	p := spinesParams{MinBranchUm: s.Measure.MinBranchUm, Weights: spine.WeightsSHA256(), Channel: stacks[0].Meta.Channel}
	if v := stacks[0].Meta.VoxelUm; v != [3]float64{} {
		p.VoxelUm = &img.Voxel{Z: v[0], Y: v[1], X: v[2]}
	}
	w := &Work{Step: spinesStep.Name, Unit: unitName(a.ID, field, "spines"), whose: tableSource{Animal: a.ID, Field: field, Step: spinesStep.Name}}
	for _, r := range stacks {
		for _, f := range r.Files {
			p.Sessions = append(p.Sessions, spinesSession{r.Session, float64(s.at(r) / study.Day)})
			f.Role = "stack"
			w.Inputs = append(w.Inputs, f)
		}
	}
	w.Params = p
	return w
}

// at returns when the session of a recording began.
func (s Study) at(r given) study.Hours { return s.atSession(r.Session) }

// atSession returns when a session began.
func (s Study) atSession(id string) study.Hours {
	i := slices.IndexFunc(s.Sessions, func(one study.Session) bool { return one.ID == id })
	return s.Sessions[i].At
}

// unitName is what a piece of work is called: its parts that are not empty.
func unitName(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " ")
}

// presenceName is the file of what stood where and when, for the steps that follow:
// tables round, and this does not.
const presenceName = "presence.json"

func doSpines(ctx context.Context, j Job) error {
	var p spinesParams
	if err := json.Unmarshal(j.Params, &p); err != nil {
		return err
	}
	stacks := make([]timelapse.Stack, len(j.Inputs))
	for i, in := range j.Inputs {
		stacks[i] = timelapse.Stack{Path: in.Path, Name: p.Sessions[i].ID, Day: p.Sessions[i].Day}
	}
	f, err := timelapse.Measure(ctx, stacks, timelapse.Params{VoxelUm: p.VoxelUm, Channel: p.Channel, MinBranchUm: p.MinBranchUm, Workers: j.Workers}, j.Say)
	if err != nil {
		return err
	}
	j.Say("writing")
	if err := table.WriteFiles(j.Dir, f.Result.Tables()...); err != nil {
		return err
	}
	return errors.Join(writeJSON(filepath.Join(j.Dir, presenceName), f.Result.Presence()), f.WriteRegions(j.Dir), f.WriteCenterlines(j.Dir), f.WritePictures(ctx, j.Dir, j.Workers))
}

func doDynamics(_ context.Context, j Job) error {
	var p dynamicsParams
	if err := json.Unmarshal(j.Params, &p); err != nil {
		return err
	}
	var presence turnover.Presence
	if err := readJSON(filepath.Join(j.Inputs[0].Path, presenceName), &presence); err != nil {
		return err
	}
	d, err := timelapse.Dynamics(presence, p.RestoredUm, p.Seed)
	if err != nil {
		return err
	}
	return table.WriteFiles(j.Dir, timelapse.DynamicsTables(d)...)
}

func writeJSON(path string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o666)
}

func readJSON(path string, v any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}
