package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"respine/claim"
	"respine/random"
	"respine/rater"
	"respine/scope"
	"respine/scored"
	"respine/study"
	"respine/table"
	"respine/twin"
)

// simulatedName is the folder of a demonstration in which everything lies that was
// simulated.
const simulatedName = "simulated"

// demoPlan is what is simulated of a study, and how it is looked at.
type demoPlan struct {
	demoCommand
	study    study.Study
	claims   claim.Set
	raw      []string // animals whose spines are measured from stacks
	filmed   []string // animals of which there are films: the first of raw in each arm
	sessions []string // of those stacks
}

// demoRater keeps the draws of the rater apart from those of the mice.
const demoRater = 0xde30

// plan takes of the preset's study the arms and sessions its claims are judged
// from. Animals with stacks are as many in each of the arms that claims about
// spines compare, since a program and a person do not err alike.
func (c demoCommand) plan() (demoPlan, error) {
	d := demoPlan{demoCommand: c, sessions: []string{"spines-baseline", "spines-stressed", "spines-24h", "spines-5d"}}
	perArm, stacks, arms := 8, 2, []string{"A", "B", "C"}
	if c.Size == "tiny" {
		perArm, stacks, arms, d.sessions = 3, 1, arms[2:], d.sessions[:2]
	}
	s, err := study.Preset(defaultPreset)
	if err != nil {
		return d, err
	}
	if d.claims, err = claim.Preset(s.Claims.Preset); err != nil {
		return d, err
	}
	needs := d.claims.Needs(s, d.claims.IDs())
	s = s.Keep(perArm)
	s.Arms = slices.DeleteFunc(s.Arms, func(a study.Arm) bool { return !slices.Contains(needs.Arms, a.ID) })
	s.Animals = slices.DeleteFunc(s.Animals, func(a study.Animal) bool { return !slices.Contains(needs.Arms, a.Arm) })
	needed := func(v study.Session) bool { return slices.Contains(needs.Sessions, v.ID) }
	suspended := slices.DeleteFunc(slices.Clone(s.Sessions), func(v study.Session) bool { return v.Kind != study.TailSuspension || !needed(v) })
	s.Sessions = slices.DeleteFunc(s.Sessions, func(v study.Session) bool {
		lit := v.Kind == study.Photometry && slices.ContainsFunc(suspended, func(t study.Session) bool { return t.At == v.At })
		return !lit && !needed(v)
	})
	s.Name, s.Simulation.Preset = "Simulated Moda-Sava 2019", c.Preset
	taken := map[string]int{}
	for _, a := range s.Animals {
		if taken[a.Arm]++; slices.Contains(arms, a.Arm) && taken[a.Arm] <= stacks {
			d.raw = append(d.raw, a.ID)
			if taken[a.Arm] == 1 {
				d.filmed = append(d.filmed, a.ID)
			}
		}
	}
	d.study = s
	return d, nil
}

// write simulates the study, unless it is there already, and writes its manifest.
func (d *demoPlan) write(e *env, p twin.Params) error {
	say := e.progress()
	defer say("")
	folder, manifest := filepath.Join(d.Out, simulatedName), filepath.Join(d.Out, manifestName)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(manifest); err == nil {
			return usage(d.Out+" holds a study already", "name a new folder with --out")
		}
	}
	earlier, complete, err := readState(folder, demoName)
	if err != nil {
		return err
	}
	program, err := programHash()
	if err != nil {
		return err
	}
	if k := key([]any{program, d.study, p, d.Seed, d.Size}); !complete || earlier.Key != k {
		say("living %d animals, with stacks of %d", len(d.study.Animals), len(d.raw))
		if err := d.simulate(e, folder, p, state{Made: demoName, Key: k}); err != nil {
			return err
		}
	}
	text, err := os.ReadFile(filepath.Join(folder, manifestName))
	if err != nil {
		return err
	}
	s, problems := study.Parse(text, manifest)
	if err := problems.Err(); err != nil {
		return err
	}
	d.study = s
	return copyTo(manifest, filepath.Join(folder, manifestName))
}

// simulate writes everything into a folder that appears whole or not at all.
func (d demoPlan) simulate(e *env, out string, p twin.Params, note state) error {
	f, err := newFolder(out)
	if err != nil {
		return err
	}
	defer f.discard()
	s := d.study
	seen, truth := make([][]*table.Table, len(s.Animals)), make([][]*table.Table, len(s.Animals))
	recordings := make([][]study.Recording, len(s.Animals))
	err = scope.SimulateStudy(e.ctx, s, p, d.Seed, d.Workers, func(i int, m scope.StudyMouse) error {
		key := random.New(d.Seed, demoRater)
		seen[i], truth[i] = rater.Tables(m, rater.Realistic(), key), rater.Tables(m, rater.Errors{}, key)
		raw := d.demoScope(m.Animal.ID)
		var err error
		if recordings[i], err = m.WriteRaw(e.ctx, f.Work, raw); err != nil {
			return err
		}
		seen[i] = d.notScored(seen[i], m.Animal.ID)
		if truth[i], err = d.instead(truth[i], m.Animal.ID, f.path("truth/recordings")); err != nil {
			return err
		}
		if slices.Contains(d.raw, m.Animal.ID) {
			seen[i], truth[i] = without(seen[i]), d.shown(truth[i], m.Imaged[:min(raw.Branches, len(m.Imaged))])
		}
		return nil
	})
	if err != nil {
		return err
	}
	scored := scope.JoinTables(seen)
	if err := errors.Join(table.WriteFiles(f.path("tables"), scored...), table.WriteFiles(f.path("truth/scored"), scope.JoinTables(truth)...)); err != nil {
		return err
	}
	for _, r := range slices.Concat(recordings...) {
		for i, file := range r.Files {
			r.Files[i] = path.Join(simulatedName, file)
		}
		s.Recordings = append(s.Recordings, r)
	}
	s.Tables = demoTables(path.Join(simulatedName, "tables"), scored)
	if err := errors.Join(writeStudy(f.path(manifestName), s), e.ctx.Err()); err != nil {
		return err
	}
	if d.besideNull() {
		if err := d.simulateNull(e.ctx, f.path(nullName)); err != nil {
			return err
		}
	}
	return f.commit(note)
}

// demoTables are the tables in a folder as the manifest lists them, by kind of session:
// those of which a person scored something.
func demoTables(folder string, all []*table.Table) []study.Table {
	var out []study.Table
	for _, kind := range study.SessionKinds() {
		one := study.Table{Kind: kind, Rater: "simulated"}
		for _, t := range all {
			if rater.KindOf(t.Name) == kind && t.Len() > 0 {
				one.Files = append(one.Files, path.Join(folder, t.Name+".csv"))
			}
		}
		if one.Files != nil {
			out = append(out, one)
		}
	}
	return out
}

// spineTables are those in whose place stacks are measured.
var spineTables = []string{"observations", "branches", "errors"}

// without leaves out what a person would have scored of spines.
func without(all []*table.Table) []*table.Table {
	out := slices.Clone(all)
	for i, t := range out {
		if slices.Contains(spineTables, t.Name) {
			out[i] = t.Filter(func(int) bool { return false })
		}
	}
	return out
}

// shown leaves of the truth about spines what stacks show: some branches, in some
// sessions.
func (d demoPlan) shown(all []*table.Table, branches []int) []*table.Table {
	out := slices.Clone(all)
	for i, t := range out {
		if t.Name != "observations" && t.Name != "branches" {
			continue
		}
		id := t.Ints("branch_id")
		out[i] = t.Filter(func(r int) bool {
			return slices.Contains(branches, int(id[r])) && (!t.Has("session") || slices.Contains(d.sessions, t.Strings("session")[r]))
		})
	}
	return out
}

// scoredIn is a set of the tables in a folder.
func scoredIn(s study.Study, folder string) (*scored.Set, error) {
	set := scored.New(s)
	files, err := filepath.Glob(filepath.Join(folder, "*.parquet"))
	if err != nil || files == nil {
		return nil, fmt.Errorf("no tables in %s: %w", folder, err)
	}
	slices.Sort(files)
	for _, f := range files {
		if err := set.AddFile(f, filepath.Base(f), ""); err != nil {
			return nil, err
		}
	}
	return set, nil
}
