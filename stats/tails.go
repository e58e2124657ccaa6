package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Tails of the reference distributions, each computed from its own end so that
// a small probability keeps its digits.

// normalUpper returns P(Z > z).
func normalUpper(z float64) float64 { return 0.5 * math.Erfc(z/math.Sqrt2) }

// tTwoSided returns P(|T| > |t|) of Student's t: I(ν/(ν+t²); ν/2, 1/2). Without
// end of df it is the normal tail.
func tTwoSided(t, df float64) float64 {
	switch {
	case math.IsInf(df, 1):
		return normalBothTails(t)
	case math.IsInf(t, 0):
		return 0
	}
	return mathext.RegIncBeta(df/2, 0.5, df/(df+t*t))
}

// tUpper returns P(T > t).
func tUpper(t, df float64) float64 {
	p := tTwoSided(t, df) / 2
	if t < 0 {
		return 1 - p
	}
	return p
}

// tQuantile returns the t above which the share upper of Student's t lies,
// for upper below one half.
func tQuantile(upper, df float64) float64 {
	z := distuv.UnitNormal.Quantile(1 - upper)
	if math.IsInf(df, 1) {
		return z
	}
	hi := z
	for tUpper(hi, df) > upper {
		hi *= 2
	}
	return zeroOf(func(t float64) float64 { return tUpper(t, df)/upper - 1 }, 0, hi)
}

// tHalfWidth returns how many standard errors an interval of this confidence
// reaches to either side.
func tHalfWidth(confidence, df float64) float64 {
	zTwoSided(confidence) // checks the range
	return tQuantile((1-confidence)/2, df)
}

// fUpper returns P(F > f) with df1 and df2 degrees of freedom.
func fUpper(f, df1, df2 float64) float64 {
	switch {
	case f <= 0:
		return 1
	case math.IsInf(f, 1):
		return 0
	}
	return mathext.RegIncBeta(df2/2, df1/2, df2/(df2+df1*f))
}
