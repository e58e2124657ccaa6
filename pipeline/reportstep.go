package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"respine/plot"
	"respine/report"
	"respine/study"
	"respine/table"
)

// reportStep writes the page of the study, and its figures as SVG and PDF.
var reportStep = Step{Name: "report", Version: 8, Bytes: 256 << 20, Do: doReport}

type reportParams struct {
	Manifest   string           `json:"manifest"`
	Masked     bool             `json:"masked,omitempty"`
	Program    []report.Fact    `json:"program"` // who wrote it
	Parameters []report.Fact    `json:"parameters"`
	Sources    []tableSource    `json:"sources"` // of the results after the first two inputs
	Given      []tableSource    `json:"given"`
	Measured   []tableSource    `json:"measured"` // what steps measured
	Recorded   []report.FlowRow `json:"recorded"`
	Methods    []string         `json:"methods"`  // paragraphs on what was measured
	Declared   string           `json:"declared"` // where the claims come from
	Files      []report.File    `json:"files"`
}

// reportWork tells of a study: its tables, its claims, and the pictures of its
// fields.
func (s Study) reportWork(tables, claims *Work, by Declared, run Run, recordings []given, program []report.Fact) *Work {
	p := reportParams{Manifest: s.design(), Masked: s.Masked, Program: program, Parameters: s.parameters(by), Recorded: s.flow(recordings, run), Given: claims.Params.(claimsParams).Given}
	w := &Work{Step: reportStep.Name, Unit: "report", Inputs: []Input{s.resultOf(tables), s.resultOf(claims)}}
	for i := range run.Measured {
		piece := &run.Measured[i]
		if piece.Err == nil && piece.Work.tells() {
			p.Measured = append(p.Measured, piece.Work.whose)
		}
		if piece.Err == nil && piece.Work.tells() && drawn(piece.Work.whose.Step) {
			p.Sources = append(p.Sources, piece.Work.whose)
			w.Inputs = append(w.Inputs, s.resultOf(&piece.Work))
		}
	}
	for _, m := range modalities() {
		if n := m.animals(p.Measured); n > 0 {
			p.Methods = append(p.Methods, fmt.Sprintf("%s This is so of %d animals measured from recordings, and of no table scored otherwise.", m.method, n))
		}
	}
	for _, r := range recordings {
		for _, f := range r.Files {
			p.Files = append(p.Files, report.File{Name: f.Name, Bytes: f.Bytes, SHA256: f.Hash, Note: r.whose()})
		}
	}
	for _, in := range tables.Inputs {
		if in.of == nil {
			p.Files = append(p.Files, report.File{Name: in.Name, Bytes: in.Bytes, SHA256: in.Hash, Note: "scored table"})
		}
	}
	if s.Claims.File != "" {
		p.Files = append(p.Files, report.File{Name: s.Claims.File, Bytes: int64(len(by.Text)), SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte(by.Text))), Note: "declared claims"})
	}
	if s.Claims.Declared() {
		p.Declared = by.from(s.Claims)
	}
	w.Params = p
	return w
}

// drawn reports whether a step leaves pictures for the report.
func drawn(step string) bool {
	m := measuredBy(step)
	return m.overlays[step].most+m.strips[step].most > 0
}

// parameters are what was asked for, in words.
func (s Study) parameters(by Declared) []report.Fact {
	out := []report.Fact{
		{Name: "Shortest dendrite traced", Value: fmt.Sprintf("%g µm", s.Measure.MinBranchUm)},
		{Name: "Restored within, in tables of dynamics", Value: fmt.Sprintf("%g µm", s.Measure.RestoredUm)},
		{Name: "Seed of chance", Value: fmt.Sprint(s.Measure.Seed)},
	}
	if s.Claims.Declared() {
		out = append(out, report.Fact{Name: "Restored within, in claims", Value: fmt.Sprintf("%g µm", claimedUm)}, report.Fact{Name: "Claims", Value: by.from(s.Claims)})
	}
	return out
}

// flow counts recordings by arm and kind: those of the manifest, and those that
// were measured.
func (s Study) flow(recordings []given, run Run) []report.FlowRow {
	failed := func(r given, kind study.SessionKind) bool {
		return slices.ContainsFunc(run.Measured, func(p Piece) bool {
			w := p.Work.whose
			return p.Err != nil && w.Animal == r.Animal && w.Field == r.Field && (w.Session == r.Session || w.Session == "") &&
				measuredBy(w.Step).recorded == r.ModalityIn(kind)
		})
	}
	var out []report.FlowRow
	for _, arm := range s.Arms {
		animals := 0
		for _, a := range s.Animals {
			if a.Arm == arm.ID {
				animals++
			}
		}
		for _, kind := range study.SessionKinds() {
			row := report.FlowRow{Arm: arm.ID, Kind: string(kind), Animals: animals}
			for _, r := range recordings {
				a, _ := s.animal(r.Animal)
				if a.Arm != arm.ID || kindOf(s.Study, r.Recording) != kind {
					continue
				}
				row.Recorded++
				if r.Problem == "" && !failed(r, kind) {
					row.Usable++
				}
			}
			out = append(out, row)
		}
	}
	return out
}

func (s Study) animal(id string) (study.Animal, bool) {
	i := slices.IndexFunc(s.Animals, func(a study.Animal) bool { return a.ID == id })
	if i < 0 {
		return study.Animal{}, false
	}
	return s.Animals[i], true
}

func doReport(_ context.Context, j Job) error {
	var p reportParams
	if err := json.Unmarshal(j.Params, &p); err != nil {
		return err
	}
	s, problems := study.Parse([]byte(p.Manifest), "study.yaml")
	if err := problems.Err(); err != nil {
		return err
	}
	in := report.StudyInput{Title: s.Name, Lead: "Time zero: " + s.TimeZero.Event, Parameters: p.Parameters, Provenance: p.Program, Inputs: p.Files}
	in.Arms, in.Sessions = designOf(s)
	in.Moments = momentsOf(s)
	if p.Masked {
		in.Warnings = append(in.Warnings, "Animals are masked: they are named by codes, arms are not shown, and claims are not judged until somebody unblinds the study (respine unblind).")
	}
	for _, dir := range []string{j.Inputs[0].Path, j.Inputs[1].Path} {
		tables, err := tablesIn(dir)
		if err != nil {
			return err
		}
		in.Tables = append(in.Tables, tables...)
	}
	for _, t := range in.Tables {
		if t.Name == "notes" {
			in.Warnings = append(in.Warnings, t.Strings("note")...)
		}
	}
	in.Warnings = append(in.Warnings, warned(in.Tables)...)
	given, err := givenTables(j.Inputs[0].Path, p.Given)
	if err != nil {
		return err
	}
	in.Tables = append(in.Tables, given...)
	in.Scored = scoredBy(s, p.Measured, p.Given, given)
	in.Methods = methods(s, p, in.Scored)
	in.Flow = analysed(s, p.Recorded, in.Tables)
	if in.Overlays, in.Kymographs, err = fieldPictures(j.Inputs[2:], p.Sources); err != nil {
		return err
	}
	j.Say("writing")
	return writeReport(j.Dir, in)
}

// writeReport writes the page and its figures.
func writeReport(dir string, in report.StudyInput) error {
	var page bytes.Buffer
	if err := report.Study(&page, in); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "figures"), 0o755); err != nil {
		return err
	}
	for _, f := range in.Figures() {
		pdf, err := plot.PDF(f.Data)
		if err != nil {
			return err
		}
		path := filepath.Join(dir, "figures", f.Name)
		if err := errors.Join(os.WriteFile(path+".svg", f.Data, 0o644), os.WriteFile(path+".pdf", pdf, 0o644)); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "report.html"), page.Bytes(), 0o644)
}

// tablesIn reads every table of a result, by name.
func tablesIn(dir string) ([]*table.Table, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.parquet"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var out []*table.Table
	for _, f := range files {
		t, err := table.ReadFile(f)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// givenTables reads the tables a lab brought, for what is drawn of them.
func givenTables(dir string, all []tableSource) ([]*table.Table, error) {
	var out []*table.Table
	for i, g := range all {
		t, err := table.ReadFile(filepath.Join(dir, g.givenPath(i+1)))
		if err != nil {
			return nil, err
		}
		t.Name = strings.TrimSuffix(g.Name, filepath.Ext(g.Name))
		out = append(out, t)
	}
	return out, nil
}

// fieldPictures are the pictures that results leave for the report.
func fieldPictures(results []Source, whose []tableSource) (overlays, kymographs []report.Picture, err error) {
	for i, r := range results {
		name, m := unitName(whose[i].Animal, whose[i].Session, whose[i].Field), measuredBy(whose[i].Step)
		for _, p := range []struct {
			pictures
			to *[]report.Picture
		}{{m.overlays[whose[i].Step], &overlays}, {m.strips[whose[i].Step], &kymographs}} {
			files, err := filepath.Glob(filepath.Join(r.Path, p.pattern))
			if err != nil {
				return nil, nil, err
			}
			slices.Sort(files)
			for _, f := range files[:min(p.most, len(files))] {
				data, err := os.ReadFile(f)
				if err != nil {
					return nil, nil, err
				}
				*p.to = append(*p.to, report.Picture{Name: name, Caption: strings.TrimSuffix(filepath.Base(f), ".png"), Data: data, Kind: string(m.recorded)})
			}
		}
	}
	return overlays, kymographs, nil
}
