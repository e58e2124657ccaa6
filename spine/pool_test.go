package spine

import (
	"math"
	"testing"

	"respine/convnet"
	"respine/dendrite"
	"respine/img"
)

// painted is a view whose heat map is drawn rather than found: one side of 60
// cells of branch with hills on it, the other empty.
func painted(hillsOn ...peak) *view {
	v := newView(drawn(12, 0), Classifier{Nets: []convnet.Net{}, Slope: 1})
	v.heat = [2]img.Image{hills(60, hillsOn...), img.NewImage(rows, 60)}
	return &v
}

var calibrated = Classifier{Slope: 1} // the height of a peak is its probability

func TestPoolLinksDaysAndAsksTheOthers(t *testing.T) {
	a := painted(peak{20, 11, 0.9}, peak{40, 12, 0.6})
	b := painted(peak{20.5, 11, 0.5}, peak{40, 12, 0.5 * poolAbove})
	sites := pool([]*view{a, nil, b}, calibrated)
	if len(sites) != 2 {
		t.Fatalf("%d sites", len(sites))
	}
	s := sites[0]
	if len(s.Seen) != 3 || s.Seen[1].PAlone != 0 {
		t.Errorf("a session without a view has %v", s.Seen[1].PAlone)
	}
	about(t, "first day", s.Seen[0].PAlone, 0.9, 0.02)
	about(t, "last day", s.Seen[2].PAlone, 0.5, 0.03)
	// cell 20 is column 40.5, and the days weigh by their probabilities
	about(t, "position", s.PositionUm, (4.05*0.9+4.15*0.5)/1.4, 0.06)
	about(t, "lateral", s.LateralUm, rowUm(11), 0.05)
	about(t, "asked where no peak would found a site", sites[1].Seen[2].PAlone, 0.5*poolAbove, 0.01)
}

func TestPoolDoesNotFoundSitesOnWhatIsUnlikely(t *testing.T) {
	if got := pool([]*view{painted(peak{20, 11, 0.8 * poolAbove})}, calibrated); len(got) != 0 {
		t.Errorf("%d sites", len(got))
	}
}

// What lies farther off than a session is searched is no answer.
func TestAskLooksNearTheSiteOnly(t *testing.T) {
	far := askUm/CellUm + 4
	sites := pool([]*view{painted(peak{20, 11, 0.9}), painted(peak{20 + far, 11, 0.9})}, calibrated)
	if len(sites) != 2 {
		t.Fatalf("%d sites", len(sites))
	}
	hill := 0.9 * math.Exp(-4*4/(2*2.25)) // of a hill four cells off
	if got := sites[0].Seen[1].PAlone; got > hill+0.02 {
		t.Errorf("the neighbour's peak answers: %v", got)
	}
	for _, s := range sites {
		for k := range s.Seen {
			if d := math.Abs(s.Seen[k].PositionUm - s.PositionUm); d > askUm+2*dendrite.StepUm {
				t.Errorf("an answer %v um away", d)
			}
		}
	}
}
