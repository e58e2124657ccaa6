package spine

import (
	"math"
	"testing"

	"respine/dendrite"
	"respine/turnover"
)

func TestDecideSiteLeavesOutWhatCannotBeJudged(t *testing.T) {
	strip := drawn(10, 0)
	ok, not := make([]bool, strip.NS), make([]bool, strip.NS)
	for i := range ok {
		ok[i] = true
	}
	b := &Branch{Days: []Day{{Strip: strip, Judgeable: ok}, {Strip: strip, Judgeable: not}, {Reason: "not aligned"}, {Strip: strip, Judgeable: ok}}}
	s := Site{Place: Place{PositionUm: 4}, Seen: []Observation{{PAlone: 0.95}, {PAlone: 0.95}, {}, {PAlone: 0.95}}}
	s.decide(b, PresenceParams{})
	for k, want := range []turnover.State{turnover.Present, turnover.NotJudgeable, turnover.NotJudgeable, turnover.Present} {
		o := s.Seen[k]
		if o.State != want || (o.Reason == "") != (want == turnover.Present) || math.IsNaN(o.PAlone) != (want == turnover.NotJudgeable) {
			t.Errorf("session %d: %v for %q at %v", k, o.State, o.Reason, o.PAlone)
		}
	}
}

// A session that does not show the branch changes nothing for the others.
func TestAnUnshownSessionIsNoInterval(t *testing.T) {
	strip := drawn(10, 0)
	ok := make([]bool, strip.NS)
	for i := range ok {
		ok[i] = true
	}
	day := Day{Strip: strip, Judgeable: ok}
	of := func(days []Day, p ...float64) []Observation {
		s := Site{Place: Place{PositionUm: 4}}
		for _, v := range p {
			s.Seen = append(s.Seen, Observation{PAlone: v})
		}
		s.decide(&Branch{Days: days}, PresenceParams{})
		return s.Seen
	}
	want := of([]Day{day, day, day, day}, 0.94, 0.34, 0.06, 0.97)
	got := of([]Day{day, {Reason: "not aligned"}, day, day, day}, 0.94, 0, 0.34, 0.06, 0.97)
	if o := got[1]; o.State != turnover.NotJudgeable || !math.IsNaN(o.P) {
		t.Errorf("unshown: %v at %v", o.State, o.P)
	}
	for k, o := range append(got[:1:1], got[2:]...) {
		if o.State != want[k].State || o.P != want[k].P {
			t.Errorf("session %d: %v at %v, want %v at %v", k, o.State, o.P, want[k].State, want[k].P)
		}
	}
}

func TestASiteIsAFilopodiumByMajority(t *testing.T) {
	strip := drawn(10, 0)
	ok := make([]bool, strip.NS)
	for i := range ok {
		ok[i] = true
	}
	b := &Branch{}
	for range 3 {
		b.Days = append(b.Days, Day{Strip: strip, Judgeable: ok})
	}
	for long, want := range []turnover.Kind{turnover.Spine, turnover.Spine, turnover.Filopodium, turnover.Filopodium} {
		s := Site{Seen: make([]Observation, 3)}
		for k := range s.Seen {
			s.Seen[k].PAlone, s.Seen[k].Filopodium = 0.99, k < long
		}
		if s.decide(b, PresenceParams{}); s.Kind != want {
			t.Errorf("long in %d of 3: %v", long, s.Kind)
		}
	}
}

func TestCrowdedNeighbours(t *testing.T) {
	s := []Site{site("a", 0, 1, 1, 1), site("b", 0, -1, 1.2, 1), site("c", 0, 1, 1.7, 1), site("d", 0, 1, 4, 1), site("e", 0, 1, 9, 1)}
	s[3].Seen = []Observation{{State: turnover.Present, Candidate: Candidate{Shape: Shape{Merged: true}}}}
	s[4].Seen = []Observation{{State: turnover.Absent, Candidate: Candidate{Shape: Shape{Merged: true}}}}
	markCrowded(s)
	for i, want := range []bool{true, false, true, true, false} {
		if s[i].Crowded != want {
			t.Errorf("%s: crowded is %v", s[i].ID, s[i].Crowded)
		}
	}
}

// A site on the line of another dendrite is left out, one on its own is not.
func TestSitesOnAnotherDendrite(t *testing.T) {
	r := neighbours() // along x at y = 10 and y = 13
	tr := Tracker{others: []dendrite.Branch{r.Branches[0].Days[0].Strip.Branch(0), r.Branches[1].Days[0].Strip.Branch(1)}}
	own := &r.Branches[0]
	for lateral, want := range map[float64]bool{0.5: false, 1.5: false, 2.5: true, 3: true, 4.5: false} {
		s := Site{Place: Place{Side: 1, PositionUm: 8, LateralUm: lateral}}
		if got := tr.onOther(own, s); got != want {
			t.Errorf("%v um out: %v", lateral, got)
		}
		s.Side = -1
		if tr.onOther(own, s) {
			t.Errorf("%v um out on the far side lies on another", lateral)
		}
		s.Side, s.DepthUm = 1, 5
		if tr.onOther(own, s) {
			t.Errorf("%v um out and 5 um deeper lies on another", lateral)
		}
	}
}

func TestColumnAtStaysOnTheFrame(t *testing.T) {
	f := drawn(10, 0).Frame
	for um, want := range map[float64]int{-3: 0, 0.04: 0, 0.06: 1, 5: 50, 99: f.Len() - 1} {
		if got := columnAt(f, um); got != want {
			t.Errorf("%v um: column %d, want %d", um, got, want)
		}
	}
}
