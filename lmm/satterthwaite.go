package lmm

import (
	"math"

	"respine/formula"
)

// satterthwaite holds what the method needs: the variance of (theta, sigma)
// from the curvature of the criterion there, and the slope of Phi.
type satterthwaite struct {
	phi   []float64
	slope [][]float64 // d Phi / d (theta, sigma), p x p each
	vary  [][]float64
}

// flat is the curvature, as a share of the largest, that tells nothing.
const flat = 1e-10

func (m *Model) satterthwaite() *satterthwaite {
	v, d := m.solver, m.variances
	_, h := v.curvature(d)
	s := &satterthwaite{phi: d.bread, vary: inverse(h, flat)}
	for i := range s.vary {
		for j := range s.vary {
			s.vary[i][j] *= 2
		}
	}
	jacobian := v.jacobian(d.phi)
	s.slope = matrices(len(d.phi), v.p*v.p)
	for r := range d.phi {
		// d (X'V^-1 X)^-1 / d phi_r = Phi X'V^-1 G_r V^-1 X Phi.
		change := times(times(d.bread, v.leading(d.s[r]), v.p), d.bread, v.p)
		for k := range s.slope {
			addScaled(s.slope[k], jacobian[r][k], change)
		}
	}
	return s
}

func (s *satterthwaite) cov() []float64 { return s.phi }

// freedom is 2 v^2 / var(v) for the variance v = w'Phi w.
func (s *satterthwaite) freedom(w []float64) float64 {
	g := make([]float64, len(s.slope))
	for k := range g {
		g[k] = quadraticForm(w, s.slope[k], w)
	}
	variance := 0.0
	for i, x := range g {
		variance += x * dot(s.vary[i], g)
	}
	v := quadraticForm(w, s.phi, w)
	if variance <= 0 {
		return math.Inf(1)
	}
	return 2 * v * v / variance
}

// Joint tests that all combinations are nought, by an F ratio. Under
// Satterthwaite the combinations are turned until they are uncorrelated, and
// the mean of F with their degrees of freedom gives those of the denominator
// (Kuznetsova et al. 2017, section 2.3); under Kenward-Roger F is scaled so
// that its first two moments fit.
func (m *Model) Joint(by Method, all ...formula.Linear) (Joint, error) {
	v, err := m.variability(by)
	if err != nil {
		return Joint{}, err
	}
	if len(all) == 0 {
		return Joint{}, Undetermined{"no combination of the fixed effects to test", "a term whose columns all follow from others has none"}
	}
	turned, values := m.uncorrelated(v.cov(), all)
	if len(turned) == 0 {
		return Joint{}, Undetermined{"the combinations to test are nought whatever the fixed effects are", ""}
	}
	if kr, ok := v.(*kenwardRoger); ok {
		return kr.joint(turned, values)
	}
	f, q := 0.0, float64(len(turned))
	df := make([]float64, len(turned))
	for i, w := range turned {
		f += values[i] * values[i] / quadraticForm(w, v.cov(), w) / q
		df[i] = v.freedom(w)
	}
	j := Joint{F: f, Numerator: q, Denominator: pooled(df), Method: by}
	j.P = upperF(j.F, j.Numerator, j.Denominator)
	return j, nil
}

// uncorrelated returns combinations of gamma with the span of all that are
// uncorrelated under phi, and their values in units of sigma.
func (m *Model) uncorrelated(phi []float64, all []formula.Linear) (turned [][]float64, values []float64) {
	const rank = 1.5e-8 // root of the machine's precision, as in lmerTest
	given := make([][]float64, len(all))
	at := make([]float64, len(all))
	for i, l := range all {
		given[i] = m.solver.turned(m.weights(l))
		at[i] = dot(l.Weights, m.Coef) / m.Sigma
	}
	cov := matrices(len(all), len(all))
	for i := range given {
		for j := range given {
			cov[i][j] = quadraticForm(given[i], phi, given[j])
		}
	}
	lengths, vectors := eigen(cov)
	for k := len(lengths) - 1; k >= 0; k-- {
		if lengths[k] <= rank*lengths[len(lengths)-1] {
			continue
		}
		w := make([]float64, m.solver.p)
		for i, x := range vectors[k] {
			addScaled(w, x, given[i])
		}
		turned, values = append(turned, w), append(values, dot(vectors[k], at))
	}
	return turned, values
}

// pooled gives the denominator of a mean of squared t: E = sum df/(df-2) is the
// mean of their sum, 2E/(E-q) matches it (lmerTest's get_Fstat_ddf).
func pooled(df []float64) float64 {
	q := float64(len(df))
	sum, mean, spread, least := 0.0, 0.0, 0.0, math.Inf(1)
	for _, d := range df {
		least = math.Min(least, d)
		if math.IsInf(d, 1) {
			sum++
			spread = math.Max(spread, d)
			continue
		}
		mean += d / q
		spread = math.Max(spread, math.Abs(d-df[0]))
		sum += d / (d - 2)
	}
	switch {
	case math.IsInf(least, 1):
		return least
	case len(df) == 1 || spread < 1e-8:
		return mean
	case least <= 2:
		return 2
	case sum <= q:
		return math.Inf(1)
	}
	return 2 * sum / (sum - q)
}
