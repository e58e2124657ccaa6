package glmm

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"
	"respine/formula"
)

// Effect is a linear combination of the fixed effects with its tests, and the
// ratio it stands for.
type Effect struct {
	Name     string
	Estimate float64 // on the link scale
	SE       float64
	// Z and P are Wald's test by the normal distribution. With few animals it
	// rejects too often.
	Z, P float64
	// DF are the degrees of freedom between and within levels, +Inf for the
	// normal distribution; PT is the test by Student's t on them.
	DF, PT float64
	Lo, Hi float64 // interval by Student's t on DF
	// Kind is "odds ratio", "hazard ratio" or "rate ratio": e to the estimate.
	Kind                    string
	Ratio, RatioLo, RatioHi float64
	Reason                  string // why something is undetermined
}

// Effect returns the combination l with intervals of the given confidence. A
// combination that separation drives to infinity is ±Inf, has no Wald test
// (Z 0, P 1, its limit) and its interval is the whole line; one that is not
// determined has estimate 0 and the whole line as well, and both say why.
func (r *Result) Effect(l formula.Linear, confidence float64) Effect {
	if len(l.Weights) != len(r.Coefficients) {
		panic("glmm: a combination of another design")
	}
	if !(confidence > 0 && confidence < 1) {
		panic("glmm: confidence must lie between 0 and 1")
	}
	e := Effect{Name: l.Name, P: 1, PT: 1, SE: math.Inf(1), Lo: math.Inf(-1), Hi: math.Inf(1), DF: math.Inf(1)}
	e.Kind = map[Link]string{Logit: "odds ratio", CLogLog: "hazard ratio", Log: "rate ratio"}[r.Link]
	for j, w := range l.Weights {
		if w != 0 {
			e.DF = math.Min(e.DF, r.df[j])
		}
	}
	e.Estimate, e.Reason = r.combine(l.Weights)
	if e.Reason == "" {
		e.test(math.Sqrt(r.quadratic(l.Weights)), confidence)
	}
	e.Ratio, e.RatioLo, e.RatioHi = math.Exp(e.Estimate), math.Exp(e.Lo), math.Exp(e.Hi)
	return e
}

// test fills the tests and the interval from the standard error.
func (e *Effect) test(se, confidence float64) {
	e.SE = se
	if se == 0 {
		e.Lo, e.Hi = e.Estimate, e.Estimate
		e.Reason = "the combination has no weight: nothing to test"
		return
	}
	e.Z = e.Estimate / se
	e.P = 2 * upperTail(math.Abs(e.Z))
	if e.DF < 1 {
		e.Reason = fmt.Sprintf("no degrees of freedom are left between the levels that it varies between (%g): more animals, or fewer effects between them", e.DF)
		return
	}
	q := distuv.UnitNormal.Quantile(0.5 + confidence/2)
	e.PT = e.P
	if !math.IsInf(e.DF, 1) {
		t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: e.DF}
		q = t.Quantile(0.5 + confidence/2)
		e.PT = 2 * t.Survival(math.Abs(e.Z))
	}
	e.Lo, e.Hi = e.Estimate-q*se, e.Estimate+q*se
}

// combine returns w'β, or its limit under separation, and the reason why it is
// not an estimate with a standard error.
func (r *Result) combine(w []float64) (value float64, reason string) {
	var up, down bool
	for _, d := range r.est.directions {
		s := dot(w, d)
		up, down = up || s > 1e-7, down || s < -1e-7
	}
	const separated = "separated: the likelihood grows for ever in this direction; the Wald test is undefined, LikelihoodRatio and Profile are not"
	switch {
	case up && down:
		return 0, "separated: infinite terms of either sign, whose sum is not determined"
	case up:
		return math.Inf(1), separated
	case down:
		return math.Inf(-1), separated
	}
	for _, n := range r.est.null {
		if math.Abs(dot(w, n)) > 1e-7 {
			return 0, "not determined by the rows: other combinations fit as well"
		}
	}
	if r.cov == nil && len(r.est.cols) > 0 {
		return dot(w, r.finite()), "the deviance is not curved upwards at the end of the search: no standard error"
	}
	return dot(w, r.finite()), ""
}

// finite returns the coefficients of the fit without the certain rows.
func (r *Result) finite() []float64 {
	e := r.est
	out := make([]float64, e.d.p)
	if e.state == nil {
		return out
	}
	gamma, _, _ := e.pr.parts(e.min.x)
	for k, b := range e.pr.coefficients(gamma) {
		out[e.cols[k]] = b
	}
	return out
}

func (r *Result) quadratic(w []float64) float64 {
	s := 0.0
	for i, a := range w {
		for j, b := range w {
			s += a * b * r.all.At(i, j)
		}
	}
	return s
}

// Effects returns every coefficient as an Effect.
func (r *Result) Effects(confidence float64) []Effect {
	out := make([]Effect, len(r.Coefficients))
	for j, c := range r.Coefficients {
		w := make([]float64, len(out))
		w[j] = 1
		out[j] = r.Effect(formula.Linear{Name: c.Name, Weights: w}, confidence)
	}
	return out
}
