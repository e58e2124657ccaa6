package main

import (
	"math"
	"slices"
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
	if n := d.claims.Needs(d.study, slices.DeleteFunc(d.claims.IDs(), func(id string) bool { return id == "C6" || id == "C7" })); len(n.Missing) > 0 {
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
	got := deviations(seen, truth, []string{"r"})
	if len(got) != 2 || got[0].from != "stacks" || got[1].from != "tables" {
		t.Fatalf("%+v", got)
	}
	d := got[1]
	if d.n != 2 || math.Abs(d.mean-0.3) > 1e-12 || math.Abs(d.bias-0.05) > 1e-12 || math.Abs(d.rms-math.Sqrt(0.005)) > 1e-12 || math.Abs(d.spread-math.Sqrt(0.02)) > 1e-12 {
		t.Errorf("%+v", d)
	}
}

func TestContraryVerdicts(t *testing.T) {
	for _, c := range []struct {
		verdict, truth claim.Verdict
		want           bool
	}{
		{claim.Supported, claim.Supported, false}, {claim.Undetermined, claim.Supported, false}, {claim.NotTestable, claim.Refuted, false},
		{claim.Supported, claim.Undetermined, true}, {claim.Refuted, claim.Supported, true},
	} {
		if got := wrong(c.verdict, c.truth); got != c.want {
			t.Errorf("%s where the truth gives %s: %v", c.verdict, c.truth, got)
		}
	}
}
