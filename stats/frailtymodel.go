package stats

import "math"

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
		u[j] -= mean[j]
		row, mj := info[j*k:j*k+j+1], mean[j]
		for l := range row {
			row[l] -= mj * mean[l]
		}
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

// penalty returns what holds one log frailty back, slope its derivative and
// curvature its second derivative.
func (f *frailtyModel) penalty(w, theta float64) float64 {
	if f.distribution == GammaFrailty {
		return (math.Expm1(w) - w) / theta // less the constant 1/θ
	}
	return w * w / (2 * theta)
}

func (f *frailtyModel) slope(w, theta float64) float64 {
	if f.distribution == GammaFrailty {
		return math.Expm1(w) / theta
	}
	return w / theta
}

func (f *frailtyModel) curvature(w, theta float64) float64 {
	if f.distribution == GammaFrailty {
		return math.Exp(w) / theta
	}
	return 1 / theta
}

func (f *frailtyModel) penalties(c []float64, theta float64) float64 {
	sum := 0.0
	for _, w := range c[f.cox.p:] {
		sum += f.penalty(w, theta)
	}
	return sum
}

// maximise climbs to the penalised maximum at theta, from where coef is, and
// says which of β still run.
func (f *frailtyModel) maximise(theta float64) (runaway []bool) {
	p, k := f.cox.p, f.cox.p+f.g
	f.ll = f.logLik(f.coef, f.u, f.info)
	height := f.ll - f.penalties(f.coef, theta)
	next, step := make([]float64, k), make([]float64, k)
	h := make([]float64, k*k)
	for range coxSteps {
		f.penalisedStep(step, h, theta)
		rise := math.Inf(-1)
		for scale, halvings := 1.0, 0; halvings < coxHalvings; scale, halvings = scale/2, halvings+1 {
			for j := range next {
				next[j] = f.coef[j] + scale*step[j]
			}
			f.ll = f.logLik(next, f.u, f.info)
			up := f.ll - f.penalties(next, theta)
			if rise = up - height; rise >= -coxGain*(1+math.Abs(height)) {
				height = up
				break
			}
		}
		copy(f.coef, next)
		if rise <= coxGain*(1+math.Abs(height)) {
			break
		}
	}
	f.penalisedStep(step, h, theta)
	runaway = make([]bool, p)
	for j := range runaway {
		runaway[j] = math.Abs(step[j]) > coxRunaway
	}
	return runaway
}

// penalisedStep sets dst to the Newton step at coef; h is room for the matrix.
func (f *frailtyModel) penalisedStep(dst, h []float64, theta float64) {
	p, k := f.cox.p, f.cox.p+f.g
	copy(h, f.info)
	copy(dst, f.u)
	for i := range f.g {
		w := f.coef[p+i]
		dst[p+i] -= f.slope(w, theta)
		h[(p+i)*k+p+i] += f.curvature(w, theta)
	}
	ldlFactor(h, k, f.floors())
	ldlSolve(h, k, dst)
}

func (f *frailtyModel) floors() []float64 {
	floor := make([]float64, f.cox.p+f.g)
	for j := range f.cox.p {
		if f.cox.aliased[j] {
			floor[j] = math.Inf(1)
		}
	}
	return floor
}

// inverse returns the inverse of the penalised information at coef.
func (f *frailtyModel) inverse(theta float64) []float64 {
	p, k := f.cox.p, f.cox.p+f.g
	h := append([]float64(nil), f.info...)
	for i := range f.g {
		h[(p+i)*k+p+i] += f.curvature(f.coef[p+i], theta)
		if f.diagonal {
			clear(h[(p+i)*k+p : (p+i)*k+p+i])
		}
	}
	ldlFactor(h, k, f.floors())
	return ldlInverse(h, k)
}
