package stats

import (
	"math"
	"math/rand/v2"
)

// Mediated splits the effect of a treatment on an outcome into the part that
// goes with a mediator and the rest.
type Mediated struct {
	A      Test // treatment on mediator
	B      Test // mediator on outcome, treatment held
	Direct Test // treatment on outcome, mediator held
	Total  Test // treatment on outcome

	// Sobel is the product a·b with SE² = a²SE_b² + b²SE_a² against the normal
	// distribution (Sobel 1982, doi 10.2307/270723). Its interval is symmetric,
	// which a product is not.
	Sobel    Test
	AroianSE float64 // with SE_a²SE_b² added (Aroian 1947)
	// Bootstrap is the percentile interval of a·b over groups drawn with
	// replacement; Draws counts those in which a·b existed.
	Bootstrap    Interval
	Draws        int
	Undetermined string // why there is nothing; A, B, Direct, Total and Sobel say the same
}

// Mediation fits mediator = i + a·treatment and outcome = i' + c'·treatment +
// b·mediator, and resamples whole groups (animals; row numbers when nil means that rows are
// independent). A randomised treatment makes a and Total causal; it does not make b so: what
// moves mediator and outcome together makes a product without any mediation
// (Imai et al. 2010, doi 10.1037/a0020761). A randomised removal of the mediator says
// more.
func Mediation(treatment, mediator, outcome []float64, group []int, draws int, rng *rand.Rand, confidence float64) Mediated {
	n := len(treatment)
	if len(mediator) != n || len(outcome) != n || group != nil && len(group) != n {
		panic("stats: slice length mismatch")
	}
	if group == nil {
		group = make([]int, n)
		for i := range group {
			group[i] = i
		}
	}
	onMediator := LeastSquares(columns(treatment), mediator)
	onBoth := LeastSquares(columns(treatment, mediator), outcome)
	alone := LeastSquares(columns(treatment), outcome)
	m := Mediated{
		A: onMediator.coefficient(1, confidence), B: onBoth.coefficient(2, confidence),
		Direct: onBoth.coefficient(1, confidence), Total: alone.coefficient(1, confidence),
	}
	if m.Undetermined = firstOf(m.A.Undetermined, m.B.Undetermined, m.Total.Undetermined); m.Undetermined != "" {
		nan := math.NaN()
		m.Sobel, m.AroianSE, m.Bootstrap = undetermined(m.Undetermined), nan, Interval{nan, nan}
		return m
	}
	a, b, sa, sb := m.A.Estimate, m.B.Estimate, m.A.SE, m.B.SE
	m.Sobel = NewTest(a*b, math.Sqrt(a*a*sb*sb+b*b*sa*sa), math.Inf(1), confidence)
	m.AroianSE = math.Sqrt(a*a*sb*sb + b*b*sa*sa + sa*sa*sb*sb)
	products := BootstrapGroups(group, draws, rng, func(rows []int) float64 {
		return indirect(pick(treatment, rows), pick(mediator, rows), pick(outcome, rows))
	})
	for _, p := range products {
		if !math.IsNaN(p) {
			m.Draws++
		}
	}
	m.Bootstrap = PercentileInterval(products, confidence)
	if m.Draws == 0 {
		m.Undetermined = "no resample had both arms and a mediator that varies"
	}
	return m
}

// indirect returns a·b in closed form: with S the sums of squares and products
// about the means, a = S_tm/S_tt, b = (S_tt S_my - S_tm S_ty)/(S_tt S_mm - S_tm²).
func indirect(t, m, y []float64) float64 {
	tt, mm := cross(t, t), cross(m, m)
	tm, ty, my := cross(t, m), cross(t, y), cross(m, y)
	det := tt*mm - tm*tm
	if det <= 1e-12*tt*mm || tt == 0 { // treatment and mediator say the same
		return math.NaN()
	}
	return tm / tt * (tt*my - tm*ty) / det
}

// cross returns Σ (x-x̄)(y-ȳ).
func cross(x, y []float64) float64 {
	mx, _ := meanVariance(x)
	my, _ := meanVariance(y)
	sum := 0.0
	for i := range x {
		sum += (x[i] - mx) * (y[i] - my)
	}
	return sum
}

// coefficient tests one coefficient with the classical covariance.
func (fit LinearFit) coefficient(j int, confidence float64) Test {
	if fit.Undetermined != "" {
		return undetermined(fit.Undetermined)
	}
	return NewTest(fit.Coef[j], fit.SE[j], fit.DF, confidence)
}

// columns sets columns beside one of ones, as rows.
func columns(x ...[]float64) [][]float64 {
	out := ones(len(x[0]))
	for i := range out {
		for _, c := range x {
			out[i] = append(out[i], c[i])
		}
	}
	return out
}

func firstOf(reasons ...string) string {
	for _, r := range reasons {
		if r != "" {
			return r
		}
	}
	return ""
}
