package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"respine/claim"
	"respine/scored"
	"respine/study"
	"respine/table"
)

// claimsStep judges the claims of the manifest by the tables of the study. It is
// the first step that sees arms.
var claimsStep = Step{Name: "claims", Version: 2, Bytes: 256 << 20, Do: doClaims}

type claimsParams struct {
	Manifest string        `json:"manifest"` // the design: arms, animals, sessions, claims
	Given    []tableSource `json:"given"`    // the tables a lab brought, in their order
	Seed     uint64        `json:"seed"`
}

// claimsWork judges tables.
func (s Study) claimsWork(tables *Work) *Work {
	p := claimsParams{Manifest: s.design(), Seed: uint64(s.Measure.Seed)}
	for _, v := range tables.Params.(tablesParams).Sources {
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
	if s.Claims.Preset == "" {
		return table.WriteFiles(j.Dir, claim.Tables(nil)...)
	}
	set, err := claim.Preset(s.Claims.Preset)
	if err != nil {
		return err
	}
	data, err := scoredTables(s, j.Inputs[0].Path, p.Given)
	if err != nil {
		return err
	}
	j.Say("judging %d claims", len(set.Claims))
	return table.WriteFiles(j.Dir, claim.Tables(claim.Judge(set.WithPaper(s.Claims.Paper), data, claim.Params{Seed: p.Seed}))...)
}

// scoredTables reads what was measured and what was given.
func scoredTables(s study.Study, dir string, given []tableSource) (*scored.Set, error) {
	set := scored.New(s)
	for _, name := range []string{"observations", "branches", "errors"} {
		file := filepath.Join(dir, name+".parquet")
		if _, err := os.Stat(file); err != nil {
			continue // nothing was measured
		}
		if err := set.AddFile(file, name, ""); err != nil {
			return nil, err
		}
	}
	for i, g := range given {
		if err := set.AddFile(filepath.Join(dir, g.givenPath(i+1)), g.Name, study.SessionKind(g.Kind)); err != nil {
			return nil, fmt.Errorf("table %s of the manifest: %w", g.Name, err)
		}
	}
	return set, nil
}
