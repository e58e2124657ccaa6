package stats

import "math"

// Dunnett compares every group with one control at once, one variance for all
// (Dunnett 1955, doi 10.1080/01621459.1955.10501294). P and intervals are
// two-sided and hold together. With fewer comparisons than Tukey's it has more
// power. Pair.I counts groups from 0; J is -1, the control.
func Dunnett(control []float64, groups [][]float64, confidence float64) []Pair {
	all := append([][]float64{control}, groups...)
	loading := make([]float64, len(groups))
	for i, g := range groups {
		loading[i] = math.Sqrt(float64(len(g)) / float64(len(g)+len(control)))
	}
	var out []Pair
	critical := 0.0
	for i := range groups {
		w := make([]float64, len(all))
		w[i+1], w[0] = 1, -1
		t := Contrast(all, w, confidence)
		if t.Undetermined == "" {
			if critical == 0 {
				critical = dunnettQuantile(1-confidence, loading, t.DF)
			}
			t.P = dunnettUpper(math.Abs(t.Statistic), loading, t.DF)
			t.Interval = Interval{t.Estimate - critical*t.SE, t.Estimate + critical*t.SE}
		}
		out = append(out, Pair{i, -1, t})
	}
	return out
}

// dunnettUpper returns P(max |Tᵢ| > t) for tᵢ = (aᵢZ₀ + sqrt(1-aᵢ²)Zᵢ)/s with
// a common Z₀, the control's share of every difference, and a common s:
//
//	E_s E_z [1 - Π (Φ((ts-aᵢz)/bᵢ) - Φ((-ts-aᵢz)/bᵢ))],  bᵢ = sqrt(1-aᵢ²)
func dunnettUpper(t float64, loading []float64, df float64) float64 {
	narrow := 1.0 // b over a, both at most 1
	for _, a := range loading {
		narrow = min(narrow, math.Sqrt(1-a*a)/a)
	}
	z, weight := normalNodes(narrow / 2) // a product of several is narrower than each
	beyond := func(s float64) float64 {
		sum := 0.0
		for i := range (len(z) + 1) / 2 { // -z gives the same as z
			within := 0.0 // logarithm
			for _, a := range loading {
				b := math.Sqrt(1 - a*a)
				within += math.Log1p(-min(1, normalUpper((t*s-a*z[i])/b)+normalUpper((t*s+a*z[i])/b)))
			}
			twice := 2.0
			if 2*i == len(z)-1 {
				twice = 1
			}
			sum -= twice * weight[i] * math.Expm1(within)
		}
		return sum
	}
	return min(1, overScale(beyond, df, t/narrow, 20/narrow))
}

// dunnettQuantile returns the t that the largest |Tᵢ| exceeds with probability
// upper; it lies between that of one comparison and Bonferroni's.
func dunnettQuantile(upper float64, loading []float64, df float64) float64 {
	k := float64(len(loading))
	lo, hi := tQuantile(upper/2, df)*(1-1e-9), tQuantile(upper/2/k, df)*(1+1e-9)
	return zeroOf(func(t float64) float64 { return 1 - dunnettUpper(t, loading, df)/upper }, lo, hi)
}
