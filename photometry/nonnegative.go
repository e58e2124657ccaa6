package photometry

import "math"

// nonNegative returns c ≥ 0 that makes Σ w (y - x c)² least, by the active sets of
// Lawson & Hanson (1974, Solving Least Squares Problems, 23.3) on the normal
// equations.
func nonNegative(x [][]float64, y, w []float64) []float64 {
	k := len(x[0])
	gram, rhs := make([][]float64, k), make([]float64, k)
	for a := range gram {
		gram[a] = make([]float64, k)
	}
	for i, row := range x {
		for a, va := range row {
			rhs[a] += w[i] * va * y[i]
			for b, vb := range row {
				gram[a][b] += w[i] * va * vb
			}
		}
	}
	c, in := make([]float64, k), make([]bool, k)
	tolerance := 0.0
	for _, v := range rhs {
		tolerance = math.Max(tolerance, 1e-11*math.Abs(v))
	}
	for range 10 * k {
		enter, steepest := -1, tolerance
		for a := range c {
			if g := rhs[a] - dot(gram[a], c); !in[a] && g > steepest {
				enter, steepest = a, g
			}
		}
		if enter < 0 {
			break
		}
		in[enter] = true
		if !inside(gram, rhs, c, in) {
			break
		}
	}
	return c
}

// inside moves c to the least squares over the free coefficients, freezing those
// that reach zero on the way. It returns false where the equations are singular.
func inside(gram [][]float64, rhs, c []float64, in []bool) bool {
	for {
		to, ok := solveFree(gram, rhs, in)
		if !ok {
			return false
		}
		step := 1.0
		for a, free := range in {
			if free && to[a] <= 0 {
				step = math.Min(step, c[a]/(c[a]-to[a]))
			}
		}
		whole := true
		for a, free := range in {
			if !free {
				continue
			}
			hits := to[a] <= 0 && c[a]/(c[a]-to[a]) <= step
			c[a] += step * (to[a] - c[a])
			if hits {
				c[a], in[a], whole = 0, false, false
			}
		}
		if whole {
			return true
		}
	}
}

// solveFree solves the normal equations of the free coefficients by Cholesky
// factors.
func solveFree(gram [][]float64, rhs []float64, in []bool) ([]float64, bool) {
	var at []int
	for a, free := range in {
		if free {
			at = append(at, a)
		}
	}
	n := len(at)
	l, z := make([][]float64, n), make([]float64, n)
	for i := range n {
		l[i] = make([]float64, n)
		for j := 0; j <= i; j++ {
			s := gram[at[i]][at[j]]
			for m := range j {
				s -= l[i][m] * l[j][m]
			}
			switch {
			case i != j:
				l[i][j] = s / l[j][j]
			case s <= 1e-13*gram[at[i]][at[i]]:
				return nil, false
			default:
				l[i][i] = math.Sqrt(s)
			}
		}
		z[i] = rhs[at[i]]
		for m := range i {
			z[i] -= l[i][m] * z[m]
		}
		z[i] /= l[i][i]
	}
	out := make([]float64, len(in))
	for i := n - 1; i >= 0; i-- {
		s := z[i]
		for m := i + 1; m < n; m++ {
			s -= l[m][i] * out[at[m]]
		}
		out[at[i]] = s / l[i][i]
	}
	return out, true
}
