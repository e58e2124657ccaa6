package stats

import "math"

// Wilson returns the score interval of a binomial proportion, k successes in n
// trials (Wilson 1927):
//
//	(p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n),  p = k/n
//
// No trials leave everything open: the interval is [0, 1].
func Wilson(k, n int, confidence float64) Interval {
	if k < 0 || n < 0 || k > n {
		panic("stats: Wilson needs 0 <= k <= n")
	}
	z := zTwoSided(confidence)
	if n == 0 {
		return Interval{0, 1}
	}
	m := float64(n)
	p := float64(k) / m
	centre := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	iv := Interval{math.Max(0, centre-half), math.Min(1, centre+half)}
	if k == 0 {
		iv.Lo = 0 // exactly, not to rounding
	}
	if k == n {
		iv.Hi = 1
	}
	return iv
}
