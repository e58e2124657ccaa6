package stats

import (
	"math"
	"sort"
)

// BaselineHazard is the cumulative hazard of one stratum for a row whose
// covariates are all zero: one entry for each event time, rising.
type BaselineHazard struct {
	Stratum    int
	Time       []float64
	Cumulative []float64
}

// Baseline returns the cumulative baseline hazards, strata in rising order:
// at every event time Σ_k 1/S_k, the estimator of Breslow (1974) or, with
// Efron's ties, its counterpart. Survival at covariates x is exp(-H(t) e^{xᵀβ}).
// Exact ties are taken as Breslow's. An undetermined fit has none.
func (fit CoxFit) Baseline() []BaselineHazard {
	if fit.Undetermined != "" {
		return nil
	}
	m := fit.model
	at0 := 0.0 // η of x = 0 on the standardised scale
	for j := range m.p {
		at0 -= fit.beta[j] * m.mean[j] / m.sd[j]
	}
	var out []BaselineHazard
	moments := m.moments(fit.beta)
	for i := 0; i < len(moments); {
		b := BaselineHazard{Stratum: moments[i].stratum}
		first := i
		for i < len(moments) && moments[i].stratum == b.Stratum {
			i++
		}
		h := 0.0
		for k := i - 1; k >= first; k-- {
			h += moments[k].hazard * math.Exp(at0)
			b.Time = append(b.Time, moments[k].time)
			b.Cumulative = append(b.Cumulative, h)
		}
		out = append(out, b)
	}
	return out
}

// Proportionality is a test of proportional hazards for each covariate and for
// all of them.
type Proportionality struct {
	Covariate []Omnibus
	Global    Omnibus
}

// Proportional tests whether coefficients drift over time: the score test of
// θ in β(t) = β + θ g(t), with g = 1 - the Kaplan-Meier estimate just before t
// (Grambsch & Therneau 1994, doi 10.1093/biomet/81.3.515). A small p says the
// hazards are not proportional; a large one with few events says nothing.
func (fit CoxFit) Proportional() Proportionality {
	m := fit.model
	out := Proportionality{Covariate: make([]Omnibus, m.p)}
	reason := fit.Undetermined
	for _, c := range fit.Coef {
		if reason == "" && c.Undetermined == monotone {
			reason = c.Undetermined
		}
	}
	if reason == "" && m.ties == ExactTies {
		reason = "no test of proportional hazards for exact ties"
	}
	if reason != "" {
		out.Global = Omnibus{Undetermined: reason}
		for j := range out.Covariate {
			out.Covariate[j] = out.Global
		}
		return out
	}
	u, v := m.drift(fit.beta)
	for j := range out.Covariate {
		out.Covariate[j] = m.driftTest(u, v, []int{j})
	}
	all := make([]int, m.p)
	for j := range all {
		all[j] = j
	}
	out.Global = m.driftTest(u, v, all)
	return out
}

// drift returns the score for θ (p) and the joint information of (β, θ), of
// size 2p×2p.
func (m *coxModel) drift(beta []float64) (u, v []float64) {
	p := m.p
	g := m.timeScale()
	u, v = make([]float64, p), make([]float64, 4*p*p)
	w := m.newCoxSums()
	ut, info := make([]float64, p), make([]float64, p*p)
	for i := 0; i < m.n; {
		if i == 0 || m.stratum[i] != m.stratum[i-1] {
			w.reset()
		}
		at := g[m.time[i]]
		i = w.enter(m, beta, i)
		clear(ut)
		clear(info)
		for k := range w.deaths {
			w.term(m.share(k, w.deaths), ut, info)
		}
		for a := range p {
			if w.deaths > 0 {
				u[a] += at * (ut[a] + w.x1[a])
			}
			for b := range p {
				x := info[max(a, b)*p+min(a, b)]
				v[a*2*p+b] += x
				v[(a+p)*2*p+b] += at * x
				v[a*2*p+b+p] += at * x
				v[(a+p)*2*p+b+p] += at * at * x
			}
		}
	}
	return u, v
}

// timeScale returns g at every event time: 1 - S(t-) of all rows together,
// centred at the mean over events.
func (m *coxModel) timeScale() map[float64]float64 {
	order := make([]int, m.n)
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return m.time[order[a]] < m.time[order[b]] })
	g := map[float64]float64{}
	surv, sum := 1.0, 0.0
	for i := 0; i < m.n; {
		t, atRisk, d := m.time[order[i]], float64(m.n-i), 0.0
		for ; i < m.n && m.time[order[i]] == t; i++ {
			if m.event[order[i]] {
				d++
			}
		}
		if d > 0 {
			g[t] = 1 - surv
			sum += d * g[t]
			surv *= (atRisk - d) / atRisk
		}
	}
	centre := sum / float64(m.events)
	for t := range g {
		g[t] -= centre
	}
	return g
}

// driftTest tests the θ of the covariates in which, all β free.
func (m *coxModel) driftTest(u, v []float64, which []int) Omnibus {
	p := m.p
	keep := make([]int, 0, p+len(which))
	for j := range p {
		keep = append(keep, j)
	}
	for _, j := range which {
		keep = append(keep, p+j)
	}
	n := len(keep)
	us, vs := make([]float64, n), make([]float64, n*n)
	for a, i := range keep {
		if i >= p {
			us[a] = u[i-p]
		}
		for b, j := range keep {
			vs[a*n+b] = v[i*2*p+j]
		}
	}
	q, rank := quadraticForm(us, vs)
	free := 0
	for j := range p {
		if !m.aliased[j] {
			free++
		}
	}
	return newOmnibus(q, rank-free)
}
