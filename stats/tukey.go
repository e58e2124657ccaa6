package stats

import "math"

// Pair is the comparison of group I with group J, mean(I)-mean(J), adjusted for
// all pairs that are compared with it.
type Pair struct {
	I, J int
	Test
}

// Tukey compares all pairs of groups at once, one variance for all (Tukey 1953;
// for unequal sizes Kramer 1956, doi 10.2307/3001469). P and interval come from
// the studentised range: all intervals hold together with the confidence. The
// statistic is a t; the range is √2 times as large.
func Tukey(groups [][]float64, confidence float64) []Pair {
	k := len(groups)
	var out []Pair
	critical := 0.0
	for j := range k {
		for i := j + 1; i < k; i++ {
			w := make([]float64, k)
			w[i], w[j] = 1, -1
			t := Contrast(groups, w, confidence)
			if t.Undetermined == "" {
				if critical == 0 {
					critical = StudentizedRangeQuantile(1-confidence, k, t.DF) / math.Sqrt2
				}
				t.P = StudentizedRange(math.Abs(t.Statistic)*math.Sqrt2, k, t.DF)
				t.Interval = Interval{t.Estimate - critical*t.SE, t.Estimate + critical*t.SE}
			}
			out = append(out, Pair{i, j, t})
		}
	}
	return out
}

// StudentizedRange returns P(Q > q), Q being the range of k standard normal
// variables over an independent sqrt(χ²(df)/df) (Tukey 1953; Copenhaver &
// Holland 1988, doi 10.1080/00949658808811082). df may be +Inf. The error is below
// 1e-12 for up to 30 groups, whatever R's ptukey says.
func StudentizedRange(q float64, k int, df float64) float64 {
	if k < 2 || !(df > 0) {
		panic("stats: a studentised range needs two groups and a degree of freedom")
	}
	if q <= 0 {
		return 1
	}
	upper := rangeUpper(float64(k - 1))
	return min(1, max(0, overScale(func(s float64) float64 { return upper(q * s) }, df, q, 12)))
}

// StudentizedRangeQuantile returns the q that is exceeded with probability
// upper; it lies between that of one pair and Bonferroni's for all.
func StudentizedRangeQuantile(upper float64, k int, df float64) float64 {
	if !(upper > 0 && upper < 1) {
		panic("stats: a probability lies between 0 and 1")
	}
	pairs := float64(k*(k-1)) / 2
	lo, hi := math.Sqrt2*tQuantile(upper/2, df)*(1-1e-9), math.Sqrt2*tQuantile(upper/2/pairs, df)*(1+1e-9)
	return zeroOf(func(q float64) float64 { return 1 - StudentizedRange(q, k, df)/upper }, lo, hi)
}

// rangeUpper returns the probability that the range of m+1 standard normal
// variables exceeds w: the largest is z, not all others lie within w below it,
//
//	(m+1) ∫ φ(z) (Φ(z)^m - (Φ(z)-Φ(z-w))^m) dz
//
// where the difference is taken by the share Φ(z-w)/Φ(z) of the others beyond.
func rangeUpper(m float64) func(w float64) float64 {
	// Φ^m is as narrow as the largest of m+1 values is known: 0.3 gives 1e-12 for
	// 30 groups and 1e-10 for 100.
	z, weight := normalNodes(0.3)
	all := make([]float64, len(z))
	for i := range z {
		all[i] = normalUpper(-z[i])
		weight[i] *= (m + 1) * math.Pow(all[i], m)
	}
	return func(w float64) float64 {
		sum := 0.0
		for i, v := range weight {
			if v < 1e-20 { // nothing beside any p that is read
				continue
			}
			beyond := min(1, normalUpper(w-z[i])/all[i])
			sum -= v * math.Expm1(m*math.Log1p(-beyond))
		}
		return sum
	}
}
