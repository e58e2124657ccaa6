package lmm

import (
	"fmt"
	"math"
)

// kenwardRoger holds the parts of Kenward & Roger (1997): Phi, Phi adjusted,
// P_r = -X'V^-1 G_r V^-1 X, and the covariance W of the variance components
// from the expected information under REML.
type kenwardRoger struct {
	p        int
	phi      []float64
	adjusted []float64
	change   [][]float64 // Phi P_r Phi
	w        [][]float64
}

func (m *Model) kenwardRoger() (*kenwardRoger, error) {
	if m.Params.ML {
		return nil, fmt.Errorf("lmm: Kenward-Roger is defined for REML, and %s was fitted by maximum likelihood\nhint: fit it with Params{}", m.Design.Formula)
	}
	v, d, n := m.solver, m.variances, len(m.variances.phi)
	p := v.p
	info := matrices(n, n)
	for r := range n {
		for s := range n {
			info[r][s] = v.information(d, r, s) / 2
		}
	}
	k := &kenwardRoger{p: p, phi: d.bread, w: inverse(info, 1e-12)}
	middle := make([]float64, p*p) // sum W_rs (Q_rs - P_r Phi P_s)
	for r := range n {
		pr := v.leading(d.s[r])
		prPhi := times(pr, d.bread, p)
		change := times(d.bread, prPhi, p)
		for i := range change {
			change[i] = -change[i]
		}
		k.change = append(k.change, change)
		for s := range n {
			addScaled(middle, k.w[r][s], v.leading(d.q[r][s]))
			addScaled(middle, -k.w[r][s], times(prPhi, v.leading(d.s[s]), p))
		}
	}
	k.adjusted = append([]float64(nil), d.bread...)
	add := times(times(d.bread, middle, p), d.bread, p)
	for i := range p {
		for j := range p {
			k.adjusted[i*p+j] += add[i*p+j] + add[j*p+i] // twice, symmetric
		}
	}
	return k, nil
}

func (k *kenwardRoger) cov() []float64 { return k.adjusted }

func (k *kenwardRoger) freedom(w []float64) float64 {
	df, _ := k.moments([][]float64{w})
	return df
}

// joint is the F test, its statistic scaled (Kenward & Roger 1997, eq. 5).
func (k *kenwardRoger) joint(turned [][]float64, values []float64) (Joint, error) {
	q := len(turned)
	f := 0.0
	for i, w := range turned { // uncorrelated under the adjusted covariance
		f += values[i] * values[i] / quadraticForm(w, k.adjusted, w) / float64(q)
	}
	df, scale := k.moments(turned)
	if !(df > 0 && scale > 0) {
		return Joint{}, Undetermined{"no F distribution has the moments that Kenward-Roger asks for: too few animals for so many combinations at once", "test fewer combinations, or use the bootstrap"}
	}
	j := Joint{F: f * scale, Numerator: float64(q), Denominator: df, Method: KenwardRoger}
	j.P = upperF(j.F, j.Numerator, j.Denominator)
	return j, nil
}

// moments returns the degrees of freedom of the denominator and the scale of F
// that fit its approximate mean and variance, for q combinations L: with
// Theta = L'(L Phi L')^-1 L,
//
//	A1 = sum W_rs tr(Theta Phi P_r Phi) tr(Theta Phi P_s Phi)
//	A2 = sum W_rs tr(Theta Phi P_r Phi Theta Phi P_s Phi)
//
// and the corrections of Halekoh & Højsgaard (2014, appendix).
func (k *kenwardRoger) moments(l [][]float64) (df, scale float64) {
	q := float64(len(l))
	cov := matrices(len(l), len(l))
	for i := range l {
		for j := range l {
			cov[i][j] = quadraticForm(l[i], k.phi, l[j])
		}
	}
	inv := inverse(cov, 1e-14)
	inside := make([][]float64, len(k.change)) // (L Phi L')^-1 L Phi P_r Phi L'
	traces := make([]float64, len(k.change))
	for r, c := range k.change {
		a := make([]float64, len(l)*len(l))
		for i := range l {
			for j := range l {
				a[i*len(l)+j] = quadraticForm(l[i], c, l[j])
			}
		}
		flat := make([]float64, 0, len(a))
		for i := range inv {
			flat = append(flat, inv[i]...)
		}
		inside[r] = times(flat, a, len(l))
		for i := range l {
			traces[r] += inside[r][i*len(l)+i]
		}
	}
	a1, a2 := 0.0, 0.0
	for r := range inside {
		for s := range inside {
			both := times(inside[r], inside[s], len(l))
			for i := range l {
				a2 += k.w[r][s] * both[i*len(l)+i]
			}
			a1 += k.w[r][s] * traces[r] * traces[s]
		}
	}
	return fitF(a1, a2, q)
}

// fitF solves for the F distribution.
func fitF(a1, a2, q float64) (df, scale float64) {
	if a2 <= 0 {
		return math.Inf(1), 1
	}
	b := (a1 + 6*a2) / (2 * q)
	g := ((q+1)*a1 - (q+4)*a2) / ((q + 2) * a2)
	c1 := g / (3*q + 2*(1-g))
	c2 := (q - g) / (3*q + 2*(1-g))
	c3 := (q + 2 - g) / (3*q + 2*(1-g))
	v0, v1, v2 := 1+c1*b, 1-c2*b, 1-c3*b
	if math.Abs(v0) < 1e-10 {
		v0 = 0
	}
	ratio := 1.0
	if top := 1 - a2/q; math.Abs(top) >= 1e-14 || math.Abs(v1) >= 1e-14 {
		ratio = top / v1
	}
	rho := ratio * ratio * v0 / v2 / q
	df = 4 + (q+2)/(q*rho-1)
	scale = 1
	if math.Abs(df-2) >= 1e-2 {
		scale = df * (1 - a2/q) / (df - 2)
	}
	return df, scale
}
