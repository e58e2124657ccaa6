package spine

import (
	"math"
	"testing"

	"respine/dendrite"
	"respine/turnover"
)

// every table has a row for each thing it names, whatever is missing in it.
func TestTablesHaveARowForEverything(t *testing.T) {
	strip := drawn(10, 0)
	ok := make([]bool, strip.NS)
	ok[0], ok[1] = true, true
	s := site("b05-s000", 5, -1, 4, 1.2, 0.9, 0.2)
	s.Seen[0].State, s.Seen[1].State = turnover.Present, turnover.NotJudgeable
	s.Seen[1].Reason, s.Seen[1].PAlone = "not aligned", math.NaN()
	r := Result{
		Sessions: []Session{{Name: "a.tif", Day: 0, Aligned: true}, {Name: "b.tif", Day: 4}},
		Branches: []Branch{{ID: 5, LengthUm: 10.1, Days: []Day{{Strip: strip, Judgeable: ok}, {Reason: "not aligned"}}}},
		Sites:    []Site{s}, Errors: []ErrorRates{{Session: 0, Miss: 0.1}, {Session: 1, Miss: math.NaN(), Why: "not aligned"}},
		Exclusions: []Exclusion{{Session: 1, Branch: 5, ToUm: 10.1, Reason: "not aligned"}},
	}
	want := map[string]int{"sessions": 2, "branches": 2, "centerlines": (strip.NS + 4) / 5, "spines": 1, "observations": 2, "errors": 2, "exclusions": 1}
	for _, tb := range r.Tables() {
		if tb.Name == "observations" && (!tb.Bools("judgeable")[0] || tb.Bools("judgeable")[1] || !tb.Bools("present")[0] || tb.Bools("present")[1]) {
			t.Error("seen and judged where they were not")
		}
		if tb.Len() != want[tb.Name] {
			t.Errorf("%s has %d rows, want %d", tb.Name, tb.Len(), want[tb.Name])
		}
		delete(want, tb.Name)
	}
	if len(want) != 0 {
		t.Errorf("no table of %v", want)
	}
	about(t, "judgeable", r.Branches[0].Days[0].JudgeableUm(), 2*dendrite.StepUm, 1e-12)
	p := r.Presence()
	if len(p.Sites) != 1 || p.Sites[0].Spine != "b05-s000" || p.Sites[0].Side != -1 || p.Sites[0].Branch != 5 || p.Sites[0].PositionUm != 4 {
		t.Errorf("%+v", p.Sites)
	}
	if got := p.Sites[0].States; got[0] != turnover.Present || got[1] != turnover.NotJudgeable || p.Sessions[1].Day != 4 {
		t.Errorf("%v", got)
	}
}
