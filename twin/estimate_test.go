package twin

import (
	"math"
	"testing"
)

func values(x ...float64) []Value {
	out := make([]Value, len(x))
	for i, v := range x {
		out[i] = Value{Sum: v, Of: 1}
	}
	return out
}

// TestEstimates compares with scipy 1.17: ttest_ind(a, b, equal_var=False),
// ttest_rel and ttest_1samp with their confidence_interval, and Hedges' g from
// lgamma.
func TestEstimates(t *testing.T) {
	a, b := values(3.1, 4.7, 5.2, 2.9, 6.0), values(7.4, 5.9, 8.8, 6.1)
	check := func(name string, e Estimate, difference, lo, hi, g float64) {
		t.Helper()
		if math.Abs(e.Difference-difference)+math.Abs(e.Lo-lo)+math.Abs(e.Hi-hi) > 1e-9 || !math.IsNaN(g) && math.Abs(e.G-g) > 1e-12 {
			t.Errorf("%s: %g [%g %g] g %g", name, e.Difference, e.Lo, e.Hi, e.G)
		}
	}
	welch := difference(a, b, false)
	check("Welch", welch, -2.67, -4.829642030657228, -0.5103579693427736, -1.7649536162654067)
	if math.Abs(welch.Lo90+4.394401008770521)+math.Abs(welch.Hi90+0.9455989912294804) > 1e-9 {
		t.Errorf("90 %% interval [%g %g]", welch.Lo90, welch.Hi90)
	}
	check("pairs", difference(a[:4], b, true), -3.075, -5.191486308120114, -0.9585136918798862, math.NaN())
	check("one sample", oneSample(a, 1), 3.38, 2.7108968940252103-1, 6.0491031059747895-1, 2.0062159806060436)
}

func TestTooFewMiceAreUndefined(t *testing.T) {
	for name, e := range map[string]Estimate{
		"one mouse":  difference(values(1), values(1, 2), false),
		"one pair":   difference(append(values(1), undefined("x")), values(1, 2), true),
		"one sample": oneSample(append(values(1), undefined("x")), 0),
	} {
		if e.Undefined == "" || !math.IsNaN(e.Difference) || !math.IsNaN(e.Lo) {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func TestVerdicts(t *testing.T) {
	effect := map[string]float64{"big": 40}
	for _, c := range []struct {
		sign   int
		margin string
		e      Estimate
		want   Verdict
	}{
		{1, "", Estimate{Difference: 2, Lo: 1, Hi: 3}, Supported},
		{-1, "", Estimate{Difference: 2, Lo: 1, Hi: 3}, Refuted},
		{-1, "", Estimate{Difference: -2, Lo: -3, Hi: -1}, Supported},
		{1, "", Estimate{Difference: 2, Lo: -1, Hi: 5}, Undetermined},
		{0, "big", Estimate{Difference: 2, Lo: -12, Hi: 16, Lo90: -10, Hi90: 14}, Supported},
		{0, "big", Estimate{Difference: 2, Lo: -40, Hi: 44, Lo90: -30, Hi90: 34}, Undetermined},
		{0, "big", Estimate{Difference: 30, Lo: 5, Hi: 55, Lo90: 9, Hi90: 51}, Refuted},
		{0, "unknown", Estimate{Difference: 0, Lo: -1, Hi: 1, Lo90: -1, Hi90: 1}, Undetermined},
		{1, "", unknownEstimate(1, 0, "too few"), Undetermined},
	} {
		f := Finding{Claim: Claim{Sign: c.sign, Margin: c.margin}, Estimate: c.e}
		f.weigh(effect)
		if f.Verdict != c.want || f.Verdict == Undetermined && f.Because == "" {
			t.Errorf("sign %d, %+v: %s (%s), want %s", c.sign, c.e, f.Verdict, f.Because, c.want)
		}
	}
}
