package lmm

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"

	"respine/formula"
)

// Method says where degrees of freedom come from.
type Method int

// KenwardRoger also widens standard errors for the variances being estimates;
// it is the better one below about a dozen animals (Luke 2017, doi
// 10.3758/s13428-016-0809-y) and needs REML.
const (
	Satterthwaite Method = iota
	KenwardRoger
)

func (m Method) String() string {
	return [...]string{"Satterthwaite", "Kenward-Roger"}[m]
}

// Estimate is a linear combination of the fixed effects with its t test against
// nought and its interval. DF is infinite where the variance of the estimate is
// known as well as makes no difference.
type Estimate struct {
	Name            string
	Value, SE, DF   float64
	T, P, Low, High float64
	Method          Method
}

// Joint is the F test that several combinations are all nought. Numerator is
// the number of independent ones among them, Denominator the degrees of freedom
// of the error.
type Joint struct {
	F, Numerator, Denominator, P float64
	Method                       Method
}

// Estimates tests combinations one by one. No combination gives the
// coefficients. Kenward-Roger on a fit by maximum likelihood is an error.
func (m *Model) Estimates(by Method, all ...formula.Linear) ([]Estimate, error) {
	if all == nil {
		all = m.Design.Coefficients()
	}
	v, err := m.variability(by)
	if err != nil {
		return nil, err
	}
	out := make([]Estimate, len(all))
	for i, l := range all {
		w := m.solver.turned(m.weights(l))
		variance := quadraticForm(w, v.cov(), w)
		out[i] = m.estimate(l, math.Sqrt(variance), v.freedom(w), by)
	}
	return out, nil
}

// weights checks the length of a combination.
func (m *Model) weights(l formula.Linear) []float64 {
	if len(l.Weights) != len(m.Coef) {
		panic("lmm: a combination of another design")
	}
	return l.Weights
}

func (m *Model) estimate(l formula.Linear, unit, df float64, by Method) Estimate {
	e := Estimate{Name: l.Name, Value: dot(l.Weights, m.Coef), SE: unit * m.Sigma, DF: df, Method: by}
	if e.SE == 0 { // a combination of nothing
		e.P, e.Low, e.High = 1, e.Value, e.Value
		return e
	}
	e.T = e.Value / e.SE
	e.P = twoSided(e.T, df)
	half := quantile(0.5+m.Params.Confidence/2, df) * e.SE
	e.Low, e.High = e.Value-half, e.Value+half
	return e
}

// variability is the covariance of gamma in units of the residual variance, and
// the degrees of freedom that go with it.
type variability interface {
	cov() []float64
	freedom(w []float64) float64
}

func (m *Model) variability(by Method) (variability, error) {
	if by == KenwardRoger {
		return m.kenwardRoger()
	}
	return m.satterthwaite(), nil
}

// twoSided is the probability of |t| or more.
func twoSided(t, df float64) float64 {
	if math.IsInf(df, 1) {
		return math.Erfc(math.Abs(t) / math.Sqrt2)
	}
	return mathext.RegIncBeta(df/2, 0.5, df/(df+t*t))
}

func quantile(p, df float64) float64 {
	if math.IsInf(df, 1) {
		return distuv.UnitNormal.Quantile(p)
	}
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Quantile(p)
}

// upperF is the probability of F or more.
func upperF(f, numerator, denominator float64) float64 {
	switch {
	case f <= 0:
		return 1
	case math.IsInf(denominator, 1):
		return mathext.GammaIncRegComp(numerator/2, f*numerator/2)
	}
	return mathext.RegIncBeta(denominator/2, numerator/2, denominator/(denominator+numerator*f))
}

// quadraticForm is a'Mb.
func quadraticForm(a, m, b []float64) (sum float64) {
	for i, x := range a {
		sum += x * dot(m[i*len(b):(i+1)*len(b)], b)
	}
	return sum
}

// inverse is the pseudo-inverse of a symmetric matrix whose eigenvalues below
// the given share of the largest are nought or negative by rounding.
func inverse(h [][]float64, share float64) [][]float64 {
	out := matrices(len(h), len(h))
	values, vectors := eigen(h)
	largest := values[len(values)-1]
	for k, l := range values {
		if l <= share*largest {
			continue
		}
		for i, x := range vectors[k] {
			addScaled(out[i], x/l, vectors[k])
		}
	}
	return out
}
