package stats

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// A smooth function that dies out at both ends is integrated by equal steps:
// for a bump shaped like a normal density of standard deviation w the error is
// exp(-2π²(w/step)²) (Trefethen & Weideman 2014, doi 10.1137/130932132), which
// is below 1e-16 from step = 0.7 w on. A product of bumps has 1/w² = Σ 1/wᵢ².

// stepFor returns the step for a product of bumps of these widths.
func stepFor(widths ...float64) float64 {
	sum := 0.0
	for _, w := range widths {
		sum += 1 / (w * w)
	}
	return 0.7 / math.Sqrt(sum)
}

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

// normalNodes returns points of a standard normal variable and their weights,
// which add to 1; width is the shortest distance over which what is averaged
// changes.
func normalNodes(width float64) (z, weight []float64) {
	const reach = 9.5 // the density is 2e-20 of its peak
	n := int(math.Ceil(2 * reach / stepFor(1, width)))
	h := 2 * reach / float64(n)
	z, weight = make([]float64, n+1), make([]float64, n+1)
	for i := range z {
		z[i] = -reach + float64(i)*h
		weight[i] = h * math.Exp(-z[i]*z[i]/2) / math.Sqrt(2*math.Pi)
	}
	return z, weight
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
// standard deviation to the true one, and their weights, which add to 1. What is
// averaged changes by at most min(slope·s, most) normal widths for a change of
// log s by one: slope is t for Φ(ts-δ), and most is where its changes are over,
// about 10 when δ is near zero.
func scaleNodes(df, slope, most float64) (s, weight []float64) {
	if math.IsInf(df, 1) {
		return []float64{1}, []float64{1}
	}
	lo, hi, width := scaleRange(df)
	// e^{2v} bounds the strip in which the density is tame to |Im v| < π/4, and
	// with it the step whatever the width: exp(-2π(π/4)/0.12) is 1e-18.
	// At the far end s is e^hi, halfway there the density is below 1e-4 already.
	step := min(0.12, stepFor(width, 1/min(slope*math.Exp(hi/2), most)))
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
func overScale(f func(s float64) float64, df, slope, most float64) float64 {
	s, weight := scaleNodes(df, slope, most)
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
