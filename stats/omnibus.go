package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Omnibus is a statistic referred to chi-square on DF degrees of freedom. With
// Undetermined set the numbers mean nothing.
type Omnibus struct {
	Statistic    float64
	DF           int
	P            float64
	Undetermined string
}

// newOmnibus refers q to chi-square; no degrees of freedom is no test.
func newOmnibus(q float64, df int) Omnibus {
	if df < 1 {
		return Omnibus{Undetermined: "nothing to compare: no degree of freedom"}
	}
	if math.IsNaN(q) {
		return Omnibus{DF: df, Undetermined: "the statistic has no value"}
	}
	q = math.Max(0, q)
	return Omnibus{Statistic: q, DF: df, P: chiSquareUpper(q, float64(df))}
}

// chiSquareUpper returns the probability that chi-square on df degrees of
// freedom exceeds q.
func chiSquareUpper(q, df float64) float64 {
	if q <= 0 {
		return 1
	}
	return mathext.GammaIncRegComp(df/2, q/2)
}

// normalBothTails returns the probability that |Z| exceeds |z|.
func normalBothTails(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// studentBothTails returns the probability that |T| on df degrees of freedom
// exceeds |t|.
func studentBothTails(t, df float64) float64 {
	return math.Min(1, 2*distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Survival(math.Abs(t)))
}

// studentQuantile returns the p-th quantile of T on df degrees of freedom.
func studentQuantile(p, df float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Quantile(p)
}

// confidenceOr returns c, or DefaultConfidence for the zero value.
func confidenceOr(c float64) float64 {
	if c == 0 {
		return DefaultConfidence
	}
	return c
}
