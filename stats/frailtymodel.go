package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// frailtyModel is a Cox model with one more coefficient for each cluster, held
// back by a penalty.
type frailtyModel struct {
	cox          *coxModel
	distribution FrailtyDistribution
	diagonal     bool    // leave out the frailties' covariances
	groups       [][]int // the caller's rows
	g            int
	group        []int     // of each row of the model
	deaths       []float64 // of each cluster
	coef         []float64 // β, then ω
	u, info      []float64 // at coef, without penalty
	ll           float64
}

func newFrailtyModel(plain CoxFit, cluster []int, p FrailtyParams) *frailtyModel {
	m := plain.model
	f := &frailtyModel{cox: m, distribution: p.Distribution, groups: rowsByGroup(cluster)}
	f.g = len(f.groups)
	f.diagonal = !p.FullInformation && f.g > 5
	f.group, f.deaths = make([]int, m.n), make([]float64, f.g)
	of := make([]int, m.n)
	for g, rows := range f.groups {
		for _, i := range rows {
			of[i] = g
		}
	}
	for k, i := range m.row {
		f.group[k] = of[i]
		if m.event[k] {
			f.deaths[of[i]]++
		}
	}
	k := m.p + f.g
	f.coef, f.u, f.info = make([]float64, k), make([]float64, k), make([]float64, k*k)
	copy(f.coef, plain.beta)
	return f
}

// logLik sets u and info and returns the log partial likelihood at c. A row's
// covariates are x and a one in the column of its cluster, so the sums over
// the risk set stay short: only the mean's outer product is full.
func (f *frailtyModel) logLik(c, u, info []float64) float64 {
	m := f.cox
	p, k := m.p, m.p+f.g
	clear(u)
	clear(info)
	risk, event := newFrailtySums(p, f.g), newFrailtySums(p, f.g)
	mean := make([]float64, k)
	ll := 0.0
	for i := 0; i < m.n; {
		if i == 0 || m.stratum[i] != m.stratum[i-1] {
			risk.clear()
		}
		event.clear()
		d := 0
		for t, s := m.time[i], m.stratum[i]; i < m.n && m.time[i] == t && m.stratum[i] == s; i++ {
			x, g := m.x[i*p:i*p+p], f.group[i]
			eta := c[p+g]
			for j, xj := range x {
				eta += c[j] * xj
			}
			r := math.Exp(eta)
			risk.add(x, g, r)
			if m.event[i] {
				d++
				event.add(x, g, r)
				ll += eta
				u[p+g]++
				for j, xj := range x {
					u[j] += xj
				}
			}
		}
		for e := range d {
			ll -= risk.term(event, m.share(e, d), mean, u, info)
		}
	}
	return ll
}

// frailtySums are sums over a risk set of e^η times 1, x, xxᵀ, the cluster's
// indicator and x in its cluster.
type frailtySums struct {
	p, g       int
	s0         float64
	x, xx, one []float64
	cross      []float64 // g×p
}

func newFrailtySums(p, g int) *frailtySums {
	return &frailtySums{p: p, g: g, x: make([]float64, p), xx: make([]float64, p*p),
		one: make([]float64, g), cross: make([]float64, g*p)}
}

func (s *frailtySums) clear() {
	s.s0 = 0
	clear(s.x)
	clear(s.xx)
	clear(s.one)
	clear(s.cross)
}

func (s *frailtySums) add(x []float64, g int, r float64) {
	s.s0 += r
	s.one[g] += r
	for j, xj := range x {
		s.x[j] += r * xj
		s.cross[g*s.p+j] += r * xj
		for k := 0; k <= j; k++ {
			s.xx[j*s.p+k] += r * xj * x[k]
		}
	}
}

// term takes one event's share out of u, adds its information (lower triangle)
// and returns the log of its denominator.
func (s *frailtySums) term(event *frailtySums, share float64, mean, u, info []float64) float64 {
	p, k := s.p, s.p+s.g
	denom := s.s0 - share*event.s0
	for j := range p {
		mean[j] = (s.x[j] - share*event.x[j]) / denom
	}
	for g := range s.g {
		mean[p+g] = (s.one[g] - share*event.one[g]) / denom
	}
	for j := range k {
		if mean[j] == 0 { // a cluster that is no longer at risk
			continue
		}
		u[j] -= mean[j]
		floats.AddScaled(info[j*k:j*k+j+1], -mean[j], mean[:j+1])
	}
	for j := range p {
		for l := 0; l <= j; l++ {
			info[j*k+l] += (s.xx[j*p+l] - share*event.xx[j*p+l]) / denom
		}
	}
	for g := range s.g {
		row := info[(p+g)*k:]
		for j := range p {
			row[j] += (s.cross[g*p+j] - share*event.cross[g*p+j]) / denom
		}
		row[p+g] += mean[p+g]
	}
	return math.Log(denom)
}
