package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"respine/claim"
	"respine/pipeline"
	"respine/scored"
	"respine/spelling"
	"respine/study"
	"respine/table"
)

type judgeCommand struct {
	Study      string   `arg:"" name:"STUDY" help:"Folder with study.yaml and the scored tables."`
	Claims     string   `placeholder:"FILE" help:"Your own claims.yaml, in place of the claims the manifest declares."`
	Claim      []string `placeholder:"ID" help:"Judge these claims alone."`
	JSON       bool     `name:"json" help:"One JSON object a claim and line."`
	Out        string   `placeholder:"DIR" help:"Write tables verdicts and estimates there, as CSV and Parquet."`
	Miss       *float64 `placeholder:"SHARE" help:"Share of present spines that scoring misses, in place of table errors."`
	FalsePerUm *float64 `placeholder:"N" help:"False spines per um of dendrite that scoring adds, in place of table errors."`
	Seed       uint64   `default:"1" placeholder:"N" help:"Seed of permutations (${default})."`
}

// judgeName is the command as users type it.
const judgeName = "judge"

func (judgeCommand) Help() string {
	return `Judges every declared claim by scored tables alone, those of respine, of another program or scored by hand: the files the manifest names under tables:, else those in STUDY/tables, else in STUDY/truth of a simulated study. docs/tables.md tells their columns, docs/claims.md the verdicts. What is missing makes a claim not testable; it is no error. What respine run measured of recordings is judged in STUDY/results, not here. A study with blinding: masked is not judged until respine unblind.

Example:

  respine judge mystudy --out verdicts`
}

func (c judgeCommand) Run(e *env) error {
	if (c.Miss == nil) != (c.FalsePerUm == nil) {
		return usage("--miss and --false-per-um go together", "say both, as in --miss 0.05 --false-per-um 0.01")
	}
	if c.Miss != nil && !(*c.Miss >= 0 && *c.Miss < 1 && *c.FalsePerUm >= 0) {
		return usage("--miss is a share from 0 to below 1, --false-per-um is not negative", "")
	}
	s, dir, _, err := readStudy(c.Study)
	if err != nil {
		return err
	}
	if masked, err := pipeline.Masked(s, dir); err != nil {
		return err
	} else if masked {
		tellMasked(e, c.Study)
		return nil
	}
	if len(s.Recordings) > 0 {
		tellScoredOnly(e, c.Study, dir)
	}
	data, notes, err := scored.Read(c.Study)
	if errors.As(err, new(*scored.ManifestError)) {
		return usage(err.Error(), "")
	}
	for _, n := range notes {
		fmt.Fprintln(e.stderr, "respine: "+n)
	}
	if err != nil {
		return err
	}
	if c.Miss != nil {
		data.SetErrors(*c.Miss, *c.FalsePerUm)
	}
	set, err := c.declared(s, dir)
	if err != nil {
		return err
	}
	if err := knownClaims(set, c.Claim); err != nil {
		return err
	}
	found := claim.Judge(set, data, claim.Params{Seed: c.Seed, Only: c.Claim})
	if c.Out != "" {
		if err := c.write(found, set, data); err != nil {
			return err
		}
	}
	if c.JSON {
		for _, f := range found {
			if err := writeLine(e.stdout, claimLine(f)); err != nil {
				return err
			}
		}
		return nil
	}
	return writeVerdicts(e.stdout, found)
}

// tellScoredOnly says where claims are judged by what was measured of recordings.
func tellScoredOnly(e *env, path, dir string) {
	found := filepath.Join(dir, resultsName, "verdicts.csv")
	if _, err := os.Stat(found); err != nil {
		fmt.Fprintf(e.stderr, "respine: judge reads scored tables only, not the recordings of the manifest\nhint: respine run %s measures and judges those\n", path)
		return
	}
	fmt.Fprintf(e.stderr, "respine: judge reads scored tables only; what respine run measured is judged in %s\n", filepath.ToSlash(found))
}

// declared reads the claims: of --claims, or those the manifest declares.
func (c judgeCommand) declared(s study.Study, dir string) (claim.Set, error) {
	if c.Claims == "" {
		return manifestClaims(s, dir)
	}
	return readClaims(c.Claims)
}

// manifestClaims are the claims a manifest declares, with what it says of the
// paper; without any, those of the default preset.
func manifestClaims(s study.Study, dir string) (claim.Set, error) {
	if !s.Claims.Declared() {
		s.Claims.Preset = defaultPreset
	}
	d, err := pipeline.Claims(s, dir)
	if err != nil {
		return claim.Set{}, usage(err.Error(), "")
	}
	return d.Set, nil
}

// knownClaims looks for claims that were not declared.
func knownClaims(set claim.Set, ids []string) error {
	for _, id := range ids {
		if _, ok := set.Claim(id); !ok {
			return usage(fmt.Sprintf("no claim is called %q", id), spelling.Suggest(id, set.IDs()))
		}
	}
	return nil
}

// readClaims reads a declaration from a file.
func readClaims(file string) (claim.Set, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return claim.Set{}, usage(fmt.Sprintf("%s: %v", file, unwrapPath(err)), "--claims names a file of declared claims; docs/claims.md shows one")
	}
	set, problems := claim.Parse(text, file)
	if err := problems.Err(); err != nil {
		return set, usage(problems.String(), "")
	}
	return set, nil
}

// write writes the tables of a judgement, whole or not at all.
func (c judgeCommand) write(found []claim.Finding, set claim.Set, data *scored.Set) error {
	if _, _, err := readState(c.Out, judgeName); err != nil {
		return err
	}
	f, err := newFolder(c.Out)
	if err != nil {
		return err
	}
	defer f.discard()
	if err := table.WriteFiles(f.Work, claim.Tables(found)...); err != nil {
		return err
	}
	return f.commit(state{Made: judgeName, Key: key([]any{set, data.Study, c.Seed, c.Claim})})
}

// animalsOf are the animals of the groups of a finding's main estimate, as 8 v 8.
func animalsOf(f claim.Finding) string {
	r, ok := f.Main()
	if !ok || f.Compound() && f.Verdict != claim.NotTestable {
		return "" // each part says its own
	}
	return sizesOf(r.Estimates[0])
}

// sizesOf are the animals of the groups of an estimate.
func sizesOf(e claim.Estimate) string {
	var out []string
	for _, s := range e.Sizes {
		out = append(out, fmt.Sprint(s.Animals))
	}
	return strings.Join(out, " v ")
}
