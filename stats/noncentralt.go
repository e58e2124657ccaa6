package stats

import "math"

// noncentralT returns both tails, P(T <= t) and P(T > t), of the noncentral t
// distribution, T = (Z + δ)/s with s = sqrt(χ²(df)/df):
//
//	P(T <= t) = E Φ(ts - δ)
//
// by quadrature over s. Unlike the series of Lenth 1989 (AS 243) it has no
// limit on δ and loses no digits in either tail.
func noncentralT(t, df, delta float64) (lower, upper float64) {
	tail := func(sign float64) float64 {
		return overScale(func(s float64) float64 { return normalUpper(sign * (t*s - delta)) }, df, math.Abs(t))
	}
	return tail(-1), tail(1)
}

// noncentrality returns the δ for which P(T <= t) is p: the end of a confidence
// interval of δ when t was seen. The points of s serve all of the search, and
// the smaller tail is compared by its logarithm.
func noncentrality(t, df, p float64) float64 {
	s, weight := scaleNodes(df, math.Abs(t))
	sign, want := -1.0, math.Log(p)
	if p > 0.5 {
		sign, want = 1, math.Log1p(-p)
	}
	f := func(delta float64) float64 { // falls with δ
		tail := 0.0
		for i, w := range weight {
			tail += w * normalUpper(sign*(t*s[i]-delta))
		}
		return -sign * (math.Log(tail) - want)
	}
	lo, hi := t-1, t+1
	for f(lo) < 0 {
		lo -= 2 * (hi - lo)
	}
	for f(hi) > 0 {
		hi += 2 * (hi - lo)
	}
	return zeroOf(f, lo, hi)
}
