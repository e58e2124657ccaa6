package stats

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// A smooth function that dies out at both ends is integrated by equal steps:
// the error falls like exp(-2π²(width/step)²) for a bump of that width
// (Trefethen & Weideman 2014, doi 10.1137/130932132), so two steps a width give
// all digits of a float64.

// overLine integrates f from lo to hi in equal steps of at most step; f has
// died out at both ends.
func overLine(f func(float64) float64, lo, hi, step float64) float64 {
	n := int(math.Ceil((hi - lo) / step))
	h := (hi - lo) / float64(n)
	sum := (f(lo) + f(hi)) / 2
	for i := 1; i < n; i++ {
		sum += f(lo + float64(i)*h)
	}
	return sum * h
}

// normalReach is the number of standard deviations beyond which a normal
// density is below 1e-17 of its peak, with room for what it is multiplied with.
const normalReach = 9.5

// overNormal returns the mean of f over a standard normal variable; width is
// the shortest distance over which f changes.
func overNormal(f func(z float64) float64, width float64) float64 {
	step := 0.5 * min(width, 1)
	return overLine(func(z float64) float64 { return math.Exp(-z*z/2) * f(z) },
		-normalReach, normalReach, step) / math.Sqrt(2*math.Pi)
}

// scaleRange returns between which logarithms v of s = sqrt(χ²(df)/df) all but
// 1e-17 of the distribution lies, and how wide the density of v is. The density
// of v is proportional to exp(df·v - df·e^{2v}/2).
func scaleRange(df float64) (lo, hi, width float64) {
	const negligible = 42 // of the exponent: e^-42 is 6e-19
	width = 1 / math.Sqrt(2*df)
	drop := func(v float64) float64 { return df*(v-math.Expm1(2*v)/2) + negligible }
	lo, hi = -width, width
	for drop(lo) > 0 {
		lo *= 1.25
	}
	for drop(hi) > 0 {
		hi *= 1.25
	}
	return lo, hi, width
}

// scaleNodes returns points of s = sqrt(χ²(df)/df), the ratio of an estimated
// standard deviation to the true one, and their weights, which add to 1. change
// is the greatest change of what is averaged for a change of s by one, in widths
// of a normal distribution function: |t| for Φ(ts-δ).
func scaleNodes(df, change float64) (s, weight []float64) {
	if math.IsInf(df, 1) {
		return []float64{1}, []float64{1}
	}
	lo, hi, width := scaleRange(df)
	// e^{2v} bounds the strip in which the density is tame to |Im v| < π/4, and
	// with it the step whatever the width: exp(-2π(π/4)/0.12) is 1e-18.
	step := min(0.5*width, 0.12, 0.5/max(change*math.Exp(hi), 1))
	n := int(math.Ceil((hi - lo) / step))
	s, weight = make([]float64, n+1), make([]float64, n+1)
	sum := 0.0
	for i := range s {
		v := lo + float64(i)*(hi-lo)/float64(n)
		s[i] = math.Exp(v)
		weight[i] = math.Exp(df * (v - math.Expm1(2*v)/2))
		sum += weight[i]
	}
	for i := range weight { // the sum stands for the constant of the density
		weight[i] /= sum
	}
	return s, weight
}

// overScale returns the mean of f(s) over s = sqrt(χ²(df)/df).
func overScale(f func(s float64) float64, df, change float64) float64 {
	s, weight := scaleNodes(df, change)
	sum := 0.0
	for i, w := range weight {
		sum += w * f(s[i])
	}
	return sum
}

// overInterval integrates a function that is smooth within [lo, hi] but need
// not die out at its ends, by Gauss-Legendre in panels.
func overInterval(f func(float64) float64, lo, hi float64, panels int) float64 {
	const points = 24
	x, w := make([]float64, points), make([]float64, points)
	quad.Legendre{}.FixedLocations(x, w, 0, 1)
	h := (hi - lo) / float64(panels)
	sum := 0.0
	for i := range panels {
		for j := range x {
			sum += w[j] * f(lo+(float64(i)+x[j])*h)
		}
	}
	return sum * h
}
