package stats

import (
	"math"
	"sort"
)

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

const (
	coxSteps    = 60    // Newton steps; ordinary fits take 3 to 6
	coxGain     = 1e-13 // relative rise of the log likelihood that ends Newton
	coxRunaway  = 1e-3  // a step this long, in SDs of x, at the end is no end
	coxAliased  = 1e-10 // share of a column's information others leave unexplained
	coxHalvings = 30
)

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

// coxModel is the data in the order the likelihood wants: by stratum, then
// from the last time to the first, with columns centred and scaled.
type coxModel struct {
	ties         Ties
	n, p, events int
	row          []int // original row
	time         []float64
	event        []bool
	stratum      []int
	x            []float64 // n×p, standardised
	mean, sd     []float64
	aliased      []bool
}

func newCoxModel(d SurvivalData, ties Ties) *coxModel {
	n := len(d.Time)
	m := &coxModel{ties: ties, n: n, row: make([]int, n), time: make([]float64, n),
		event: make([]bool, n), stratum: make([]int, n)}
	if n > 0 {
		m.p = len(d.X[0])
	}
	for i := range m.row {
		m.row[i] = i
	}
	stratum := func(i int) int {
		if d.Stratum == nil {
			return 0
		}
		return d.Stratum[i]
	}
	sort.SliceStable(m.row, func(a, b int) bool {
		i, j := m.row[a], m.row[b]
		if stratum(i) != stratum(j) {
			return stratum(i) < stratum(j)
		}
		return d.Time[i] > d.Time[j]
	})
	m.standardise(d.X)
	for k, i := range m.row {
		m.time[k], m.event[k], m.stratum[k] = d.Time[i], d.Event[i], stratum(i)
		if d.Event[i] {
			m.events++
		}
	}
	return m
}

// standardise fills x, mean and sd; a constant column keeps sd 1.
func (m *coxModel) standardise(x [][]float64) {
	m.x = make([]float64, m.n*m.p)
	m.mean, m.sd, m.aliased = make([]float64, m.p), make([]float64, m.p), make([]bool, m.p)
	for j := range m.p {
		for _, row := range x {
			m.mean[j] += row[j] / float64(m.n)
		}
		for _, row := range x {
			m.sd[j] += (row[j] - m.mean[j]) * (row[j] - m.mean[j]) / float64(m.n)
		}
		if m.sd[j] = math.Sqrt(m.sd[j]); m.sd[j] <= 1e-14*math.Abs(m.mean[j]) {
			m.sd[j] = 1
		}
		for k, i := range m.row {
			m.x[k*m.p+j] = (x[i][j] - m.mean[j]) / m.sd[j]
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
	f := append([]float64(nil), info...)
	rank := ldlFactor(f, m.p, pivotFloors(info, m.p, coxAliased))
	for j := range m.p {
		m.aliased[j] = f[j*m.p+j] == 0
	}
	fit.Score = newOmnibus(q, rank)
	next, step := make([]float64, m.p), make([]float64, m.p)
	for fit.Steps = 1; fit.Steps <= coxSteps; fit.Steps++ {
		m.step(step, u, info)
		rise := math.Inf(-1)
		for scale, h := 1.0, 0; h < coxHalvings; scale, h = scale/2, h+1 {
			for j := range next {
				next[j] = fit.beta[j] + scale*step[j]
			}
			up := m.logLik(next, u, info)
			if rise = up - ll; rise >= -coxGain*(1+math.Abs(ll)) {
				ll = up
				break
			}
		}
		copy(fit.beta, next)
		if rise <= coxGain*(1+math.Abs(ll)) {
			break
		}
	}
	fit.LogLik = ll
	m.step(step, u, info)
	runaway = make([]bool, m.p)
	for j := range runaway {
		runaway[j] = math.Abs(step[j]) > coxRunaway
	}
	return runaway
}

// step sets dst to the Newton step, with aliased columns held still.
func (m *coxModel) step(dst, u, info []float64) {
	f := append([]float64(nil), info...)
	floor := make([]float64, m.p)
	for j := range floor {
		if m.aliased[j] {
			floor[j] = math.Inf(1)
		}
	}
	ldlFactor(f, m.p, floor)
	copy(dst, u)
	ldlSolve(f, m.p, dst)
}
