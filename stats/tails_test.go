package stats

import (
	"math"
	"testing"
)

// Closed forms: t with one and two degrees of freedom, F with two, χ² with two.
func TestTailsMatchClosedForms(t *testing.T) {
	for _, x := range []float64{-3, -0.1, 0.2, 1, 5, 40, 1e4} {
		check(t, "t, 1 df", tUpper(x, 1), 0.5-math.Atan(x)/math.Pi, 1e-9) // the difference loses digits
		check(t, "t, 2 df", tTwoSided(x, 2), 1-math.Abs(x)/math.Sqrt(2+x*x), 1e-9)
		if x > 0 {
			check(t, "F, 2 and 7 df", fUpper(x, 2, 7), math.Pow(1+2*x/7, -3.5), closedForm)
			check(t, "χ², 2 df", chiSquareUpper(x, 2), math.Exp(-x/2), closedForm)
		}
	}
}

// R: qt(c(.05, .025, .001), c(3, 1, 200), lower.tail = FALSE), qnorm(.975).
func TestTQuantileMatchesR(t *testing.T) {
	for _, c := range []struct{ upper, df, want float64 }{
		{0.05, 3, 2.35336343480182},
		{0.025, 1, 12.7062047361747},
		{0.001, 200, 3.13147981422112},
		{0.025, math.Inf(1), 1.95996398454005},
	} {
		check(t, "quantile", tQuantile(c.upper, c.df), c.want, closedForm)
	}
}

// A tail far out keeps its digits: with one degree of freedom 1/(πt) to order t⁻³.
func TestTailsKeepSmallProbabilities(t *testing.T) {
	check(t, "t", tUpper(1e8, 1)*1e8, 1/math.Pi, 1e-12)
	check(t, "normal", normalUpper(20)/2.75362411860623e-89, 1, closedForm) // R: pnorm(20, lower.tail=FALSE)
	if tTwoSided(math.Inf(1), 5) != 0 || fUpper(math.Inf(1), 2, 3) != 0 || fUpper(0, 2, 3) != 1 || chiSquareUpper(0, 2) != 1 {
		t.Error("the ends of a distribution are not 0 and 1")
	}
}
