package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// noncentralT returns both tails, P(T <= t) and P(T > t), of the noncentral t
// distribution, T = (Z + δ)/s with s = sqrt(χ²(df)/df), by quadrature: unlike the
// series of Lenth 1989 (AS 243) it has no limit on t or δ and loses no digits in
// either tail.
func noncentralT(t, df, delta float64) (lower, upper float64) {
	tail := noncentralTails(t, df)
	return tail(delta, false), tail(delta, true)
}

// noncentralTails returns the tails of T at t as functions of δ. The average is
// taken over the broader of the two variables, so that what is averaged is
// smooth and the cost does not grow with t:
//
//	P(T > t) = E Φ(δ-ts) over s, or E P(s < (Z+δ)/t) over Z for large t
func noncentralTails(t, df float64) func(delta float64, upper bool) float64 {
	const broad = 3 // ts against Z, in standard deviations
	switch {
	case math.Abs(t) > broad*math.Sqrt(2*df) && t < 0:
		mirrored := noncentralTails(-t, df)
		return func(delta float64, upper bool) float64 { return mirrored(-delta, !upper) }
	case t > broad*math.Sqrt(2*df):
		return func(delta float64, upper bool) float64 { return overNumerator(t, df, delta, upper) }
	}
	s, weight := scaleNodes(df, math.Abs(t), math.Inf(1))
	return func(delta float64, upper bool) float64 {
		sign := -1.0
		if upper {
			sign = 1
		}
		tail := 0.0
		for i, w := range weight {
			tail += w * normalUpper(sign*(t*s[i]-delta))
		}
		return tail
	}
}

// overNumerator averages the distribution of s at (z+δ)/t over z, for t > 0.
// Below z = -δ it is zero, and the integral starts there.
func overNumerator(t, df, delta float64, upper bool) float64 {
	const reach, panels = 9.5, 8 // φ(9.5) is 1e-20
	cumulative := mathext.GammaIncReg
	if !upper {
		cumulative = mathext.GammaIncRegComp
	}
	from := max(-delta, -reach)
	tail := overInterval(func(z float64) float64 {
		s := (z + delta) / t
		return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) * cumulative(df/2, df*s*s/2)
	}, from, max(reach, from+reach), panels)
	if !upper {
		tail += normalUpper(delta)
	}
	return tail
}

// noncentrality returns the δ for which P(T <= t) is p: the end of a confidence
// interval of δ when t was seen. The smaller tail is compared by its logarithm.
func noncentrality(t, df, p float64) float64 {
	tail := noncentralTails(t, df)
	f := func(delta float64) float64 { // falls with δ
		if p > 0.5 {
			return math.Log1p(-p) - math.Log(tail(delta, true))
		}
		return math.Log(tail(delta, false)) - math.Log(p)
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
