package claim

import (
	"math"

	"gonum.org/v1/gonum/stat/combin"

	"respine/measure"
	"respine/stats"
)

// Estimate is what one reading of the data says, in numbers.
type Estimate struct {
	Reading  measure.Reading
	Kind     Kind
	Unit     string
	Effect   float64
	Interval stats.Interval // 95 %
	Narrow   stats.Interval // 90 %, which equivalence is read from
	Null     float64        // the effect if there were none
	P        float64        // two-sided for a difference, one-sided for equivalence; NaN where no test was made
	PTest    string         // the test that P is of: the one with the larger p, where two must pass
	LeastP   float64        // the smallest that exchanging animals between groups could give; a t test may go below
	Test     string
	Sizes    []Size
	Checks   []Check
	Aside    bool // told beside the others, and decides nothing: its p is none of the claim's
}

// Kind says what the effect of an estimate is.
type Kind string

// The kinds of effect.
const (
	Difference Kind = "difference"
	Ratio      Kind = "ratio"
	Mean       Kind = "mean"
	OddsRatio  Kind = "odds ratio"
	RateRatio  Kind = "rate ratio"
	Left       Kind = "share left"     // of the difference to be abolished
	Recovery   Kind = "recovery index" // of the deficit
	Kept       Kind = "share kept"     // of the effect not to be reduced
)

// Size is how many of each a group has, and its mean.
type Size struct {
	Group                  string
	Arms                   []string
	Animals, Without       int // with and without a value
	Cells, Branches, Items int
	Mean                   float64
	Values                 []measure.Value // of its animals
}

// Check is one assumption and whether it holds.
type Check struct {
	Name string
	OK   bool
	Text string
}

// confidence of the intervals, and the level of equivalence.
const (
	confidence = 0.95
	alpha      = 0.05
)

// contrast tests Σ wᵢ·meanᵢ of independent groups against zero, each with its own
// variance (Welch 1947, doi 10.1093/biomet/34.1-2.28).
func contrast(means []mean, weights ...float64) stats.Test {
	x, v, below := 0.0, 0.0, 0.0
	for i, m := range means {
		part := weights[i] * weights[i] * m.v
		x, v = x+weights[i]*m.x, v+part
	}
	if v == 0 {
		return stats.NewTest(x, 0, 1, confidence)
	}
	for i, m := range means {
		part := weights[i] * weights[i] * m.v / v
		below += part * part / m.df
	}
	return stats.NewTest(x, math.Sqrt(v), 1/below, confidence)
}

// at90 is the 90 % interval of a test.
func at90(t stats.Test) stats.Interval {
	return stats.NewTest(t.Estimate, t.SE, t.DF, 1-2*alpha).Interval
}

// leastP is the smallest two-sided p that exchanging animals can give, p being the
// share of ways whose statistic lies as far from zero as the one seen, on either
// side. Between two groups as large as each other every way has a mirror image
// that lies as far, so it is 2 over the number of ways; groups of two sizes have
// none, and it is 1 over it. In one group it is 2 over the number of signs.
func leastP(samples ...sample) float64 {
	switch len(samples) {
	case 1:
		return math.Min(1, 2*math.Pow(0.5, float64(len(samples[0].values))))
	default:
		a, b := len(samples[0].values), len(samples[1].values)
		mirrored := 1.0
		if a == b {
			mirrored = 2
		}
		return math.Min(1, mirrored/math.Round(math.Exp(combin.LogGeneralizedBinomial(float64(a+b), float64(a)))))
	}
}

// fieller returns the values ρ for which num - ρ·den does not differ from zero,
// num and den being contrasts of the same independent groups (Fieller 1954, doi
// 10.1111/j.2517-6161.1954.tb00159.x). False where they are no interval, because
// den may be zero.
func fieller(means []mean, num, den []float64, level float64) (stats.Interval, bool) {
	var a, b, vaa, vab, vbb float64
	for i, m := range means {
		a, b = a+num[i]*m.x, b+den[i]*m.x
		vaa, vab, vbb = vaa+num[i]*num[i]*m.v, vab+num[i]*den[i]*m.v, vbb+den[i]*den[i]*m.v
	}
	t := contrast(means, den...)
	if t.Undetermined != "" {
		return stats.Interval{}, false
	}
	df := math.Min(t.DF, contrast(means, num...).DF)
	half := stats.NewTest(0, 1, df, level).Interval.Hi
	q := half * half
	// (b²-q·vbb)ρ² - 2(ab-q·vab)ρ + (a²-q·vaa) <= 0
	A, B, C := b*b-q*vbb, a*b-q*vab, a*a-q*vaa
	if A <= 0 || math.IsNaN(df) {
		return stats.Interval{}, false
	}
	root := math.Sqrt(math.Max(0, B*B-A*C))
	return stats.Interval{Lo: (B - root) / A, Hi: (B + root) / A}, true
}
