package twin

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Estimate is a difference between two groups of mice, or of one group from a
// number, with its interval over mice.
type Estimate struct {
	N, Against        int // mice with a value
	Mean, MeanAgainst float64
	Difference        float64
	Lo, Hi            float64 // 95 %
	Lo90, Hi90        float64 // 90 %, for equivalence
	G                 float64 // Hedges' g: difference over the spread between mice, corrected for few of them
	Undefined         string
}

// defined returns the numbers of the mice that have one.
func defined(values []Value) []float64 {
	var out []float64
	for _, v := range values {
		if v.Undefined == "" {
			out = append(out, v.X())
		}
	}
	return out
}

func meanVar(x []float64) (mean, variance float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(len(x)-1)
	}
	return mean, variance
}

// difference estimates the mean of x less that of y: Welch's interval (Welch
// 1947) for different mice, Student's on the pairs for the same ones. Fewer
// than two mice in a group have no spread and the estimate is undefined.
func difference(x, y []Value, paired bool) Estimate {
	if paired {
		return pairedDifference(x, y)
	}
	a, b := defined(x), defined(y)
	if len(a) < 2 || len(b) < 2 {
		return unknownEstimate(len(a), len(b), "fewer than two mice with a value in a group")
	}
	ma, va := meanVar(a)
	mb, vb := meanVar(b)
	na, nb := float64(len(a)), float64(len(b))
	sa, sb := va/na, vb/nb
	df := (sa + sb) * (sa + sb) / (sa*sa/(na-1) + sb*sb/(nb-1))
	e := Estimate{N: len(a), Against: len(b), Mean: ma, MeanAgainst: mb, Difference: ma - mb}
	pooled := math.Sqrt(((na-1)*va + (nb-1)*vb) / (na + nb - 2))
	e.G = hedges(e.Difference, pooled, na+nb-2)
	return e.around(math.Sqrt(sa+sb), df)
}

func pairedDifference(x, y []Value) Estimate {
	var d, a, b []Value
	for i := range min(len(x), len(y)) {
		if x[i].Undefined == "" && y[i].Undefined == "" {
			a, b = append(a, x[i]), append(b, y[i])
			d = append(d, Value{Sum: x[i].X() - y[i].X(), Of: 1})
		}
	}
	e := oneSample(d, 0)
	if e.Undefined != "" {
		return e
	}
	var va, vb float64
	e.Mean, va = meanVar(defined(a))
	e.MeanAgainst, vb = meanVar(defined(b))
	e.Against = e.N
	e.G = hedges(e.Difference, math.Sqrt((va+vb)/2), 2*float64(e.N)-2)
	return e
}

// oneSample estimates the mean of x less a number.
func oneSample(x []Value, reference float64) Estimate {
	a := defined(x)
	if len(a) < 2 {
		return unknownEstimate(len(a), 0, "fewer than two mice with a value")
	}
	m, v := meanVar(a)
	n := float64(len(a))
	e := Estimate{N: len(a), Mean: m, MeanAgainst: reference, Difference: m - reference}
	e.G = hedges(e.Difference, math.Sqrt(v), n-1)
	return e.around(math.Sqrt(v/n), n-1)
}

// hedges returns the standardised difference with the exact correction
// gamma(df/2)/(sqrt(df/2) gamma((df-1)/2)) (Hedges 1981, doi
// 10.3102/10769986006002107); NaN when there is no spread.
func hedges(difference, sd, df float64) float64 {
	if sd == 0 || df < 2 {
		return math.NaN()
	}
	a, _ := math.Lgamma(df / 2)
	b, _ := math.Lgamma((df - 1) / 2)
	return difference / sd * math.Exp(a-b) / math.Sqrt(df/2)
}

// around adds intervals from a standard error. No spread at all gives intervals
// of no width.
func (e Estimate) around(se, df float64) Estimate {
	if se == 0 {
		e.Lo, e.Hi, e.Lo90, e.Hi90 = e.Difference, e.Difference, e.Difference, e.Difference
		return e
	}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}
	wide, narrow := se*t.Quantile(0.975), se*t.Quantile(0.95)
	e.Lo, e.Hi, e.Lo90, e.Hi90 = e.Difference-wide, e.Difference+wide, e.Difference-narrow, e.Difference+narrow
	return e
}

func unknownEstimate(n, against int, why string) Estimate {
	nan := math.NaN()
	return Estimate{N: n, Against: against, Mean: nan, MeanAgainst: nan, Difference: nan, Lo: nan, Hi: nan, Lo90: nan, Hi90: nan, G: nan, Undefined: why}
}
