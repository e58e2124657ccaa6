package stats

import "math"

// CommonOdds is one odds ratio over several tables.
type CommonOdds struct {
	Estimate     float64
	Interval     Interval
	Test         Omnibus // of the odds ratio being 1 in every table
	Undetermined string  // why there is no estimate; the numbers are then NaN
}

// MantelHaenszel estimates one odds ratio over 2×2 tables, one a stratum
// (Mantel & Haenszel 1959, doi 10.1093/jnci/22.4.719):
//
//	Σ ad/n / Σ bc/n
//
// with the variance of its logarithm of Robins, Breslow & Greenland 1986 (doi
// 10.2307/2531052). corrected takes one half off the distance in the test.
func MantelHaenszel(strata [][2][2]int, corrected bool, confidence float64) CommonOdds {
	z := zTwoSided(confidence)
	var r, s, pr, both, qs, off, variance float64
	for _, t := range strata {
		a, b, c, d := float64(t[0][0]), float64(t[0][1]), float64(t[1][0]), float64(t[1][1])
		if a < 0 || b < 0 || c < 0 || d < 0 {
			panic("stats: a table holds counts")
		}
		n := a + b + c + d
		if n < 2 {
			continue // no information about association
		}
		ri, si, p, q := a*d/n, b*c/n, (a+d)/n, (b+c)/n
		r, s = r+ri, s+si
		pr, both, qs = pr+p*ri, both+p*si+q*ri, qs+q*si
		off += a - (a+b)*(a+c)/n
		variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))
	}
	out := CommonOdds{Test: Omnibus{Undetermined: "no table tells"}}
	if variance > 0 {
		off = math.Abs(off)
		if corrected {
			off -= min(0.5, off)
		}
		out.Test = newOmnibus(off*off/variance, 1)
	}
	if r == 0 || s == 0 {
		nan := math.NaN()
		out.Estimate, out.Interval = nan, Interval{nan, nan}
		out.Undetermined = "empty cells: the odds ratio is 0, infinite or 0/0"
		return out
	}
	se := math.Sqrt(pr/(2*r*r) + both/(2*r*s) + qs/(2*s*s))
	out.Estimate = r / s
	out.Interval = Interval{out.Estimate * math.Exp(-z*se), out.Estimate * math.Exp(z*se)}
	return out
}
