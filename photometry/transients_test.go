package photometry

import (
	"math"
	"slices"
	"testing"
)

// humps is a course at 20 Hz with triangles of a height: up in half a second from at,
// down in one.
func humps(seconds float64, height float64, at ...float64) []float64 {
	x := make([]float64, int(seconds*20))
	for i := range x {
		s := float64(i) / 20
		for _, a := range at {
			switch {
			case s >= a && s < a+0.5:
				x[i] += height * (s - a) / 0.5
			case s >= a+0.5 && s < a+1.5:
				x[i] += height * (a + 1.5 - s)
			}
		}
	}
	return x
}

// TestRises: every triangle is one transient, with onset, peak, rise and half time of a
// triangle.
func TestRises(t *testing.T) {
	at := []float64{5, 12, 13.6, 30}
	got := Rises(humps(40, 0.1, at...), 0.001, 100, 20, Params{})
	if len(got) != len(at) {
		t.Fatalf("%d transients, want %d", len(got), len(at))
	}
	const sample = 0.05
	for i, v := range got {
		near(t, "onset", v.OnsetSec, 100+at[i]+0.05, sample) // a tenth of the rise
		near(t, "peak", v.PeakSec, 100+at[i]+0.5, 1e-9)
		near(t, "rise", v.Rise, 0.1, 1e-9)
		near(t, "half time", v.HalfSec, 0.5, sample)
	}
	if n := len(Rises(humps(40, 0.1, at...), 0.001, 0, 20, Params{MinDFF: 0.11})); n != 0 {
		t.Errorf("%d transients above a size none has", n)
	}
	if n := len(Rises(humps(40, 0.0139, at...), 0.001, 0, 20, Params{})); n != 0 {
		t.Errorf("%d transients of less than 14 MAD of the noise", n)
	}
}

// TestRulesAreEquivariant: shifting or scaling dF/F, and shifting time, changes no
// transient beyond that; and the input stays.
func TestRulesAreEquivariant(t *testing.T) {
	rng := seeded(5)
	x := humps(120, 0.1, 5, 12, 30, 33, 60, 61, 90)
	for i := range x {
		x[i] += 0.004 * rng.NormFloat64()
	}
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = 5 + 3*v
	}
	was := slices.Clone(x)
	for name, rule := range map[string]func(x []float64, scale, start float64) []Transient{
		"noise":        func(x []float64, scale, start float64) []Transient { return Rises(x, 0.003*scale, start, 20, Params{}) },
		"two-step MAD": func(x []float64, _, start float64) []Transient { return Transients(x, start, 20, Params{}) },
	} {
		a, b := rule(x, 1, 0), rule(y, 3, 7)
		if len(a) != len(b) || len(a) < 5 {
			t.Fatalf("%s: %d and %d transients", name, len(a), len(b))
		}
		for i := range a {
			near(t, name+" onset", b[i].OnsetSec, a[i].OnsetSec+7, 1e-9)
			near(t, name+" rise", b[i].Rise, 3*a[i].Rise, 1e-9)
		}
	}
	if !slices.Equal(x, was) {
		t.Error("the input was changed")
	}
}

// TestMissingSamplesPart: a rise that is cut by missing samples is no transient, and
// nothing is found across them.
func TestMissingSamplesPart(t *testing.T) {
	x := humps(40, 0.1, 5, 20)
	for i := 100; i < 112; i++ { // the whole of the first rise
		x[i] = math.NaN()
	}
	got := Rises(x, 0.001, 0, 20, Params{})
	if len(got) != 1 || math.Abs(got[0].PeakSec-20.5) > 0.01 {
		t.Errorf("%+v, want the transient at 20.5 s alone", got)
	}
}

// TestMAD: of normal noise the MAD times 1.4826 is the standard deviation; the two steps
// leave out what stands above.
func TestMAD(t *testing.T) {
	rng := seeded(6)
	x := make([]float64, 40000)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	near(t, "MAD", robustSD*mad(x), 1, 4/math.Sqrt(40000)*1.17) // four standard errors
	m, d := twoStep([]float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 100}, 2)
	near(t, "median of what is left", m, 4.5, 1e-12)
	near(t, "MAD of what is left", d, 2.5, 1e-12)
}

// TestNoiseIsKept: the noise that the filter leaves is told from what it took.
func TestNoiseIsKept(t *testing.T) {
	rng := seeded(7)
	x := make([]float64, 40000)
	for i := range x {
		x[i] = 0.01 * rng.NormFloat64()
	}
	smooth := LowpassBoth(x, 30, 3)
	var known []float64
	known = append(known, smooth...)
	near(t, "noise", leftNoise(x, smooth, 30, 3), mad(known), 0.03*mad(known))
}

// TestRates: exposure is what was recorded of a state; an event belongs to the state it
// begins in.
func TestRates(t *testing.T) {
	x := make([]float64, 20*100)
	for i := 200; i < 400; i++ { // 10 to 20 s are missing
		x[i] = math.NaN()
	}
	got := Rates([]Transient{{OnsetSec: 5}, {OnsetSec: 29.9}, {OnsetSec: 70}}, []Bout{{State: "immobile", ToSec: 30}, {State: "struggling", FromSec: 30, ToSec: 60}}, x, 0, 20)
	if len(got) != 3 {
		t.Fatalf("%+v", got)
	}
	near(t, "minutes of all", got[0].Minutes, 90./60, 1e-9)
	near(t, "immobile minutes", got[1].Minutes, 20./60, 1e-9)
	near(t, "per immobile minute", got[1].PerMin, 6, 1e-9)
	near(t, "struggling", got[2].PerMin, 0, 0)
}

// TestPairs by hand: each transient goes with one.
func TestPairs(t *testing.T) {
	a := []Transient{{OnsetSec: 1, PeakSec: 2}, {OnsetSec: 2.1, PeakSec: 2.5}, {OnsetSec: 9, PeakSec: 10}}
	b := []Transient{{OnsetSec: 1.5, PeakSec: 2.2}, {OnsetSec: 5, PeakSec: 6}, {OnsetSec: 9.5, PeakSec: 9.6}}
	got := Pairs(a, b, 0)
	if !slices.Equal(got, [][2]int{{0, 0}, {2, 2}}) {
		t.Errorf("%v", got)
	}
	near(t, "overlap", Overlap(a, b, 0), 2./3, 1e-12)
	if !math.IsNaN(Overlap(nil, b, 0)) {
		t.Error("the share of nothing has a value")
	}
}
