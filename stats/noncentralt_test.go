package stats

import (
	"math"
	"testing"
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

func TestNoncentralityInverts(t *testing.T) {
	for _, x := range []float64{-8, 0, 0.5, 3, 60} {
		for _, p := range []float64{0.005, 0.025, 0.5, 0.975} {
			delta := noncentrality(x, 7, p)
			lower, _ := noncentralT(x, 7, delta)
			check(t, "P(T <= t)", lower, p, 1e-11)
		}
	}
}
