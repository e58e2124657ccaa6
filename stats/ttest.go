package stats

import "math"

// Test is an estimate with its standard error, the test of it against zero and
// its interval. DF is +Inf where the reference is normal. P is two-sided.
//
// Undetermined says in words why there is no answer; then Statistic, P and the
// interval are NaN, and so are Estimate and SE unless they exist without the
// rest. While it is empty no field is NaN.
type Test struct {
	Estimate     float64
	SE           float64
	DF           float64
	Statistic    float64
	P            float64
	Interval     Interval
	Undetermined string
}

// Reasons for which a statistic does not exist.
const (
	tooFew      = "fewer than two values"
	fewClusters = "fewer than two clusters"
	allEqual    = "no spread: all values are equal"
	notFinite   = "a value is not a finite number"
)

// undetermined is the Test without an answer.
func undetermined(reason string) Test {
	nan := math.NaN()
	return Test{nan, nan, nan, nan, nan, Interval{nan, nan}, reason}
}

// NewTest tests an estimate with its standard error against zero by Student's t
// with df degrees of freedom; +Inf is the normal distribution.
func NewTest(estimate, se, df, confidence float64) Test {
	switch {
	case math.IsNaN(estimate) || math.IsNaN(se) || math.IsNaN(df) || math.IsInf(estimate, 0) || math.IsInf(se, 0):
		return undetermined(notFinite)
	case !(df > 0):
		return undetermined("no degrees of freedom")
	case !(se > 0):
		u := undetermined(allEqual)
		u.Estimate = estimate
		return u
	}
	t := estimate / se
	half := tHalfWidth(confidence, df) * se
	return Test{estimate, se, df, t, tTwoSided(t, df), Interval{estimate - half, estimate + half}, ""}
}

// Upper returns the one-sided p value of an estimate above null.
func (t Test) Upper(null float64) float64 { return tUpper((t.Estimate-null)/t.SE, t.DF) }

// Lower returns the one-sided p value of an estimate below null.
func (t Test) Lower(null float64) float64 { return tUpper((null-t.Estimate)/t.SE, t.DF) }

// OneSample tests the mean of x against zero with n-1 degrees of freedom
// (Student 1908, doi 10.1093/biomet/6.1.1).
func OneSample(x []float64, confidence float64) Test {
	if reason := lacking(x); reason != "" {
		return undetermined(reason)
	}
	n := float64(len(x))
	m, v := meanVariance(x)
	return NewTest(m, math.Sqrt(v/n), n-1, confidence)
}

// Paired tests the mean of x[i]-y[i] against zero. Differences that vary by no
// more than their rounding have no spread.
func Paired(x, y []float64, confidence float64) Test {
	d := differences(x, y)
	t := OneSample(d, confidence)
	if t.Undetermined == "" && t.SE <= roundingShare*max(greatestSize(x), greatestSize(y)) {
		u := undetermined(allEqual)
		u.Estimate = t.Estimate
		return u
	}
	return t
}

// roundingShare bounds what subtracting values leaves of their rounding, as a
// share of the values.
const roundingShare = 1e-14

// greatestSize returns the largest magnitude.
func greatestSize(x []float64) float64 {
	most := 0.0
	for _, v := range x {
		most = max(most, math.Abs(v))
	}
	return most
}

// Student tests mean(x)-mean(y) against zero, with one variance for both groups
// and n₁+n₂-2 degrees of freedom. Groups of different spread and size make it
// wrong; Welch is then the test.
func Student(x, y []float64, confidence float64) Test {
	if reason := lacking(x, y); reason != "" {
		return undetermined(reason)
	}
	nx, ny := float64(len(x)), float64(len(y))
	mx, _ := meanVariance(x)
	my, _ := meanVariance(y)
	v := pooledVariance(x, y)
	return NewTest(mx-my, math.Sqrt(v*(1/nx+1/ny)), nx+ny-2, confidence)
}

// Welch tests mean(x)-mean(y) against zero, each group with its own variance
// (Welch 1947, doi 10.1093/biomet/34.1-2.28):
//
//	SE² = v₁/n₁ + v₂/n₂,  df = SE⁴ / (Σ (vᵢ/nᵢ)²/(nᵢ-1))
func Welch(x, y []float64, confidence float64) Test {
	return WelchContrast([][]float64{x, y}, []float64{1, -1}, confidence)
}

// lacking says why groups of values have no variances, or nothing.
func lacking(groups ...[]float64) string {
	for _, g := range groups {
		if !allFinite(g) {
			return notFinite
		}
		if len(g) < 2 {
			return tooFew
		}
	}
	return ""
}

func allFinite(x []float64) bool {
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// meanVariance returns the mean and the variance with divisor n-1, in two
// passes; values that are all equal have variance exactly zero.
func meanVariance(x []float64) (mean, variance float64) {
	n, sum, equal := float64(len(x)), 0.0, true
	for _, v := range x {
		sum += v
		equal = equal && v == x[0]
	}
	if equal && len(x) > 0 {
		return x[0], 0
	}
	mean = sum / n
	rest := 0.0
	for _, v := range x {
		rest += v - mean
	}
	mean += rest / n
	ss := 0.0
	for _, v := range x {
		ss += (v - mean) * (v - mean)
	}
	return mean, ss / (n - 1)
}

// pooledVariance returns the variance within groups, weighted by n-1.
func pooledVariance(groups ...[]float64) float64 {
	ss, df := 0.0, 0.0
	for _, g := range groups {
		_, v := meanVariance(g)
		d := float64(len(g) - 1)
		if d > 0 {
			ss += v * d
			df += d
		}
	}
	return ss / df
}

func differences(x, y []float64) []float64 {
	if len(x) != len(y) {
		panic("stats: slice length mismatch")
	}
	d := make([]float64, len(x))
	for i := range x {
		d[i] = x[i] - y[i]
	}
	return d
}
