package stats

import "math"

// coxMoment is what one event time adds to the hazard: Σ_k 1/S_k and
// Σ_k x̄_k/S_k for rows that stay at risk, the same weighted by 1-k/d for rows
// whose event this is, and the mean of x̄_k. S_k is the k-th denominator.
type coxMoment struct {
	stratum         int
	time            float64
	events          int
	hazard, leaving float64
	hazardX         []float64
	leavingX        []float64
	meanX           []float64
}

// moments returns one entry for each event time, in the model's order: by
// stratum, from the last time to the first.
func (m *coxModel) moments(beta []float64) []coxMoment {
	p := m.p
	w := m.newCoxSums()
	u, info := make([]float64, p), make([]float64, p*p)
	var out []coxMoment
	for i := 0; i < m.n; {
		if i == 0 || m.stratum[i] != m.stratum[i-1] {
			w.reset()
		}
		first := i
		i = w.enter(m, beta, i)
		if w.deaths == 0 {
			continue
		}
		v := make([]float64, 3*p)
		c := coxMoment{stratum: m.stratum[first], time: m.time[first], events: w.deaths,
			hazardX: v[:p], leavingX: v[p : 2*p], meanX: v[2*p:]}
		for k := range w.deaths {
			share := m.share(k, w.deaths)
			h := math.Exp(-w.term(share, u, info))
			c.hazard += h
			c.leaving += h * (1 - share)
			for j, mean := range w.mean {
				c.hazardX[j] += h * mean
				c.leavingX[j] += h * (1 - share) * mean
				c.meanX[j] += mean / float64(w.deaths)
			}
		}
		out = append(out, c)
	}
	return out
}

// scoreResiduals returns, for every row of the model, its share of the
// gradient at beta (n×p): over the event times t it was at risk,
//
//	r_i = δ_i (x_i - x̄) - e^{x_iᵀβ} Σ_t (x_i Σ_k 1/S_k - Σ_k x̄_k/S_k),
//
// with Efron's weights at the time of its own event (Therneau, Grambsch &
// Fleming 1990, doi 10.1093/biomet/77.1.147). The columns sum to the gradient.
func (m *coxModel) scoreResiduals(beta []float64) []float64 {
	p := m.p
	moments := m.moments(beta)
	out := make([]float64, m.n*p)
	hx := make([]float64, p)
	for end, c := m.n, len(moments); end > 0; { // one stratum a turn, the last first
		s := m.stratum[end-1]
		h := 0.0
		clear(hx)
		i := end - 1
		for ; i >= 0 && m.stratum[i] == s; i-- { // from the first time to the last
			for c > 0 && moments[c-1].stratum == s && moments[c-1].time <= m.time[i] {
				c--
				h += moments[c].hazard
				for j := range hx {
					hx[j] += moments[c].hazardX[j]
				}
			}
			m.scoreResidual(out[i*p:i*p+p], beta, i, h, hx, moments, c)
		}
		for c > 0 && moments[c-1].stratum == s {
			c--
		}
		end = i + 1
	}
	return out
}

// scoreResidual sets dst for row i, given the sums up to and with its time; if
// its event is at that time, moments[c] is that time.
func (m *coxModel) scoreResidual(dst, beta []float64, i int, h float64, hx []float64, moments []coxMoment, c int) {
	x := m.x[i*m.p : i*m.p+m.p]
	eta := 0.0
	for j, b := range beta {
		eta += b * x[j]
	}
	r := math.Exp(eta)
	for j := range dst {
		dst[j] = -r * (x[j]*h - hx[j])
	}
	if !m.event[i] {
		return
	}
	own := moments[c]
	for j := range dst {
		dst[j] += x[j] - own.meanX[j] +
			r*(x[j]*(own.hazard-own.leaving)-(own.hazardX[j]-own.leavingX[j]))
	}
}

// robust fills the grouped sandwich V (Σ_g s_g s_gᵀ) V, s_g being the score
// residuals of a cluster added up and V the naive variance, and the score
// test with the same middle taken at zero.
func (fit *CoxFit) robust(cluster []int) {
	m := fit.model
	p := m.p
	var middle []float64
	middle, fit.Clusters = m.clusterMiddle(fit.beta, cluster)
	if m.ties == ExactTies {
		fit.RobustScore = Omnibus{Undetermined: "no robust variance for exact ties"}
		return
	}
	if fit.Clusters < 2 {
		fit.RobustScore = Omnibus{Undetermined: "one cluster: nothing to compare it with"}
		return
	}
	v := m.covariance(fit.beta)
	sandwich := make([]float64, p*p)
	for i := range p {
		for j := range p {
			for a := range p {
				for b := range p {
					sandwich[i*p+j] += v[i*p+a] * middle[a*p+b] * v[b*p+j]
				}
			}
		}
	}
	fit.Robust = m.unscale(sandwich)
	zero := make([]float64, p)
	u, info := make([]float64, p), make([]float64, p*p)
	m.logLik(zero, u, info)
	null, _ := m.clusterMiddle(zero, cluster)
	fit.RobustScore = newOmnibus(quadraticForm(u, null))
}

// clusterMiddle returns Σ_g s_g s_gᵀ and the number of clusters.
func (m *coxModel) clusterMiddle(beta []float64, cluster []int) ([]float64, int) {
	p := m.p
	r := m.scoreResiduals(beta)
	at := make([]int, m.n) // row of the caller to row of the model
	for k, i := range m.row {
		at[i] = k
	}
	groups := rowsByGroup(cluster)
	middle, s := make([]float64, p*p), make([]float64, p)
	for _, rows := range groups {
		clear(s)
		for _, i := range rows {
			for j := range s {
				s[j] += r[at[i]*p+j]
			}
		}
		for a := range p {
			for b := range p {
				middle[a*p+b] += s[a] * s[b]
			}
		}
	}
	return middle, len(groups)
}
