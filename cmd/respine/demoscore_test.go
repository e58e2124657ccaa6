package main

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"respine/claim"
	"respine/table"
)

// TestDemoPlan: animals with stacks are as many in every arm compared, and every
// claim has the arms and sessions it needs, but for restraint, which the design
// does not have.
func TestDemoPlan(t *testing.T) {
	d, err := demoCommand{Size: "small"}.plan()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.raw, []string{"A1", "A2", "B1", "B2", "C1", "C2"}) || len(d.study.Animals) != 56 || d.study.Check().Err() != nil {
		t.Errorf("%v of %d animals, %v", d.raw, len(d.study.Animals), d.study.Check())
	}
	if n := d.claims.Needs(d.study, slices.DeleteFunc(d.claims.IDs(), func(id string) bool { return id == "C6" })); len(n.Missing) > 0 {
		t.Errorf("missing %v", n.Missing)
	}
	for i, id := range d.sessions {
		if got, want := d.spineSession(id), []int{0, 1, 5, 7}[i]; got != want {
			t.Errorf("%s is session %d of spines, want %d", id, got, want)
		}
	}
}

func valuesTable(rows ...[4]any) *table.Table {
	t := table.New("values", table.String("part", ""), table.String("measure", ""), table.String("reading", ""), table.String("group", ""), table.String("animal", ""), table.Float("value", ""))
	for _, r := range rows {
		t.Append(r[0], r[1], "as scored", "g", r[2], r[3])
	}
	return t
}

// TestDeviations: counted by hand; a number two claims use counts once, and what
// the truth does not have is not compared.
func TestDeviations(t *testing.T) {
	truth := valuesTable([4]any{"C4", "elimination", "a", 0.2}, [4]any{"C4", "elimination", "b", 0.4}, [4]any{"C6", "elimination", "b", 0.4}, [4]any{"C4", "elimination", "r", 0.1})
	seen := valuesTable([4]any{"C4", "elimination", "a", 0.3}, [4]any{"C4", "elimination", "b", 0.4}, [4]any{"C6", "elimination", "b", 0.4}, [4]any{"C4", "elimination", "r", 0.3}, [4]any{"C4", "elimination", "x", 1.})
	got := deviations(seen, truth, demoPlan{raw: []string{"r"}}.from)
	if len(got) != 2 || got[0].from != "stacks" || got[1].from != "tables" {
		t.Fatalf("%+v", got)
	}
	d := got[1]
	if d.n != 2 || math.Abs(d.mean-0.3) > 1e-12 || math.Abs(d.bias-0.05) > 1e-12 || math.Abs(d.rms-math.Sqrt(0.005)) > 1e-12 || math.Abs(d.spread-math.Sqrt(0.02)) > 1e-12 {
		t.Errorf("%+v", d)
	}
}

// TestVerdictsBesideTheTruth: what is said against the truth, and what is said
// where the truth says nothing, is marked and told; not knowing is neither.
func TestVerdictsBesideTheTruth(t *testing.T) {
	d := demoPlan{demoCommand: demoCommand{Out: t.TempDir()}}
	v := table.New("verdicts", table.String("claim", ""), table.String("verdict", ""), table.String("because", ""), table.String("statement", ""))
	var truth []claim.Finding
	for _, c := range []struct {
		id            string
		verdict, true claim.Verdict
	}{
		{"C1", claim.Supported, claim.Supported}, {"C2", claim.Undetermined, claim.Supported}, {"C3", claim.Supported, claim.Undetermined}, {"C4", claim.Refuted, claim.Supported},
	} {
		v.Append(c.id, string(c.verdict), "why", "so")
		truth = append(truth, claim.Finding{Claim: claim.Claim{ID: c.id}, Verdict: c.true})
	}
	if err := table.WriteFiles(filepath.Join(d.Out, resultsName), v); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	null := []claim.Finding{{Claim: claim.Claim{ID: "C2"}, Verdict: claim.Undetermined}, {Claim: claim.Claim{ID: "C4"}, Verdict: claim.Supported}, {Claim: claim.Claim{ID: "C3"}, Verdict: claim.Supported}}
	if err := d.verdicts(&printer{w: &text}, truth, null); err != nil {
		t.Fatal(err)
	}
	nullTruth := slices.Clone(null)
	nullTruth[2].Verdict = claim.Undetermined
	(&printer{w: &text}).null(null, nullTruth)
	for _, want := range []string{"1 verdicts of 4 are the same", "C2 is undetermined: why", "! contrary to what the truth gives: C4\n", "does not decide: C3\n", "C4     refuted !        supported        supported ", "C1     supported        supported        –  ", "own truth: C4\n", "not by its truth: C3\n"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in\n%s", want, &text)
		}
	}
}
