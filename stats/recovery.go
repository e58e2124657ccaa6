package stats

import (
	"math"
	"math/rand/v2"
)

// RatioParams: coverage (0: 95 %) and draws of the bootstrap (0: 9999).
type RatioParams struct {
	Confidence float64
	Draws      int
}

func (p RatioParams) draws() int {
	if p.Draws == 0 {
		return 9999
	}
	return p.Draws
}

// RecoveryIndex says how much of a deficit a treatment took back: 0 none, 1
// all of it.
type RecoveryIndex struct {
	Estimate float64
	// Fieller is the exact set under normal errors; unbounded when the deficit
	// itself is not shown.
	Fieller RatioSet
	// Bootstrap is the percentile interval over animals, each group redrawn by
	// itself; with a deficit that is not shown its ends mean little.
	Bootstrap Interval
	// Deficit is the test of control against deficit, Welch's; without it there
	// is nothing to have recovered.
	Deficit      Difference
	DF           float64 // of the Fieller set
	Undetermined string
}

// Recovery returns the index
//
//	RI = (mean treated - mean deficit) / (mean control - mean deficit)
//
// from per-animal values of three groups. Deficit is in numerator and
// denominator, so the two covary by its variance. For a ratio r the contrast is
// treated - r·control - (1-r)·deficit; its degrees of freedom are Welch's and
// Satterthwaite's at the estimate. "Fully reversed" needs the set inside [0.75,
// 1.25], "partly" above 0, and Deficit to be shown.
func Recovery(control, deficit, treated []float64, p RatioParams, rng *rand.Rand) RecoveryIndex {
	c, d, t := newSample(control), newSample(deficit), newSample(treated)
	confidence := confidenceOr(p.Confidence)
	zTwoSided(confidence) // checks the range
	out := RecoveryIndex{Undetermined: sampleFault(c, d, t)}
	if out.Undetermined != "" {
		return out
	}
	num, den := t.mean-d.mean, c.mean-d.mean
	out.Deficit = welchContrast(confidence, []sample{c, d}, []float64{1, -1})
	if den == 0 {
		out.Undetermined = "control and deficit have the same mean: nothing to recover"
		return out
	}
	out.Estimate = num / den
	r := out.Estimate
	_, out.DF = contrastVariance([]sample{t, c, d}, []float64{1, -r, r - 1})
	if out.DF == 0 {
		out.Undetermined = "no spread within the groups"
		return out
	}
	q := studentQuantile(0.5+confidence/2, out.DF)
	out.Fieller = Fieller(num, den, t.of()+d.of(), c.of()+d.of(), d.of(), q)
	draws := make([]float64, p.draws())
	for i := range draws {
		c0, d0, t0 := redraw(control, rng), redraw(deficit, rng), redraw(treated, rng)
		draws[i] = ratio(t0-d0, c0-d0)
	}
	out.Bootstrap = Interval{ratioQuantile(draws, 0.5-confidence/2), ratioQuantile(draws, 0.5+confidence/2)}
	return out
}

// ratio is a/b with 0/0 for no difference at all taken as NaN, which a
// percentile interval leaves out.
func ratio(a, b float64) float64 {
	if b == 0 && a == 0 {
		return math.NaN()
	}
	return a / b
}

// ratioQuantile is Quantile where draws may be infinite: between infinities, and
// with no draw that has a value, the end is open.
func ratioQuantile(draws []float64, q float64) float64 {
	v := Quantile(draws, q)
	if math.IsNaN(v) {
		return math.Inf(sign(q - 0.5))
	}
	return v
}

// sample is what a mean needs.
type sample struct {
	n, mean, variance float64
}

func newSample(x []float64) sample {
	s := sample{n: float64(len(x))}
	for _, v := range x {
		s.mean += v / s.n
	}
	for _, v := range x {
		s.variance += (v - s.mean) * (v - s.mean) / (s.n - 1)
	}
	return s
}

// of returns the variance of the mean.
func (s sample) of() float64 { return s.variance / s.n }

func sampleFault(groups ...sample) string {
	for _, s := range groups {
		if s.n < 2 {
			return "a group has fewer than two animals"
		}
		if math.IsNaN(s.mean) || math.IsInf(s.mean, 0) || math.IsNaN(s.variance) {
			return "a value is missing"
		}
	}
	return ""
}

// contrastVariance returns the variance of Σ w·mean and its Satterthwaite
// degrees of freedom, 0 without spread.
func contrastVariance(groups []sample, w []float64) (variance, df float64) {
	below := 0.0
	for i, s := range groups {
		v := w[i] * w[i] * s.of()
		variance += v
		below += v * v / (s.n - 1)
	}
	if below == 0 {
		return 0, 0
	}
	return variance, variance * variance / below
}

// welchContrast tests Σ w·mean against zero (Welch 1938).
func welchContrast(confidence float64, groups []sample, w []float64) Difference {
	var out Difference
	for i, s := range groups {
		out.Estimate += w[i] * s.mean
	}
	v, df := contrastVariance(groups, w)
	if df == 0 {
		out.Undetermined = "no spread within the groups"
		return out
	}
	out.SE = math.Sqrt(v)
	out.Statistic = out.Estimate / out.SE
	out.P = studentBothTails(out.Statistic, df)
	q := studentQuantile(0.5+confidence/2, df)
	out.Interval = Interval{out.Estimate - q*out.SE, out.Estimate + q*out.SE}
	return out
}

// redraw returns the mean of a bootstrap sample of x.
func redraw(x []float64, rng *rand.Rand) float64 {
	sum := 0.0
	for range x {
		sum += x[rng.IntN(len(x))]
	}
	return sum / float64(len(x))
}
