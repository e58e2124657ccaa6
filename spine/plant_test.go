package spine

import (
	"math"
	"math/rand/v2"
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

// The classifier finds what is planted bright and loses what is dimmed; no
// trial stands where a spine already is or where nothing can be judged.
func TestPlantedSpinesAreFoundByTheirContrast(t *testing.T) {
	c := standard(t)
	v := newView(drawn(30, 30, head(1, 12, 1.4), head(-1, 24, 1.4)), c)
	g, ok := v.cut(candidateAt(head(1, 12, 1.4)))
	if !ok {
		t.Fatal("not cut")
	}
	judgeable := make([]bool, v.NS)
	for i := range judgeable {
		judgeable[i] = true
	}
	rng := rand.New(rand.NewPCG(1, 1))
	var all []planted
	for range 4 {
		all = append(all, v.plant(c, 0.45, []graft{g}, judgeable, rng)...)
	}
	var bright, found, dim, foundDim float64
	for _, p := range all {
		if p.contrast < dimmest*g.contrast-1e-6 || p.contrast > g.contrast+1e-6 {
			t.Fatalf("contrast %v of %v", p.contrast, g.contrast)
		}
		hit := 0.0
		if p.found {
			hit = 1
		}
		if p.contrast > 0.5*g.contrast {
			bright, found = bright+1, found+hit
		} else if p.contrast < 0.3*g.contrast {
			dim, foundDim = dim+1, foundDim+hit
		}
	}
	if found < 0.9*bright || bright < 8 {
		t.Errorf("%v of %v bright ones found", found, bright)
	}
	if foundDim/dim > found/bright-0.2 || dim < 5 {
		t.Errorf("%v of %v dim ones found, %v of %v bright ones", foundDim, dim, found, bright)
	}
	if got := v.plant(c, 0.45, []graft{g}, make([]bool, v.NS), rng); len(got) != 0 {
		t.Errorf("%d planted where nothing can be judged", len(got))
	}
}

func TestEmptyAndDetectedAt(t *testing.T) {
	seen := []Candidate{{Place: Place{Side: 1, PositionUm: 5, LateralUm: 1}, P: 0.5}, {Place: Place{Side: 1, PositionUm: 9, LateralUm: 1}, P: 0.05}}
	for _, c := range []struct {
		at              Place
		empty, detected bool
	}{
		{Place{Side: 1, PositionUm: 5.5, LateralUm: 1.3}, false, true},
		{Place{Side: 1, PositionUm: 5.9, LateralUm: 1}, false, false},
		{Place{Side: 1, PositionUm: 6.5, LateralUm: 1}, true, false},
		{Place{Side: -1, PositionUm: 5, LateralUm: 1}, true, false},
		{Place{Side: 1, PositionUm: 9, LateralUm: 1}, true, false}, // an unlikely candidate
		{Place{Side: 1, PositionUm: 5, LateralUm: 2}, false, false},
	} {
		if e, d := empty(seen, c.at), detectedAt(seen, c.at, 0.45); e != c.empty || d != c.detected {
			t.Errorf("%+v: empty %v, detected %v", c.at, e, d)
		}
	}
}
