package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// AS 243, which R uses, stops at an absolute error of 1e-12 and adds rounding.
func TestNoncentralTMatchesR(t *testing.T) {
	const as243 = 2e-11
	for _, c := range classical(t).table("noncentral") {
		lower, upper := noncentralT(c.num("t"), c.num("df"), c.num("ncp"))
		if !near(lower, c.num("lower"), as243) {
			t.Errorf("t %v, df %v, δ %v: %.15g, R %.15g", c.num("t"), c.num("df"), c.num("ncp"), lower, c.num("lower"))
		}
		if !near(lower+upper, 1, 1e-13) {
			t.Errorf("tails add to %v", lower+upper)
		}
	}
}

// Without noncentrality it is Student's; T(0) does not depend on s.
func TestNoncentralTClosedForms(t *testing.T) {
	for _, df := range []float64{1, 4, 30, 1000} {
		for _, x := range []float64{-20, -1, 0.3, 4} {
			_, upper := noncentralT(x, df, 0)
			check(t, "central", upper, tUpper(x, df), 1e-11)
		}
		lower, _ := noncentralT(0, df, 3)
		check(t, "at zero", lower, normalUpper(3), 1e-12)
	}
	lower, _ := noncentralT(2, math.Inf(1), 5)
	check(t, "infinite df", lower, normalUpper(3), 1e-14)
}

// Beyond 37.62 R's series does not start; the quadrature has no such end. The
// mean of sqrt(χ²/df) near one makes T about normal around δ.
func TestNoncentralTFarOut(t *testing.T) {
	lower, _ := noncentralT(100, 50, 100)
	upper := 0.0
	_, upper = noncentralT(100, 50, 100)
	// P(T <= δ) = P(Z <= δ(s-1)); by independent Gauss-Legendre over s.
	f := func(v float64) float64 { return math.Exp(50*v - 25*math.Exp(2*v)) }
	norm := overInterval(f, -2, 1, 200)
	want := overInterval(func(v float64) float64 { return f(v) * normalUpper(-100*math.Expm1(v)) }, -2, 1, 200) / norm
	check(t, "far", lower, want, 1e-11)
	check(t, "sum", lower+upper, 1, 1e-13)
}

// Both ways of averaging give the same where one takes over from the other, and
// groups with next to no spread are neither slow nor lost: then Z is nothing
// beside ts, and δ/t is a quantile of s.
func TestNoncentralTWaysMeet(t *testing.T) {
	for _, df := range []float64{1, 2, 4.5, 18, 200} {
		x := 3 * math.Sqrt(2*df) * 0.999
		for _, delta := range []float64{-1, 0, 0.4 * x, x, 2 * x} {
			lower, upper := noncentralT(x, df, delta)
			check(t, "lower", overNumerator(x, df, delta, false), lower, 1e-9)
			check(t, "upper", overNumerator(x, df, delta, true), upper, 1e-9)
		}
		lower, upper := noncentralT(-1e4, df, -1e4)
		lower2, upper2 := noncentralT(1e4, df, 1e4)
		if lower != upper2 || upper != lower2 {
			t.Errorf("mirrored tails %v, %v and %v, %v", lower, upper, lower2, upper2)
		}
	}
	for _, p := range []float64{0.025, 0.975} {
		s := noncentrality(1e9, 8, p) / 1e9
		check(t, "P(s >= δ/t)", mathext.GammaIncRegComp(4, 4*s*s), p, 1e-9)
	}
	e := CohenD([]float64{1, 1 + 1e-10, 1}, []float64{2, 2, 2 + 1e-10}, 0.95)
	if e.Undetermined != "" || !e.Interval.Contains(e.Estimate) {
		t.Errorf("next to no spread: %+v", e)
	}
}

func TestNoncentralityInverts(t *testing.T) {
	for _, x := range []float64{-8, 0, 0.5, 3, 60} {
		for _, p := range []float64{0.005, 0.025, 0.5, 0.975} {
			delta := noncentrality(x, 7, p)
			lower, _ := noncentralT(x, 7, delta)
			check(t, "P(T <= t)", lower, p, 1e-11)
		}
	}
}
