// Package lmm fits linear mixed models: a response on the scale of its unit,
// fixed effects, and any number of nested or crossed random intercepts and
// slopes, as in
//
//	logvol ~ arm * restored + (1 | animal/branch)
//
// by maximum likelihood or restricted maximum likelihood (REML, the default),
// profiled to the relative covariance factor theta (Bates et al. 2015, doi
// 10.18637/jss.v067.i01), with Newton's method on exact derivatives. Tests of
// fixed effects count animals, not spines: degrees of freedom come after
// Satterthwaite (1946, doi 10.2307/3002019; Kuznetsova et al. 2017, doi
// 10.18637/jss.v082.i13) or Kenward & Roger (1997, doi 10.2307/2533558;
// Halekoh & Højsgaard 2014, doi 10.18637/jss.v059.i09).
//
// Nested effects are handled one top-level group at a time; crossed effects
// share one factor, held dense: a few thousand levels at most. It knows no weights, no correlated or unequal
// residuals and no other distribution than the normal one. It cannot see a
// level of nesting that the formula leaves out.
package lmm

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"respine/formula"
)

// DefaultConfidence of intervals.
const DefaultConfidence = 0.95

// Params of a fit. The zero value is REML with 95 % intervals.
type Params struct {
	ML         bool
	Confidence float64
}

// Model is a fitted model. Coef and Cov are in the order of Design.Names.
type Model struct {
	Design    formula.Design
	Params    Params
	Coef      []float64
	Cov       *mat.SymDense // of Coef, as if the variances were known
	Sigma     float64       // residual standard deviation
	Random    []Variation   // in the order of Design.Groups
	Criterion float64       // -2 log-likelihood, restricted under REML
	LogLik    float64
	Fitted    []float64 // with the random effects
	Residuals []float64
	Singular  []string // reasons why the fit stands on a boundary; none inside

	solver    *solver
	variances *variances
	scale     float64 // of the residuals handed to the solver
	base      []float64
}

// Variation is what one random term varies by.
type Variation struct {
	Name  string
	Names []string      // of the effects
	Cov   *mat.SymDense // between the effects of a level
	Theta *mat.TriDense // lower Cholesky factor of Cov over Sigma^2
	Modes *mat.Dense    // conditional modes (BLUPs), levels x effects
}

// SD returns the standard deviation of effect i.
func (v Variation) SD(i int) float64 { return math.Sqrt(v.Cov.At(i, i)) }

// Corr returns the correlation of two effects, and false where one of them
// does not vary.
func (v Variation) Corr(i, j int) (float64, bool) {
	s := v.SD(i) * v.SD(j)
	if s == 0 {
		return 0, false
	}
	return math.Max(-1, math.Min(1, v.Cov.At(i, j)/s)), true
}

// Fit fits the model of a design. A variance of nought, or effects that are
// perfectly correlated, are fits, with the reason in Singular. Data that leave
// the model without an answer give an Undetermined error: a constant response,
// a fit without residual, a grouping with one level or with as many effects as
// rows, fewer rows than coefficients. Columns of X that follow from others are
// listed in Design.Aliased and are not part of the fit.
func Fit(d formula.Design, p Params) (*Model, error) {
	if p.Confidence == 0 {
		p.Confidence = DefaultConfidence
	}
	if !(p.Confidence > 0 && p.Confidence < 1) {
		panic("lmm: confidence must lie between 0 and 1")
	}
	if err := check(d); err != nil {
		return nil, err
	}
	return fit(d, newStructure(d), p)
}

// check refuses designs that no response could be fitted to.
func check(d formula.Design) error {
	if d.Trials != nil {
		return fmt.Errorf("lmm: %s counts successes of trials, which this model has no distribution for\nhint: fit a generalised model, or write I(%s) for the plain ratio", d.Response, d.Response)
	}
	n := len(d.Y)
	if n <= len(d.Names) {
		return Undetermined{fmt.Sprintf("%d rows for %d coefficients leave no residual", n, len(d.Names)), "take terms out of the formula"}
	}
	for _, g := range d.Groups {
		switch effects := len(g.Levels) * len(g.Names); {
		case len(g.Levels) < 2:
			return Undetermined{fmt.Sprintf("every row is of the same %s, %s: what varies between levels cannot be told from the mean", g.Name, g.Levels[0]), "leave (… | " + g.Name + ") out; the result then speaks of this " + g.Name + " alone"}
		case effects >= n:
			return Undetermined{fmt.Sprintf("%d random effects of %s for %d rows: they cannot be told from the residual", effects, g.Name, n), "a level needs more than one row; leave (… | " + g.Name + ") out"}
		}
	}
	return nil
}

// fit solves for one response on a known structure.
func fit(d formula.Design, s *structure, p Params) (*Model, error) {
	m := &Model{Design: d, Params: p}
	y := append([]float64(nil), d.Y...)
	if d.Offset != nil {
		addScaled(y, -1, d.Offset)
	}
	size := math.Sqrt(dot(y, y))
	m.base = make([]float64, s.p)
	for range 2 {
		for j, q := range s.q {
			c := dot(q, y)
			m.base[j] += c
			addScaled(y, -c, q)
		}
	}
	rest := math.Sqrt(dot(y, y))
	if rest <= exact*size {
		return nil, noResidual(d)
	}
	m.scale = rest / math.Sqrt(float64(s.n-s.p))
	for i := range y {
		y[i] /= m.scale
	}
	m.solver = newSolver(s, y, p.ML)
	if m.solver.saturated() {
		return nil, Undetermined{"the random effects fit the response without residual", "a level needs rows that differ, or leave the innermost term out"}
	}
	if err := m.solver.minimise(); err != nil {
		return nil, err
	}
	m.variances = m.solver.derive()
	m.report()
	return m, nil
}

// exact is the share of a response's size below which residuals are rounding.
const exact = 1e-13

// noResidual tells a constant response from a perfect fit.
func noResidual(d formula.Design) error {
	for _, y := range d.Y {
		if y != d.Y[0] {
			return Undetermined{"the fixed effects fit the response " + d.Response + " without residual", "take terms out of the formula"}
		}
	}
	return Undetermined{fmt.Sprintf("the response %s is %g on every row", d.Response, d.Y[0]), ""}
}

// saturated reports whether random effects can explain every residual, which
// leaves the likelihood without a maximum.
func (v *solver) saturated() bool {
	const wide, left = 1e5, 1e-9 // T = 1e5 I shrinks effects by 1e-10
	theta := v.start()
	for i := range theta {
		theta[i] *= wide
	}
	v.eval(theta)
	return len(theta) > 0 && v.r2 < left*v.yy
}
