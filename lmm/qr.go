package lmm

import (
	"math"

	"respine/formula"
)

// orthogonalise writes X = QR, by Gram-Schmidt run twice (Giraud et al. 2005,
// doi 10.1007/s00211-005-0615-4).
func (s *structure) orthogonalise(d formula.Design) {
	for j := range s.p {
		v := make([]float64, s.n)
		for i := range v {
			v[i] = d.X.At(i, j)
		}
		r := make([]float64, j+1)
		for range 2 {
			for i, q := range s.q {
				c := dot(q, v)
				r[i] += c
				addScaled(v, -c, q)
			}
		}
		r[j] = math.Sqrt(dot(v, v))
		for i := range v {
			v[i] /= r[j]
		}
		s.q, s.r = append(s.q, v), append(s.r, r)
	}
}

// coefficients solves R beta = gamma.
func (s *structure) coefficients(gamma []float64) []float64 {
	out := append([]float64(nil), gamma...)
	for j := s.p - 1; j >= 0; j-- {
		out[j] /= s.r[j][j]
		addScaled(out[:j], -out[j], s.r[j][:j])
	}
	return out
}

// turned solves R'm = l: weights of beta as weights of gamma.
func (s *structure) turned(l []float64) []float64 {
	out := append([]float64(nil), l...)
	for j := range s.p {
		for i := range j {
			out[j] -= s.r[j][i] * out[i]
		}
		out[j] /= s.r[j][j]
	}
	return out
}

func dot(a, b []float64) (s float64) {
	for i, x := range a {
		s += x * b[i]
	}
	return s
}

func addScaled(dst []float64, c float64, x []float64) {
	for i, v := range x {
		dst[i] += c * v
	}
}
