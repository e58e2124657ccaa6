package lmm

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// report turns what the solver found into the units of the response.
func (m *Model) report() {
	v := m.solver
	m.Sigma = m.scale * v.sigma()
	gamma := v.gamma()
	for j := range gamma {
		gamma[j] = m.base[j] + m.scale*gamma[j]
	}
	m.Coef = v.coefficients(gamma)
	m.Cov = m.covariance(m.variances.bread)
	m.Criterion = v.criterion + v.freedom()*2*math.Log(m.scale)
	m.LogLik = -m.Criterion / 2
	m.Random = m.variations()
	m.Singular = m.singular()
	m.Fitted = m.fitted(gamma)
	m.Residuals = make([]float64, v.n)
	for i, f := range m.Fitted {
		m.Residuals[i] = m.Design.Y[i] - f
	}
}

// covariance turns a covariance of gamma in units of the residual variance into
// that of the coefficients.
func (m *Model) covariance(phi []float64) *mat.SymDense {
	s := m.solver.structure
	if s.p == 0 {
		return &mat.SymDense{}
	}
	half := make([][]float64, s.p) // R^-1 Phi, by columns of Phi
	for j := range half {
		half[j] = s.coefficients(phi[j*s.p : (j+1)*s.p])
	}
	out := mat.NewSymDense(s.p, nil)
	row := make([]float64, s.p)
	for i := range s.p {
		for j := range row {
			row[j] = half[j][i]
		}
		for j, c := range s.coefficients(row) {
			out.SetSym(i, j, c*m.Sigma*m.Sigma)
		}
	}
	return out
}

// variations reports theta, covariances and modes of every term, with the
// columns of Z back on their own scale.
func (m *Model) variations() []Variation {
	v := m.solver
	var out []Variation
	for k, g := range m.Design.Groups {
		t := v.terms[k]
		r := Variation{Name: g.Name, Names: g.Names, Cov: mat.NewSymDense(t.width, nil),
			Theta: mat.NewTriDense(t.width, mat.Lower, nil), Modes: mat.NewDense(t.levels, t.width, nil)}
		for a := range t.width {
			for c := range a + 1 {
				r.Theta.SetTri(a, c, v.t[k][a*t.width+c]/t.sizes[a])
			}
		}
		for a := range t.width {
			for b := range a + 1 {
				sum := 0.0
				for c := range b + 1 {
					sum += r.Theta.At(a, c) * r.Theta.At(b, c)
				}
				r.Cov.SetSym(a, b, sum*m.Sigma*m.Sigma)
			}
		}
		out = append(out, r)
	}
	gamma := v.gamma()
	for k := range v.blocks {
		b := &v.blocks[k]
		for i, u := range v.modes(k, gamma) {
			t := b.term[i]
			out[t].Modes.Set(b.level[i], i-b.start[i], m.scale*u/v.terms[t].sizes[i-b.start[i]])
		}
	}
	return out
}

// modes returns b = T u of a block, u = L'^-1 (L^-1 T'Z'(y - Q gamma)).
func (v *solver) modes(k int, gamma []float64) []float64 {
	b := &v.blocks[k]
	w := v.p + 1
	u := make([]float64, b.size)
	for i := range u {
		u[i] = v.b[k][i*w+v.p] - dot(v.b[k][i*w:i*w+v.p], gamma)
	}
	b.solveBackward(v.l[k], u, 1)
	out := make([]float64, b.size)
	for i := range out {
		tw, s := v.terms[b.term[i]].width, b.start[i]
		for c := 0; c <= i-s; c++ {
			out[i] += v.t[b.term[i]][(i-s)*tw+c] * u[s+c]
		}
	}
	return out
}

// fitted returns Q gamma + Zb + offset.
func (m *Model) fitted(gamma []float64) []float64 {
	out := make([]float64, m.solver.n)
	for j, q := range m.solver.q {
		addScaled(out, gamma[j], q)
	}
	if m.Design.Offset != nil {
		addScaled(out, 1, m.Design.Offset)
	}
	m.addModes(out, m.Design)
	return out
}

// singular names the variances of nought and the perfect correlations.
func (m *Model) singular() (reasons []string) {
	for _, r := range m.Random {
		for a, name := range r.Names {
			switch {
			case r.Theta.At(a, a) != 0:
			case r.Cov.At(a, a) == 0:
				reasons = append(reasons, fmt.Sprintf("%s does not vary between levels of %s beyond what the residual explains: variance 0", name, r.Name))
			default:
				reasons = append(reasons, fmt.Sprintf("%s of %s follows from the effects before it: correlation of 1 or -1", name, r.Name))
			}
		}
	}
	return reasons
}

// AIC is Akaike's criterion, every coefficient and variance counted. Under REML
// it compares models with the same fixed effects only.
func (m *Model) AIC() float64 { return m.Criterion + 2*float64(m.Parameters()) }

// BIC is Schwarz's criterion with n rows.
func (m *Model) BIC() float64 {
	return m.Criterion + math.Log(float64(m.solver.n))*float64(m.Parameters())
}

// Parameters counts coefficients, variances and covariances.
func (m *Model) Parameters() int { return m.solver.p + m.solver.thetas + 1 }
