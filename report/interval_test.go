package report

import (
	"math"
	"testing"
)

// tolerance of roots found by bisection.
const bisected = 1e-9

// root finds where f changes sign between lo and hi.
func root(f func(float64) float64, lo, hi float64) float64 {
	for range 200 {
		if mid := (lo + hi) / 2; f(lo)*f(mid) <= 0 {
			hi = mid
		} else {
			lo = mid
		}
	}
	return (lo + hi) / 2
}

const z975 = 1.959963984540054

// Newcombe 1998 (doi 10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E),
// table I, method 3.
func TestEliminationIsWilson(t *testing.T) {
	for _, c := range []struct {
		lost, na int
		lo, hi   float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}} {
		if lo, hi := eliminationInterval(c.lost, c.na); math.Abs(lo-c.lo) > 5e-5 || math.Abs(hi-c.hi) > 5e-5 {
			t.Errorf("%d of %d: %.4f to %.4f, published %.4f to %.4f", c.lost, c.na, lo, hi, c.lo, c.hi)
		}
	}
}

// The ends of the score interval are where the score test just rejects.
func TestFormationInvertsTheScoreTest(t *testing.T) {
	for _, c := range []struct{ gained, na int }{{1, 10}, {7, 57}, {30, 20}, {250, 1000}} {
		g, n := float64(c.gained), float64(c.na)
		score := func(rate float64) float64 { return (g-rate*n)*(g-rate*n)/(rate*n) - z975*z975 }
		lo, hi := formationInterval(c.gained, c.na)
		wantLo, wantHi := root(score, 1e-9, g/n), root(score, g/n, 10*(g+1)/n)
		if math.Abs(lo-wantLo) > bisected || math.Abs(hi-wantHi) > bisected {
			t.Errorf("%d of %d: %g to %g, want %g to %g", c.gained, c.na, lo, hi, wantLo, wantHi)
		}
	}
	if lo, hi := formationInterval(0, 10); lo != 0 || math.Abs(hi-z975*z975/10) > bisected {
		t.Errorf("none gained: %g to %g", lo, hi)
	}
}

func TestTurnoverInvertsTheScoreTestOfTheShareThatChanged(t *testing.T) {
	for _, c := range []struct{ kept, gained, lost int }{{35, 2, 7}, {100, 10, 3}, {5, 5, 5}} {
		n := float64(c.kept + c.gained + c.lost)
		seen := float64(c.gained+c.lost) / n
		score := func(turnover float64) float64 {
			q := 2 * turnover / (1 + turnover)
			return (seen-q)*(seen-q) - z975*z975*q*(1-q)/n
		}
		value := float64(c.gained+c.lost) / float64(2*c.kept+c.gained+c.lost)
		lo, hi := turnoverInterval(c.kept, c.gained, c.lost)
		wantLo, wantHi := root(score, 1e-9, value), root(score, value, 1)
		if math.Abs(lo-wantLo) > bisected || math.Abs(hi-wantHi) > bisected {
			t.Errorf("%+v: %g to %g, want %g to %g", c, lo, hi, wantLo, wantHi)
		}
	}
}

func TestIntervalsOfNothing(t *testing.T) {
	a, b := eliminationInterval(0, 0)
	c, d := formationInterval(3, 0)
	e, f := turnoverInterval(0, 0, 0)
	g, h := eliminationInterval(3, 2) // a table that is wrong
	for _, v := range []float64{a, b, c, d, e, f, g, h} {
		if !math.IsNaN(v) {
			t.Errorf("intervals %v", []float64{a, b, c, d, e, f, g, h})
			break
		}
	}
}
