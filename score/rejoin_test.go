package score

import "testing"

// skipped is truth sessions 0, 1, 2 of which 1 is not measured: "old" is missed
// in 1 and called "anew" in 2; everything moved by 3 um.
func skipped() Truth {
	other := row("other", 33.2)
	other.Side = -1
	below := row("below", 42)
	below.Side = -1
	t := study(
		[]Spine{row("a", 5), row("b", 10), row("c", 15), row("old", 20), row("gone", 30), below},
		[]Spine{row("a", 5), row("b", 10), row("c", 15)},
		[]Spine{row("a", 8), row("b", 13), row("c", 18), row("anew", 23.4), other, row("above", 45)})
	return Truth{t}
}

func TestRejoinAcrossASkippedSession(t *testing.T) {
	truth := skipped()
	m := asMeasured(truth, 0, 2)
	for i := range m.Sessions[1].Spines {
		if s := &m.Sessions[1].Spines[i]; s.ID == "anew" {
			s.ID = "old" // the measurement kept it
		}
	}
	r, err := Spines(m, truth, Params{Sessions: []int{0, 2}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Links.FP != 1 || r.Links.TP != 3 || r.Events.FN != 2 || r.Events.TP != 4 {
		t.Errorf("raw links %+v events %+v", r.Links, r.Events.Counts)
	}
	if l := r.LinksRejoined; l.TP != 4 || l.FP != 0 || l.F1Strict != 1 {
		t.Errorf("re-joined links %+v", l)
	}
	// "gone" and "other" stand on opposite sides, so do "below" and "above":
	// still two losses and two gains
	if e := r.EventsRejoined; e.TP != 4 || e.FP != 0 || e.FN != 0 {
		t.Errorf("re-joined events %+v", e.Counts)
	}
	if truth.Sessions[2].Spines[3].ID != "anew" {
		t.Error("the truth was changed")
	}
	if r, _ := Spines(m, truth, Params{Sessions: []int{0, 2}, RejoinUm: 0.3}); r.EventsRejoined.FN != 2 {
		t.Error("0.4 um away was re-joined within 0.3")
	}
}

func TestSkips(t *testing.T) {
	if skips([]int{2, 3, 4}) || !skips([]int{0, 1, 3}) || skips(nil) {
		t.Error("skips is wrong")
	}
}
