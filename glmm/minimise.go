package glmm

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// objective returns a value at x and writes its gradient into grad.
type objective func(x, grad []float64) float64

// The steps and ends of the search. Coordinates are of order one: the columns
// of X are orthonormal, θ and τ are standard deviations on the link scale.
const (
	differenceStep   = 1e-4  // of central differences of the gradient: errors near 1e-8
	roughDecrement   = 1e-6  // g'H⁻¹g, a change of D, at which the quasi-Newton search ends
	finalDecrement   = 1e-20 // and at which the Newton steps end
	largestStep      = 3.0   // in any coordinate
	rounds           = 12
	stepsOfARound    = 60
	smallestFraction = 1e-8
)

// minimum is where a search ended.
type minimum struct {
	x       []float64
	value   float64
	hessian *mat.SymDense
	// decrement is g'H⁻¹g there: how far the value may be above the minimum, twice.
	decrement float64
	definite  bool
}

// converged reports whether the gradient vanishes and the Hessian is positive.
func (m minimum) converged() bool { return m.definite && m.decrement < 1e-9 }

// minimise finds a minimum of f from x: quasi-Newton steps (BFGS) on a Hessian
// from differences of the gradient, then Newton steps until the gradient is
// rounding. Where the Hessian at the end is not positive it goes on downhill
// along the eigenvector of the least eigenvalue, since a zero variance is a
// stationary point whether or not it is a minimum.
func minimise(f objective, x []float64) minimum {
	m := minimum{x: append([]float64(nil), x...)}
	g := make([]float64, len(x))
	m.value = f(m.x, g)
	if len(x) == 0 {
		m.definite = true
		m.hessian = &mat.SymDense{}
		return m
	}
	m.hessian = forward(f, m.x, g)
	end := roughDecrement
	for range rounds {
		inverse := positive(m.hessian)
		m.value = quasiNewton(f, m.x, g, m.value, inverse, end)
		end = math.Max(end/100, 1e-11) // Newton's steps failed: the valley is bent
		m.hessian = differences(f, m.x)
		var chol mat.Cholesky
		m.definite = chol.Factorize(m.hessian)
		if m.definite {
			m.decrement = polish(f, &m, g, &chol)
			if m.decrement < 1e-10 {
				break
			}
		} else if !escape(f, &m, g) {
			break
		}
	}
	return m
}

// quasiNewton moves x downhill with the inverse Hessian as first guess, updated
// after every step (Nocedal & Wright 2006, 6.17), until g'Bg is below end.
func quasiNewton(f objective, x, g []float64, value float64, inverse *mat.SymDense, end float64) float64 {
	d := len(x)
	step, next, ng, y := make([]float64, d), make([]float64, d), make([]float64, d), make([]float64, d)
	for range stepsOfARound {
		times(step, inverse, g)
		slope := floats.Dot(step, g)
		if slope < end {
			return value
		}
		scale := math.Min(1, largestStep/floats.Norm(step, math.Inf(1)))
		moved := false
		for ; scale > smallestFraction; scale /= 2 {
			floats.AddScaledTo(next, x, -scale, step)
			v := f(next, ng)
			if v <= value-1e-4*scale*slope {
				value, moved = v, true
				break
			}
		}
		if !moved {
			f(x, g)
			return value
		}
		floats.SubTo(step, next, x)
		floats.SubTo(y, ng, g)
		copy(x, next)
		copy(g, ng)
		update(inverse, step, y)
	}
	return value
}

// update is the BFGS formula for the inverse, left out where the curvature
// along the step is not positive.
func update(inverse *mat.SymDense, s, y []float64) {
	sy := floats.Dot(s, y)
	if sy <= 1e-10*floats.Norm(s, 2)*floats.Norm(y, 2) {
		return
	}
	by := make([]float64, len(s))
	times(by, inverse, y)
	factor := (1 + floats.Dot(y, by)/sy) / sy
	for i := range s {
		for j := range i + 1 {
			inverse.SetSym(i, j, inverse.At(i, j)+factor*s[i]*s[j]-(by[i]*s[j]+s[i]*by[j])/sy)
		}
	}
}

func times(dst []float64, m *mat.SymDense, x []float64) {
	for i := range dst {
		dst[i] = 0
		for j, v := range x {
			dst[i] += m.At(i, j) * v
		}
	}
}

// polish takes Newton steps with one Hessian while they shrink the gradient and
// returns the last decrement.
func polish(f objective, m *minimum, g []float64, chol *mat.Cholesky) float64 {
	d := len(g)
	step, next, ng := mat.NewVecDense(d, nil), make([]float64, d), make([]float64, d)
	solve := func(g []float64) float64 {
		if err := chol.SolveVecTo(step, mat.NewVecDense(d, g)); err != nil {
			return math.Inf(1)
		}
		return floats.Dot(step.RawVector().Data, g)
	}
	best := solve(g)
	for range 20 {
		if best < finalDecrement || math.IsInf(best, 1) {
			break
		}
		floats.SubTo(next, m.x, step.RawVector().Data)
		v := f(next, ng)
		decrement := solve(ng)
		if !(decrement < best) || math.IsInf(v, 1) || v > m.value+1e-6 {
			break
		}
		copy(m.x, next)
		copy(g, ng)
		m.value, best = v, decrement
	}
	return best
}

// escape leaves a stationary point that is no minimum; false when neither way
// along the eigenvector of the least eigenvalue leads down.
func escape(f objective, m *minimum, g []float64) bool {
	var e mat.EigenSym
	if !e.Factorize(m.hessian, true) {
		return false
	}
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	v := mat.Col(nil, 0, &vectors)
	next, ng := make([]float64, len(v)), make([]float64, len(v))
	for _, size := range []float64{0.3, -0.3, 0.03, -0.03} {
		floats.AddScaledTo(next, m.x, size, v)
		if value := f(next, ng); value < m.value {
			copy(m.x, next)
			copy(g, ng)
			m.value = value
			return true
		}
	}
	return false
}
