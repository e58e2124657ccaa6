package stats

import (
	"math"
	"testing"
)

// Quadrature in R to a relative 1e-12.
func TestJZSMatchesR(t *testing.T) {
	a := readAnswers(t, oracle(t, "ttest_hedges_tost_bf.json"))
	const quadrature = 1e-10
	check(t, "two groups", JZSTwoSample(a.num("sleep_student", "t"), 10, 10, 0).BF10, a.num("jzs_bf10_sleep_indep_r0.707"), quadrature)
	check(t, "pairs", JZSOneSample(a.num("sleep_paired", "t"), 10, 0).BF10, a.num("jzs_bf10_sleep_paired_r0.707"), quadrature)
	oj, vc := tooth(t)
	check(t, "guinea pigs", JZSTwoSample(Student(oj, vc, 0.95).Statistic, 30, 30, 0).BF10, a.num("jzs_bf10_tooth_indep"), quadrature)
}

// The same number from the definition: the noncentral t likelihood averaged over
// a Cauchy prior on δ, without g.
func TestJZSIsAnAverageOverEffects(t *testing.T) {
	density := func(x, df, delta float64) float64 { // of the noncentral t, by its normal mixture
		return overScale(func(s float64) float64 {
			z := x*s - delta
			return s * math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
		}, df, math.Abs(x), math.Inf(1))
	}
	for _, c := range []struct{ t, n, df, r float64 }{{2, 10, 9, 0.707}, {0.3, 5, 18, 1}, {-4, 4, 14, 0.4}} {
		got := jzs(c.t, c.n, c.df, c.r).BF10
		// δ = r·tan(θ) makes the Cauchy prior uniform in θ.
		want := overInterval(func(theta float64) float64 {
			return density(c.t, c.df, c.r*math.Tan(theta)*math.Sqrt(c.n)) / math.Pi
		}, -math.Pi/2, math.Pi/2, 30) / density(c.t, c.df, 0)
		check(t, "BF10", got, want, 1e-8)
	}
}

func TestJZSLimits(t *testing.T) {
	if b := JZSTwoSample(300, 50, 50, 0); b.Undetermined != "" || !(b.LogBF10 > 150) || b.BF01() > 1e-60 {
		t.Errorf("t = 300: %+v", b)
	}
	// A prior far wider than the effect favours none: BF01 grows with the scale.
	if a, b := JZSTwoSample(2, 10, 10, 0.7), JZSTwoSample(2, 10, 10, 7000); b.BF01() < 1000*a.BF01() {
		t.Errorf("BF01 %v and, with a prior 10000 times as wide, %v", a.BF01(), b.BF01())
	}
	check(t, "t and -t", JZSOneSample(2.2, 12, 1).BF10, JZSOneSample(-2.2, 12, 1).BF10, 1e-14)
	if JZSOneSample(2, 1, 0).Undetermined != tooFew || JZSOneSample(math.NaN(), 9, 0).Undetermined != notFinite {
		t.Error("a Bayes factor without data has a value")
	}
}
