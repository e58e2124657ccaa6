package score

import (
	"slices"
	"testing"
)

// unseen is a spine that could not be judged.
func unseen(id string) Spine { return Spine{ID: id, Branch: "0"} }

// Of three sessions the middle one shows nothing: its four spines are not
// missed, and the loss and the gain are those from session 0 to 2. In the truth
// "x" comes and goes meanwhile, which nobody could have seen.
func TestUnusableSessionIsPassedOver(t *testing.T) {
	truth := study(
		[]Spine{row("a", 5), row("b", 10), row("lost", 15)},
		[]Spine{row("a", 5), row("b", 10), row("lost", 15), row("x", 30)},
		[]Spine{row("a", 5), row("b", 10), row("new", 25)})
	m := study(
		[]Spine{row("1", 5), row("2", 10), row("3", 15), absent("4")},
		[]Spine{unseen("1"), unseen("2"), unseen("3"), unseen("4")},
		[]Spine{row("1", 5), row("2", 10), absent("3"), row("4", 25)})
	r := mustScore(t, m, truth, Params{})
	if r.Pooled.TP != 6 || r.Pooled.FN != 0 || r.Pooled.FP != 0 || len(r.Sessions) != 2 || r.Sessions[1].TruthSession != 2 {
		t.Errorf("detection %+v, %+v", r.Pooled, r.Sessions)
	}
	if !slices.Equal(r.NotUsed, []int{1}) {
		t.Errorf("not used: %v", r.NotUsed)
	}
	e := r.Events
	if e.Lost.TP != 1 || e.Gained.TP != 1 || e.FP+e.FN+e.Ignored+e.Outside != 0 || len(e.Intervals) != 1 || e.Intervals[0].From != 0 || e.Intervals[0].To != 2 {
		t.Errorf("events %+v", e)
	}
	if l := r.Links; l.TP != 2 || l.FP != 0 || l.TruthLinks != 2 || len(l.Pairs) != 1 || l.Pairs[0].From != 0 || l.Pairs[0].To != 2 {
		t.Errorf("links %+v", l)
	}
	if r.EventsRejoined == nil || r.EventsRejoined.TP != 2 {
		t.Errorf("truth session 1 is skipped, so names are joined across it: %+v", r.EventsRejoined)
	}

	// One row that could be judged makes the session count, and so does a table without rows.
	m[1].Spines[3] = absent("4")
	if r := mustScore(t, m, truth, Params{}); r.NotUsed != nil || r.Pooled.FN != 4 || len(r.Events.Intervals) != 2 {
		t.Errorf("a judged row: %+v", r)
	}
	m[1].Spines = nil
	if r := mustScore(t, m, truth, Params{}); r.NotUsed != nil || r.Pooled.FN != 4 {
		t.Errorf("no rows: %+v", r)
	}
}
