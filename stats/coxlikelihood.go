package stats

import "math"

// logLik returns the log partial likelihood at beta and sets u to its gradient
// and info to minus its second derivative (p×p). For d events that share a
// time, in a risk set R with event set D, Efron's sum is
//
//	Σ_D xᵀβ - Σ_{k<d} log( Σ_R e^{xᵀβ} - (k/d) Σ_D e^{xᵀβ} ),
//
// and Breslow's has k/d = 0.
func (m *coxModel) logLik(beta, u, info []float64) float64 {
	clear(u)
	clear(info)
	w := m.newCoxSums()
	ll := 0.0
	for i := 0; i < m.n; {
		if i == 0 || m.stratum[i] != m.stratum[i-1] {
			w.reset()
		}
		i = w.enter(m, beta, i)
		if w.deaths == 0 {
			continue
		}
		ll += w.eventLogLik
		for j := range u {
			u[j] += w.x1[j]
		}
		if m.ties == ExactTies && w.deaths > 1 {
			ll -= m.exactTerm(beta, w.start, i, w.deaths, u, info)
			continue
		}
		for k := range w.deaths {
			ll -= w.term(m.share(k, w.deaths), u, info)
		}
	}
	return ll
}

// share returns the part of the tied events that has left the risk set when
// the k-th of d happens.
func (m *coxModel) share(k, d int) float64 {
	if m.ties == Efron {
		return float64(k) / float64(d)
	}
	return 0
}

// coxSums are the running sums over the risk set: 0, 1 and 2 for e^η, x·e^η
// and xxᵀ·e^η, s over the risk set and d over the events of the present time.
type coxSums struct {
	p           int
	s0, d0      float64
	s1, d1, x1  []float64 // x1: plain sum of x over the events
	s2, d2      []float64 // lower triangles
	mean        []float64
	deaths      int
	eventLogLik float64
	start       int // first row of the stratum
}

func (m *coxModel) newCoxSums() *coxSums {
	p := m.p
	v := make([]float64, 4*p+2*p*p)
	return &coxSums{p: p, s1: v[:p], d1: v[p : 2*p], x1: v[2*p : 3*p], mean: v[3*p : 4*p],
		s2: v[4*p : 4*p+p*p], d2: v[4*p+p*p:]}
}

func (w *coxSums) reset() {
	w.s0 = 0
	clear(w.s1)
	clear(w.s2)
	w.start = -1
}

// enter adds the rows that share the time of row i to the risk set and returns
// the row after them.
func (w *coxSums) enter(m *coxModel, beta []float64, i int) int {
	if w.start < 0 {
		w.start = i
	}
	w.deaths, w.eventLogLik, w.d0 = 0, 0, 0
	clear(w.d1)
	clear(w.d2)
	clear(w.x1)
	p := w.p
	t, s := m.time[i], m.stratum[i]
	for ; i < m.n && m.time[i] == t && m.stratum[i] == s; i++ {
		x := m.x[i*p : i*p+p]
		eta := 0.0
		for j, b := range beta {
			eta += b * x[j]
		}
		r := math.Exp(eta)
		w.s0 += r
		for j, xj := range x {
			rx := r * xj
			w.s1[j] += rx
			for k := 0; k <= j; k++ {
				w.s2[j*p+k] += rx * x[k]
			}
		}
		if !m.event[i] {
			continue
		}
		w.deaths++
		w.eventLogLik += eta
		w.d0 += r
		for j, xj := range x {
			rx := r * xj
			w.x1[j] += xj
			w.d1[j] += rx
			for k := 0; k <= j; k++ {
				w.d2[j*p+k] += rx * x[k]
			}
		}
	}
	return i
}

// term takes one event's denominator out of u, adds its information, and
// returns the log of the denominator.
func (w *coxSums) term(share float64, u, info []float64) float64 {
	p := w.p
	denom := w.s0 - share*w.d0
	for j := range p {
		w.mean[j] = (w.s1[j] - share*w.d1[j]) / denom
		u[j] -= w.mean[j]
		for k := 0; k <= j; k++ {
			info[j*p+k] += (w.s2[j*p+k]-share*w.d2[j*p+k])/denom - w.mean[j]*w.mean[k]
		}
	}
	return math.Log(denom)
}

// exactTerm returns the log of the sum, over all sets S of d rows of the risk
// set [start, end), of exp(Σ_S xᵀβ), takes its gradient out of u and adds its
// second derivative to info. The sums grow row by row (Gail, Lubin &
// Rubinstein 1981, doi 10.1093/biomet/68.3.703):
//
//	B_j <- B_j + r·B_{j-1},  r = e^{xᵀβ},
//
// and the derivatives by the product rule. r is scaled so that B_d stays near
// e^d.
func (m *coxModel) exactTerm(beta []float64, start, end, d int, u, info []float64) float64 {
	p := m.p
	b0, b1, b2 := make([]float64, d+1), make([]float64, (d+1)*p), make([]float64, (d+1)*p*p)
	b0[0] = 1
	r := make([]float64, end-start)
	sum := 0.0
	for i := start; i < end; i++ {
		eta := 0.0
		for j, b := range beta {
			eta += b * m.x[i*p+j]
		}
		r[i-start] = math.Exp(eta)
		sum += r[i-start]
	}
	scale := float64(d) / sum
	for i := start; i < end; i++ {
		x, w := m.x[i*p:i*p+p], r[i-start]*scale
		for c := min(d, i-start+1); c >= 1; c-- {
			below := b0[c-1]
			for j := range p {
				for k := 0; k <= j; k++ {
					b2[(c*p+j)*p+k] += w * (b2[((c-1)*p+j)*p+k] + x[j]*b1[(c-1)*p+k] + x[k]*b1[(c-1)*p+j] + x[j]*x[k]*below)
				}
			}
			for j := range p {
				b1[c*p+j] += w * (b1[(c-1)*p+j] + x[j]*below)
			}
			b0[c] += w * below
		}
	}
	for j := range p {
		g := b1[d*p+j] / b0[d]
		u[j] -= g
		for k := 0; k <= j; k++ {
			info[j*p+k] += b2[(d*p+j)*p+k]/b0[d] - g*b1[d*p+k]/b0[d]
		}
	}
	return math.Log(b0[d]) - float64(d)*math.Log(scale)
}
