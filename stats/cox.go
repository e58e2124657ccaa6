package stats

import "math"

// Ties says how a partial likelihood treats events that share a time.
type Ties int

const (
	// Efron averages the risk set over the tied events (Efron 1977, doi
	// 10.1080/01621459.1977.10480613), close to exact and as cheap as Breslow.
	Efron Ties = iota
	// Breslow leaves the tied events in the risk set of each other (Breslow
	// 1974, doi 10.2307/2529620); it pulls estimates towards zero.
	Breslow
	// ExactTies conditions on how many events a time had, a true discrete
	// logistic model (Cox 1972); its coefficient is a log odds ratio.
	ExactTies
)

// SurvivalData is one row for each subject: the time watched, whether it ended
// in the event, and the covariates. Stratum (nil: one) holds a baseline hazard
// of its own for every value. Cluster (nil: rows are independent) names the
// group, such as the animal, within which rows are not independent.
type SurvivalData struct {
	Time    []float64
	Event   []bool
	X       [][]float64
	Stratum []int
	Cluster []int
}

// CoxParams chooses ties and the coverage of intervals; zero means Efron, 95 %.
type CoxParams struct {
	Ties       Ties
	Confidence float64
}

// CoxCoefficient is a log hazard ratio with its Wald test. With clusters SE is
// the robust one and NaiveSE what it would have been without. With
// Undetermined set Estimate is ±Inf when the likelihood is monotone and NaN
// when the column adds nothing.
type CoxCoefficient struct {
	Estimate, SE, NaiveSE float64
	Z, P                  float64
	Interval              Interval
	Undetermined          string
}

// CoxFit is a fitted proportional hazards model.
type CoxFit struct {
	Coef                []CoxCoefficient
	Naive               [][]float64 // inverse information
	Robust              [][]float64 // sandwich by cluster; nil without clusters
	LogLikNull, LogLik  float64     // at zero and at the estimate
	Score, LR, Wald     Omnibus     // Wald uses Robust where there is one
	RobustScore         Omnibus     // undetermined without clusters
	N, Events, Clusters int
	Steps               int
	Undetermined        string

	model *coxModel
	beta  []float64 // on the model's standardised scale
}

// Cox fits h(t|x) = h0(t) exp(xᵀβ) by the partial likelihood (Cox 1972, doi
// 10.1111/j.2517-6161.1972.tb00899.x), by Newton's method with step halving.
// A coefficient without a finite maximum (every event on one side) is
// recognised and reported as such: its Wald test has no value, the score and
// likelihood ratio tests keep theirs.
//
// With d.Cluster the variance is the grouped sandwich of Lin & Wei (1989, doi
// 10.1080/01621459.1989.10478874). It needs 20 or more clusters; with fewer it
// is too small, and a permutation at the level of the cluster is the test.
func Cox(d SurvivalData, p CoxParams) CoxFit {
	d.check()
	m := newCoxModel(d, p.Ties)
	fit := CoxFit{N: len(d.Time), Events: m.events, model: m, beta: make([]float64, m.p)}
	switch {
	case m.events == 0:
		fit.Undetermined = "no events"
	case m.p == 0:
		fit.Undetermined = "no covariates"
	}
	if fit.Undetermined != "" {
		fit.noCoefficients(fit.Undetermined)
		return fit
	}
	runaway := fit.newton()
	fit.report(d, confidenceOr(p.Confidence), runaway)
	return fit
}

func (d SurvivalData) check() {
	n := len(d.Time)
	if len(d.Event) != n || len(d.X) != n || d.Stratum != nil && len(d.Stratum) != n ||
		d.Cluster != nil && len(d.Cluster) != n {
		panic("stats: survival data: slice length mismatch")
	}
	for i := range d.X {
		if len(d.X[i]) != len(d.X[0]) {
			panic("stats: survival data: rows of different width")
		}
		if math.IsNaN(d.Time[i]) {
			panic("stats: survival data: a time is NaN")
		}
		for _, v := range d.X[i] {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				panic("stats: survival data: a covariate is not finite")
			}
		}
	}
}

// newton climbs to the maximum and says which coefficients were still on the
// way to infinity when the likelihood had stopped rising.
func (fit *CoxFit) newton() (runaway []bool) {
	m := fit.model
	u, info := make([]float64, m.p), make([]float64, m.p*m.p)
	ll := m.logLik(fit.beta, u, info)
	fit.LogLikNull = ll
	q, _ := quadraticForm(u, info)
	var rank int
	rank, m.aliased, m.floor = aliasedFloors(info, m.p)
	fit.Score = newOmnibus(q, rank)
	fit.LogLik, fit.Steps = climb(fit.beta, ll, u, info, m.floor, m.logLik)
	return runaways(u, info, m.floor)
}
