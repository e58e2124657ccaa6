package behavior

import (
	"math"
	"slices"
	"testing"
)

// A bout shorter than the least belongs to its longer neighbour; the last is
// censored whatever becomes of it.
func TestShortened(t *testing.T) {
	all := []Bout{{Struggling, 0, 5, false}, {Immobile, 5, 5.4, false}, {Struggling, 5.4, 7, false}, {Immobile, 7, 12, false}, {Struggling, 12, 12.5, true}}
	got := shortened(all, 1)
	want := []Bout{{Struggling, 0, 7, false}, {Immobile, 7, 12.5, true}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if !slices.Equal(shortened(all, 0.4), all) {
		t.Error("no bout is shorter than 0.4 s")
	}
}

// The last settleSec of a struggle before immobility is immobility, at most half of
// the struggle, and nothing is taken from climbing.
func TestSettle(t *testing.T) {
	sec := make([]float64, 40)
	s := make([]State, 40)
	for i := range sec {
		sec[i], s[i] = float64(i)*0.05, Immobile
	}
	for i := 5; i < 20; i++ {
		s[i] = Struggling
	}
	s[25], s[26] = Struggling, Struggling
	for i := 30; i < 36; i++ {
		s[i] = Climbing
	}
	want := slices.Clone(s)
	want[17], want[18], want[19], want[26] = Immobile, Immobile, Immobile, Immobile
	settle(sec, s)
	if !slices.Equal(s, want) {
		t.Errorf("%v, want %v", s, want)
	}
}

// With two frames the probability of the first is a sum over four ways, by hand.
func TestSmoothIsExact(t *testing.T) {
	m := usual
	c := course{y: []float64{-2.3, -1.7}, dt: []float64{0.1, 0.1}}
	q := change(0.1)
	a, b := m.like(c.y[0]), m.like(c.y[1])
	stay, other := (1 - q), q
	still := a[0] * (stay*b[0] + other*b[1])
	up := a[1] * (other*b[0] + stay*b[1])
	if got, want := c.smooth(m)[0], still/(still+up); math.Abs(got-want) > exact {
		t.Errorf("%v, want %v", got, want)
	}
	silent := course{y: []float64{missing, missing}, dt: []float64{0.1, 0.1}}
	if p := silent.smooth(m); math.Abs(p[0]-0.5)+math.Abs(p[1]-0.5) > exact {
		t.Errorf("of nothing measured: %v, want 0.5", p)
	}
}

// Of an animal that never moves all is immobile, of one that never rests nothing:
// the usual model and the others of the cohort say so, not its own two halves.
func TestScoreOfOneState(t *testing.T) {
	steady := func(name string, residual float64) Trace {
		tr := Trace{Place: Place{Name: name, StartSec: missing, EndSec: missing}}
		for i := range 600 {
			v := residual * (1 + 0.3*math.Sin(float64(i)))
			tr.Sec = append(tr.Sec, float64(i)/10)
			for _, x := range []*[]float64{&tr.Residual, &tr.Plain} {
				*x = append(*x, v)
			}
			for _, x := range []*[]float64{&tr.Area, &tr.Reach, &tr.Light} {
				*x = append(*x, 1)
			}
			for _, x := range []*[]float64{&tr.Hand, &tr.Saturated, &tr.Angle, &tr.Low, &tr.AreaChange, &tr.Drive} {
				*x = append(*x, 0)
			}
		}
		return tr
	}
	r := Score([]Trace{steady("still", 0.03), steady("never still", 0.4)}, Params{})
	if s := r[0].Summary; math.Abs(s.ImmobileSec-60) > 1e-6 || s.LatencySec != 0 {
		t.Errorf("still: %+v", s)
	}
	if s := r[1].Summary; s.ImmobileSec != 0 || !math.IsNaN(s.LatencySec) {
		t.Errorf("never still: %+v", s)
	}
}

// The last bout ends because the test does, and no other; of bouts as short the earlier
// goes first.
func TestBoutsAtTheEnd(t *testing.T) {
	got := boutsOf([]float64{0, 1, 2, 3}, []State{Immobile, Immobile, Struggling, Immobile}, 4)
	want := []Bout{{Immobile, 0, 2, false}, {Struggling, 2, 3, false}, {Immobile, 3, 4, true}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	// Of the two of 1 s the climbing goes first, to the longer immobility before it; then
	// the struggling, to the one joined.
	got = shortened([]Bout{{Immobile, 0, 5, false}, {Climbing, 5, 6, false}, {Struggling, 6, 7, false}, {Immobile, 7, 9, true}}, 1.5)
	if want := []Bout{{Immobile, 0, 9, true}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	got = shortened([]Bout{{Struggling, 0, 1, false}, {Immobile, 1, 2, true}}, 1.5)
	if want := []Bout{{Immobile, 0, 2, true}}; !slices.Equal(got, want) {
		t.Errorf("two as short: %v, want the earlier one given away, %v", got, want)
	}
}
