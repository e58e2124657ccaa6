package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"respine/claim"
	"respine/scored"
	"respine/study"
	"respine/table"
)

// claimsStep judges the claims of the manifest by the tables of the study. It is
// the first step that sees arms.
var claimsStep = Step{Name: "claims", Version: 5, Bytes: 256 << 20, Do: doClaims}

type claimsParams struct {
	Manifest string        `json:"manifest"`         // the design: arms, animals, sessions, claims
	Claims   string        `json:"claims,omitempty"` // what their file says, or the preset
	Given    []tableSource `json:"given"`            // the tables a lab brought, in their order
	Settled  []settled     `json:"settled"`          // what was measured in their place
	Seed     uint64        `json:"seed"`
}

// claimsWork judges tables by the claims.
func (s Study) claimsWork(tables *Work, by Declared) *Work {
	p := claimsParams{Manifest: s.design(), Claims: by.Text, Seed: uint64(s.Measure.Seed)}
	sources := tables.Params.(tablesParams).Sources
	p.Settled = settle(sources)
	for _, v := range sources {
		if v.Step == "" {
			p.Given = append(p.Given, v)
		}
	}
	return &Work{Step: claimsStep.Name, Unit: "claims", Params: p, Inputs: []Input{s.resultOf(tables)}}
}

// design is the manifest but for what has become tables by now.
func (s Study) design() string {
	d := s.Study
	d.Recordings, d.Tables, d.Measure, d.Simulation, d.Blinding = nil, nil, study.Measure{}, study.Simulation{}, ""
	var b bytes.Buffer
	if err := study.Write(&b, d); err != nil {
		panic("pipeline: " + err.Error()) // a buffer takes all
	}
	return b.String()
}

func doClaims(_ context.Context, j Job) error {
	var p claimsParams
	if err := json.Unmarshal(j.Params, &p); err != nil {
		return err
	}
	s, problems := study.Parse([]byte(p.Manifest), "study.yaml")
	if err := problems.Err(); err != nil {
		return err
	}
	if !s.Claims.Declared() {
		return table.WriteFiles(j.Dir, append(claim.Tables(nil), notesTable(nil))...)
	}
	by, err := declared(s.Claims, p.Claims, s.Claims.File)
	if err != nil {
		return err
	}
	data, err := scoredTables(s, j.Inputs[0].Path, p)
	if err != nil {
		return errors.New(p.names(j.Inputs[0].Path).in(err.Error()))
	}
	j.Say("judging %d claims", len(by.Set.Claims))
	tables := claim.Tables(claim.Judge(by.Set, data, claim.Params{Seed: p.Seed}))
	notes := data.Branches() // of what was given, the run has told before it measured
	for _, n := range data.Notes() {
		notes = append(notes, p.names(j.Inputs[0].Path).in(n))
	}
	return table.WriteFiles(j.Dir, append(tables, notesTable(notes))...)
}

// names has messages call given files as the manifest does, and other tables by
// their name, wherever the tables lie.
func (p claimsParams) names(dir string) renamed {
	var out renamed
	for i, g := range p.Given {
		out = append(out, rename{filepath.Join(dir, g.givenPath(i+1)), g.As})
	}
	return append(out, rename{dir + string(filepath.Separator), ""})
}

// notesTable holds what looks wrong in tables, or was passed over.
func notesTable(all []string) *table.Table {
	t := table.New("notes", table.String("note", ""))
	for _, v := range all {
		t.Append(v)
	}
	return t
}

// scoredTables reads what was measured, and what was given of the rest.
func scoredTables(s study.Study, dir string, p claimsParams) (*scored.Set, error) {
	set := scored.New(s)
	for _, m := range modalities() {
		for _, name := range m.judged {
			file := filepath.Join(dir, name+".parquet")
			if _, err := os.Stat(file); err != nil {
				continue // nothing was measured
			}
			if err := set.AddFile(file, name, ""); err != nil {
				return nil, err
			}
		}
	}
	for _, v := range p.Settled {
		set.Settle(v.Tables, v.Animal, v.Session)
	}
	for i, g := range p.Given {
		if err := set.AddFile(filepath.Join(dir, g.givenPath(i+1)), g.Name, study.SessionKind(g.Kind)); err != nil {
			return nil, err
		}
	}
	return set, nil
}
