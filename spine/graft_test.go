package spine

import (
	"math"
	"testing"

	"respine/dendrite"
)

func candidateAt(b bump) Candidate { return Candidate{Place: b.Place, P: 0.9} }

// What is cut out of one place and put at an empty one looks there as it did.
func TestAGraftLooksAsItsDonor(t *testing.T) {
	donor := head(1, 6, 1.8)
	v := newView(drawn(24, 0, donor), Classifier{})
	g, ok := v.cut(candidateAt(donor))
	if !ok {
		t.Fatal("not cut")
	}
	about(t, "contrast", g.contrast, 0.6, 0.06)
	with := v
	for _, side := range []int{1, -1} {
		for _, f := range []float64{1, 0.3} {
			with.Pix = append([]float32(nil), v.Pix...)
			v.put(with.Pix, g, f, 150, side)
			with.near = with.project(1, dendrite.Planes-2)
			at := donor.Place
			at.Side, at.PositionUm = side, 15
			about(t, "contrast", with.contrast(Candidate{Place: at}), f*g.contrast, 0.02)
			// half a sigma off the head, exp(-1/8) of it, and a little less at the graft's rim
			at.PositionUm += 0.16
			about(t, "beside the head", with.contrast(Candidate{Place: at}), f*g.contrast*math.Exp(-0.125), 0.1*f*g.contrast)
			at.PositionUm += 3
			about(t, "3 um on", with.contrast(Candidate{Place: at}), 0, 0.01)
		}
	}
}

// The shaft below a spine is not copied with it.
func TestAGraftBringsNoShaft(t *testing.T) {
	donor := head(1, 6, 1)
	v := newView(drawn(24, 0, donor), Classifier{})
	g, _ := v.cut(candidateAt(donor))
	with := v
	with.Pix = append([]float32(nil), v.Pix...)
	v.put(with.Pix, g, 1, 150, 1)
	with.near = with.project(1, dendrite.Planes-2)
	about(t, "head", with.contrast(Candidate{Place: Place{Side: 1, PositionUm: 15, LateralUm: 1}}), g.contrast, 0.02)
	about(t, "shaft", with.contrast(Candidate{Place: Place{Side: 1, PositionUm: 15, LateralUm: 0.3}}), 0, 0.05)
}

func TestNothingIsCutAtTheEndsOrOfNothing(t *testing.T) {
	v := newView(drawn(24, 0, head(1, 6, 1.8)), Classifier{})
	for name, b := range map[string]bump{
		"beginning": head(1, 0.5, 1.8), "end": head(1, 23.6, 1.8), "too far out": head(1, 6, 4), "nothing there": head(-1, 6, 1.8),
	} {
		if g, ok := v.cut(candidateAt(b)); ok && g.contrast > 0.02 {
			t.Errorf("%s: cut with contrast %v", name, g.contrast)
		}
	}
}
