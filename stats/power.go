package stats

import "math"

// PowerT returns the chance that Student's t of nx against ny values is
// two-sided significant at alpha when the true difference is d standard
// deviations: both tails of the noncentral t beyond its critical value.
func PowerT(nx, ny int, d, alpha float64) float64 {
	df, unit := twoSamples(nx, ny)
	if df < 1 {
		return 0
	}
	critical := tQuantile(alpha/2, df)
	_, upper := noncentralT(critical, df, d/unit)
	lower, _ := noncentralT(-critical, df, d/unit)
	return upper + lower
}

// PowerEquivalence returns the chance that two one-sided t tests at alpha show
// nx and ny values to be equivalent within ±margin when the true difference is
// d, both in standard deviations (Owen 1965; Phillips 1990). Given the ratio s of
// the estimated to the true standard deviation, the difference must fall between
// margins drawn in by t·s standard errors; s is integrated over its range.
func PowerEquivalence(nx, ny int, margin, d, alpha float64) float64 {
	if !(margin > 0) {
		panic("stats: a margin is positive")
	}
	df, unit := twoSamples(nx, ny)
	if df < 1 {
		return 0
	}
	reach := tQuantile(alpha, df)
	lo, hi, _ := scaleRange(df)
	hi = min(hi, math.Log(margin/(unit*reach))) // beyond it no difference passes
	if hi <= lo {
		return 0
	}
	const panels = 40
	density := func(v float64) float64 { return math.Exp(df * (v - math.Expm1(2*v)/2)) }
	a, b, _ := scaleRange(df)
	total := overInterval(density, a, b, panels)
	return overInterval(func(v float64) float64 {
		s := math.Exp(v)
		return density(v) * (normalUpper((-margin-d)/unit+reach*s) - normalUpper((margin-d)/unit-reach*s))
	}, lo, hi, panels) / total
}

// SampleSize returns the least n a group, both of one size, for which power
// reaches the share wanted: PowerT or PowerEquivalence with all else given. It
// returns 0 when most values do not suffice.
func SampleSize(wanted float64, most int, power func(n int) float64) int {
	lo, hi := 1, 2
	for power(hi) < wanted {
		if lo = hi; hi >= most {
			return 0
		}
		hi = min(2*hi, most)
	}
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; power(mid) < wanted {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// twoSamples returns the degrees of freedom and the standard error, in standard
// deviations, of a difference of two means.
func twoSamples(nx, ny int) (df, unit float64) {
	return float64(nx + ny - 2), math.Sqrt(1/float64(nx) + 1/float64(ny))
}
