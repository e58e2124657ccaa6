package glmm

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Result is a fitted model. Its methods share scratch space and are not for
// several goroutines at once.
type Result struct {
	Family       Family
	Link         Link
	Nodes        int // 1 is the Laplace approximation
	Rows         int
	Coefficients []Coefficient
	// VCov is the covariance of the coefficients, from the Hessian of the
	// deviance by all parameters. Rows of undetermined coefficients are zero.
	VCov       *mat.SymDense
	Components []Component
	Dispersion *Dispersion // nil for the binomial and Poisson
	LogLik     float64
	Deviance   float64 // -2 LogLik
	Parameters int     // estimated: coefficients, variances, dispersion
	AIC, BIC   float64
	Modes      []Modes
	Eta        []float64 // of every row given its random effects, offset included
	Fitted     []float64 // mean of every row: of one trial, or of the count
	Converged  bool
	Notes      []string // what the data left open
	est        *estimate
	cov        *mat.SymDense // of the optimiser's coordinates
	all        *mat.SymDense // VCov of the finite fit: infinite coefficients may cancel in a combination
	df         []float64     // of every coefficient, between and within levels
}

// Coefficient is a fixed effect on the link scale. A coefficient that the data
// do not determine says why in Reason; one that they drive to infinity is ±Inf.
type Coefficient struct {
	Name     string
	Estimate float64
	SE       float64 // +Inf without an estimate
	Reason   string
}

// Component is the spread of one random term on the link scale.
type Component struct {
	Group  string
	Levels int
	Names  []string
	SD     []float64
	// Correlation of the columns, row by row; 0 where a variance is zero.
	Correlation [][]float64
	// Reason says why a spread is zero, or has no upper bound.
	Reason string
}

// Dispersion is the parameter beside the mean.
type Dispersion struct {
	// Name is "ρ", the intra-class correlation of the beta-binomial; "α" of the
	// negative binomial with variance μ + αμ²; "φ", the precision of beta.
	Name     string
	Estimate float64
	SE       float64
	Reason   string // set at the boundary
}

// Modes are the conditional modes of a random term: the likeliest deviation of
// every level, on the link scale.
type Modes struct {
	Group  string
	Names  []string
	Levels []string
	Values [][]float64 // levels x names
}

func newResult(e *estimate, nodes int) *Result {
	d := e.d
	r := &Result{Link: e.pr.link, Nodes: max(nodes, 1), Rows: d.n, est: e}
	r.Deviance = e.deviance
	r.LogLik = -e.deviance / 2
	r.Parameters = len(e.cols) + len(e.directions) + e.pr.nTheta
	if e.pr.family.dispersed() {
		r.Parameters++
	}
	r.AIC = r.Deviance + 2*float64(r.Parameters)
	r.BIC = r.Deviance + float64(r.Parameters)*math.Log(float64(d.n))
	r.Converged = len(e.cols) == 0 && len(e.directions) > 0 || e.min.converged()
	if e.state != nil {
		e.state.set(e.min.x)
		e.state.mode()
		r.cov = e.covariance()
	}
	r.df = degrees(d, e)
	r.fixedEffects()
	r.components()
	r.dispersion()
	r.modes()
	r.rows()
	r.remarks()
	return r
}

// fixedEffects takes the estimate back to the design's columns.
func (r *Result) fixedEffects() {
	e := r.est
	d := e.d
	r.VCov = mat.NewSymDense(max(d.p, 1), nil)
	r.Coefficients = make([]Coefficient, d.p)
	var beta []float64
	if e.state != nil {
		gamma, _, _ := e.pr.parts(e.min.x)
		beta = e.pr.coefficients(gamma)
		r.spread()
	}
	r.all = mat.NewSymDense(max(d.p, 1), nil)
	r.all.CopySym(r.VCov)
	for j, name := range d.names {
		c := Coefficient{Name: name, SE: math.Inf(1)}
		k := slices.Index(e.cols, j)
		if k >= 0 {
			c.Estimate = beta[k]
		}
		sign, separated := e.infinite(j)
		switch {
		case separated:
			c.Estimate = math.Inf(sign)
			c.Reason = "separated: the likelihood grows for ever as it " + map[int]string{1: "rises", -1: "falls"}[sign] + "; the Wald test is undefined, LikelihoodRatio and Profile are not"
			clearRow(r.VCov, j)
		case k < 0:
			c.Reason = "a linear combination of the columns before it, on the rows that are left"
		case r.cov == nil:
			c.Reason = "the deviance is not curved upwards at the end of the search: no standard error"
		default:
			c.SE = math.Sqrt(r.VCov.At(j, j))
		}
		r.Coefficients[j] = c
	}
	for _, a := range d.aliased {
		r.Notes = append(r.Notes, fmt.Sprintf("%s is a linear combination of other columns on these rows and has no estimate", a.Name))
	}
}

// infinite returns where separation sends coefficient j.
func (e *estimate) infinite(j int) (sign int, ok bool) {
	for _, d := range e.directions {
		if d[j] > 0 {
			return 1, true
		}
		if d[j] < 0 {
			return -1, true
		}
	}
	return 0, false
}

func clearRow(m *mat.SymDense, j int) {
	for k := range m.SymmetricDim() {
		m.SetSym(j, k, 0)
	}
}

// spread writes R⁻¹ cov R⁻ᵀ of the fitted columns into VCov.
func (r *Result) spread() {
	e := r.est
	p := e.pr.p
	if r.cov == nil || p == 0 {
		return
	}
	var inverse mat.TriDense
	if err := inverse.InverseTri(e.pr.r); err != nil {
		panic("glmm: dependent columns were let through")
	}
	var half, full mat.Dense
	half.Mul(&inverse, r.cov.SliceSym(0, p))
	full.Mul(&half, inverse.T())
	for a, i := range e.cols {
		for b, j := range e.cols[:a+1] {
			r.VCov.SetSym(i, j, (full.At(a, b)+full.At(b, a))/2)
		}
	}
}

// dispersion puts the last coordinate into words.
func (r *Result) dispersion() {
	e := r.est
	f := e.pr.family
	if !f.dispersed() {
		return
	}
	out := &Dispersion{Name: map[Family]string{BetaBinomial: "ρ", NegativeBinomial: "α", Beta: "φ"}[f], SE: math.Inf(1)}
	r.Dispersion = out
	if e.state == nil {
		out.Reason = "every row is predicted with certainty"
		return
	}
	last := len(e.min.x) - 1
	v, slope := f.fromTau(e.min.x[last])
	if f == BetaBinomial {
		v, slope = v/(1+v), slope/((1+v)*(1+v))
	}
	out.Estimate = v
	if r.cov != nil {
		out.SE = math.Abs(slope) * math.Sqrt(r.cov.At(last, last))
	}
	if e.zero[last] {
		out.SE = 0
		out.Reason = "estimated at zero: rows vary no more than without it"
	}
}
