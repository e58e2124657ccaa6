package scope

import (
	"math"
	"testing"
)

func TestWobbleIsAutoregressive(t *testing.T) {
	const rate = 10
	path := MovieMotion{WobblePx: 2, DriftPx: 1e-9, BoutsPerMinute: -1, ZUm: 1e-9}.path(newRand(1), 200000, rate)
	var square, lagged float64
	for i := 1; i < len(path); i++ {
		square += path[i].Y * path[i].Y
		lagged += path[i].Y * path[i-1].Y
	}
	// About 200000/20 independent values: 1.4 % for the variance.
	near(t, "standard deviation", math.Sqrt(square/float64(len(path)-1)), 2, 0.06)
	near(t, "correlation of neighbouring frames", lagged/square, math.Exp(-1.0/rate), 0.004)
}

func TestMotionStaysWithinItsBounds(t *testing.T) {
	p := MovieMotion{WobblePx: 8, BoutPx: 30, BoutsPerMinute: 20, ZUm: 5}
	path := p.path(newRand(2), 5000, 30)
	reached := false
	for _, s := range path {
		if math.Abs(s.Y) > largestPx || math.Abs(s.X) > largestPx || math.Abs(s.ZUm) > largestZUm {
			t.Fatalf("shift %v", s)
		}
		reached = reached || math.Abs(s.Y) == largestPx
	}
	if !reached {
		t.Error("bouts of 30 pixels never reached 20")
	}
	if (MovieMotion{Still: true}).path(newRand(1), 10, 30) != nil {
		t.Error("a still field moves")
	}
}

func TestBoutsComeAndGo(t *testing.T) {
	p := MovieMotion{WobblePx: 1e-9, DriftPx: 1e-9, ZUm: 1e-9, BoutPx: 5, BoutsPerMinute: 1}
	path := p.path(newRand(5), 60*600, 60)
	moved := 0
	for _, s := range path {
		if math.Hypot(s.Y, s.X) > 0.01 {
			moved++
		}
	}
	// Ten bouts of 1.5 s are expected in 600 s.
	near(t, "seconds of running", float64(moved)/60, 15, 3*1.5*math.Sqrt(10))
	if moved == 0 || moved == len(path) {
		t.Error("bouts never begin or never end")
	}
}

func TestRowsAreDisplacedWhenTheyAreScanned(t *testing.T) {
	m := Movie{Width: 8, Height: 8, Frames: 2, RateHz: 30, Path: []MovieShift{{}, {Y: 8, X: -16, ZUm: 1}, {Y: 4}}}
	for y := range 8 {
		s := m.shiftAt(0, float64(y))
		near(t, "dy", s.Y, float64(y), exactly)
		near(t, "dx", s.X, -2*float64(y), exactly)
	}
	near(t, "mean shift of frame 1", m.Shift(1).Y, 6, exactly)
	m.Rigid = true
	near(t, "dy of a rigid frame", m.shiftAt(0, 7).Y, 4, exactly)
	if (Movie{Height: 8, Frames: 1}).Shift(0) != (MovieShift{}) {
		t.Error("a movie without a path moves")
	}
}
