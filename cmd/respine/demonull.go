package main

import (
	"context"
	"errors"
	"path/filepath"

	"respine/claim"
	"respine/random"
	"respine/rater"
	"respine/scope"
	"respine/table"
	"respine/twin"
)

// nullPreset is the twin in which nothing of what the study says of places, drug and
// light is so.
const nullPreset = "null"

// nullName is the folder of the same study under the null, beside its truth.
const nullName = "null"

// besideNull reports whether a null study stands beside that of the demonstration: beside
// itself it would say nothing.
func (c demoCommand) besideNull() bool { return c.Preset != nullPreset }

// simulateNull lives the same animals, arms and sessions under the null, and writes
// what the rater who errs and the one who does not would have scored of all of them:
// no recordings, so that what it tells of is the judgement. Dir/null is a study that
// respine run takes.
func (d demoPlan) simulateNull(ctx context.Context, dir string) error {
	preset, err := twin.PresetNamed(nullPreset)
	if err != nil {
		return err
	}
	s := d.study
	s.Name, s.Simulation.Preset = s.Name+", under the null", nullPreset
	seen, truth := make([][]*table.Table, len(s.Animals)), make([][]*table.Table, len(s.Animals))
	key := random.New(d.Seed, demoRater)
	err = scope.SimulateStudy(ctx, s, d.cortex(preset.Params), d.Seed, d.Workers, func(i int, m scope.StudyMouse) error {
		seen[i], truth[i] = rater.Tables(m, rater.Realistic(), key), rater.Tables(m, rater.Errors{}, key)
		return nil
	})
	if err != nil {
		return err
	}
	all := scope.JoinTables(seen)
	s.Tables = demoTables("tables", all)
	return errors.Join(
		table.WriteFiles(filepath.Join(dir, "tables"), all...),
		table.WriteFiles(filepath.Join(dir, "truth"), scope.JoinTables(truth)...),
		writeStudy(filepath.Join(dir, manifestName), s))
}

// judged are the verdicts on the study from what is true of it, and on the null study,
// from what was scored and from what is true; the latter two nil where there is no null.
func (d demoPlan) judged() (truth, null, nullTruth []claim.Finding, err error) {
	folders := []string{"truth/scored"}
	if d.besideNull() {
		folders = append(folders, "null/tables", "null/truth")
	}
	var found [3][]claim.Finding
	for i, folder := range folders {
		set, err := scoredIn(d.study, filepath.Join(d.Out, simulatedName, filepath.FromSlash(folder)))
		if err != nil {
			return nil, nil, nil, err
		}
		found[i] = claim.Judge(d.claims, set, claim.Params{Seed: uint64(d.study.Measure.Settled().Seed)})
	}
	return found[0], found[1], found[2], nil
}

// null prints what was supported under the null, and what of that is so in it.
func (p *printer) null(seen, truth []claim.Finding) {
	if seen == nil {
		return
	}
	var right, wrong []string
	for i, f := range seen {
		switch {
		case f.Verdict == claim.Supported && truth[i].Verdict == claim.Supported:
			right = append(right, f.Claim.ID)
		case f.Verdict == claim.Supported:
			wrong = append(wrong, f.Claim.ID)
		}
	}
	p.line("\nunder the null: the same animals, arms and sessions, scored from tables throughout, where spines come and go by\nchance and neither drug nor light does anything; stress takes spines and the liking of sucrose in it as well.\n")
	p.line("supported, and by the null's own truth: %s\n", orNone(right))
	p.line("supported, but not by its truth: %s\n", orNone(wrong))
}
