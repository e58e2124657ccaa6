package lmm

import (
	"math/rand/v2"

	"respine/formula"
)

// Predict returns the mean at the rows of a design made by Encode, with the
// modes of their levels added if conditional. Levels that were not fitted add
// nought, as the mean of their distribution.
func (m *Model) Predict(d formula.Design, conditional bool) []float64 {
	out := make([]float64, len(d.Rows))
	for i := range out {
		for j, c := range m.Coef {
			out[i] += c * d.X.At(i, j)
		}
	}
	if d.Offset != nil {
		addScaled(out, 1, d.Offset)
	}
	if conditional {
		m.addModes(out, d)
	}
	return out
}

// addModes adds Zb.
func (m *Model) addModes(out []float64, d formula.Design) {
	for k, g := range d.Groups {
		modes := m.Random[k].Modes
		for i, l := range g.Of {
			if l >= 0 {
				out[i] += dot(g.Z.RawRowView(i), modes.RawRowView(l))
			}
		}
	}
}

// Simulate draws a response from the fitted model, with new random effects.
func (m *Model) Simulate(rng *rand.Rand) []float64 {
	out := m.Predict(m.Design, false)
	for k, g := range m.Design.Groups {
		r := m.Random[k]
		w := len(g.Names)
		effects := make([]float64, len(g.Levels)*w)
		for l := range g.Levels {
			u := make([]float64, w)
			for a := range u {
				u[a] = m.Sigma * rng.NormFloat64()
				for c := range a + 1 {
					effects[l*w+a] += r.Theta.At(a, c) * u[c]
				}
			}
		}
		for i, l := range g.Of {
			out[i] += dot(g.Z.RawRowView(i), effects[l*w:(l+1)*w])
		}
	}
	for i := range out {
		out[i] += m.Sigma * rng.NormFloat64()
	}
	return out
}

// Refit fits the same model to another response on the same rows.
func (m *Model) Refit(y []float64) (*Model, error) {
	if len(y) != len(m.Design.Y) {
		panic("lmm: a response of another length")
	}
	d := m.Design
	d.Y = y
	return fit(d, m.solver.structure, m.Params)
}
