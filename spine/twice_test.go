package spine

import (
	"strings"
	"testing"

	"respine/dendrite"
)

// two parallel dendrites 3 um apart on the page.
func neighbours() Result {
	var r Result
	for id, y := range []float64{10, 13} {
		f := dendrite.NewFrame(dendrite.Branch{Points: []dendrite.Point{{X: 0, Y: y, Z: 5}, {X: 20, Y: y, Z: 5}}}, dendrite.StepUm)
		r.Branches = append(r.Branches, Branch{ID: id, Days: []Day{{Strip: dendrite.Strip{Frame: f}}}})
	}
	return r
}

func site(id string, branch, side int, position, lateral float64, p ...float64) Site {
	s := Site{ID: id, Branch: branch, Place: Place{Side: side, PositionUm: position, LateralUm: lateral}}
	for _, q := range p {
		s.Seen = append(s.Seen, Observation{P: q})
	}
	return s
}

func TestOneProtrusionBelongsToOneDendrite(t *testing.T) {
	for _, c := range []struct {
		name  string
		sites []Site
		kept  string
	}{
		{"the surer", []Site{site("a", 0, 1, 8, 1.4, 0.5, 0.6), site("b", 1, -1, 8.2, 1.6, 0.9, 0.9)}, "b"},
		{"the nearer of equals", []Site{site("a", 0, 1, 8, 1.4, 0.85, 0.9), site("b", 1, -1, 8.2, 1.6, 0.9, 0.9)}, "a"},
		{"apart along", []Site{site("a", 0, 1, 8, 1.4, 0.5), site("b", 1, -1, 9, 1.6, 0.9)}, "a b"},
		{"apart across", []Site{site("a", 0, 1, 8, 0.6, 0.5), site("b", 1, -1, 8, 0.6, 0.9)}, "a b"},
		{"on one dendrite", []Site{site("a", 0, 1, 8, 1.4, 0.5), site("b", 0, 1, 8.2, 1.4, 0.9)}, "a b"},
		{"facing away", []Site{site("a", 0, -1, 8, 1.4, 0.5), site("b", 1, 1, 8, 1.6, 0.9)}, "a b"},
	} {
		kept, taken := neighbours().onceEach(c.sites)
		var ids []string
		for _, s := range kept {
			ids = append(ids, s.ID)
		}
		if got := strings.Join(ids, " "); got != c.kept {
			t.Errorf("%s: %q kept, want %q", c.name, got, c.kept)
		}
		if len(kept)+len(taken) != len(c.sites) {
			t.Errorf("%s: a site went without a word", c.name)
		}
		for _, e := range taken {
			if !strings.Contains(e.Reason, "a") || e.Session != -1 {
				t.Errorf("%s: %+v", c.name, e)
			}
		}
	}
}

func TestDepthTellsTwoProtrusionsApart(t *testing.T) {
	a, b := site("a", 0, 1, 8, 1.5, 0.9), site("b", 1, -1, 8, 1.5, 0.9)
	b.DepthUm = 3
	if kept, _ := neighbours().onceEach([]Site{a, b}); len(kept) != 2 {
		t.Error("one above the other are one")
	}
}
