package lmm

import "math"

// solver evaluates the profiled criterion of one response. What eval leaves in
// it belongs to the theta of the last call.
type solver struct {
	*structure
	ml  bool
	zy  [][]float64 // Z'y of every block
	yy  float64     // y'y of the residuals from Q
	rho float64     // log of the determinant of R, part of the REML criterion

	theta []float64
	t     [][]float64 // factor T of every term, row by row
	l     [][]float64 // Cholesky factor of every block
	b     [][]float64 // L^-1 T'Z'[Q y] of every block, p+1 columns
	c     []float64   // upper Cholesky factor of [Q y]'V^-1[Q y], p+1 rows
	d     variances   // what derive left
	room  room

	criterion float64
	r2        float64 // penalised sum of squares
}

// room is scratch for one block.
type room struct {
	a, h        []float64
	x, u, f, hm []float64
	moved       [][]float64
	filled      []int
}

func newRoom(largest, w, components int) room {
	square, wide := matrices(2, largest*largest), matrices(4, largest*w)
	return room{square[0], square[1], wide[0], wide[1], wide[2], wide[3], matrices(components, largest*w), make([]int, 0, largest)}
}

// newSolver takes the residuals of y from the columns of Q.
func newSolver(s *structure, y []float64, ml bool) *solver {
	v := &solver{structure: s, ml: ml, yy: dot(y, y)}
	for j := range s.p {
		v.rho += 2 * math.Log(s.r[j][j])
	}
	w := s.p + 1
	effects, squares, largest := 0, 0, 0
	for _, b := range s.blocks {
		effects, squares, largest = effects+b.size, squares+b.size*b.size, max(largest, b.size)
	}
	zy, l, rhs := make([]float64, effects), make([]float64, squares), make([]float64, effects*w)
	for _, b := range s.blocks {
		m := b.size
		v.zy, v.l, v.b = append(v.zy, zy[:m]), append(v.l, l[:m*m]), append(v.b, rhs[:m*w])
		zy, l, rhs = zy[m:], l[m*m:], rhs[m*w:]
	}
	v.room = newRoom(largest, w, s.thetas+1)
	for _, t := range s.terms {
		v.t = append(v.t, make([]float64, t.width*t.width))
	}
	v.c = make([]float64, w*w)
	v.d = newVariances(s.thetas+1, s.p)
	v.theta = make([]float64, s.thetas)
	for row, k := range s.home {
		for t := range s.terms {
			for a, z := range s.zRow(t, row) {
				v.zy[k][s.place[t][row]+a] += z * y[row]
			}
		}
	}
	return v
}

// freedom is the divisor of the residual variance: n, or n-p under REML.
func (v *solver) freedom() float64 {
	if v.ml {
		return float64(v.n)
	}
	return float64(v.n - v.p)
}

func (v *solver) sigma() float64 { return math.Sqrt(v.r2 / v.freedom()) }
