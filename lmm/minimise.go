package lmm

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

const (
	steps   = 300   // of Newton's method; ten are usual, a hundred at a boundary
	enough  = 1e-9  // criterion that a step must still promise; one more halves the digits lacking
	slope   = 1e-4  // share of the promised descent that a step must keep (Armijo)
	saddle  = -1e-6 // curvature that says a boundary is a ridge, not a valley
	nothing = 1e-9  // rise of the criterion allowed for a variance of exactly nought
)

// minimise finds theta by Newton's method with the exact derivatives. The
// criterion is the same for a column of T and its negative, so a variance of
// nought is an inner point where the slope vanishes, and no bounds are needed.
func (v *solver) minimise() error {
	theta := v.start()
	if err := v.descend(theta); err != nil {
		return err
	}
	if !v.settle(theta) {
		return nil
	}
	return v.descend(theta)
}

// start is T = I: every random effect as variable as the residual.
func (v *solver) start() []float64 {
	theta := make([]float64, v.thetas)
	for _, t := range v.terms {
		for i, ab := range t.pairs {
			if ab[0] == ab[1] {
				theta[t.at+i] = 1
			}
		}
	}
	return theta
}

// descend moves theta to a minimum and leaves the solver there.
func (v *solver) descend(theta []float64) error {
	value := v.eval(theta)
	if len(theta) == 0 {
		return nil
	}
	for range steps {
		g, h := v.curvature(v.derive())
		step, promised, bent := newtonStep(g[:len(theta)], profile(h))
		if promised < enough {
			if bent == nil || !v.leave(theta, bent, value) {
				v.last(theta, step, value)
				return nil
			}
			value = v.criterion
			continue
		}
		next, ok := v.search(theta, step, value, promised)
		if !ok {
			v.eval(theta)
			return nil // no descent left within rounding
		}
		value = next
	}
	return Undetermined{"the variances did not converge", "simplify the random terms"}
}

// newtonStep returns the step -H^-1 g with every curvature taken as positive,
// the descent it promises, and a direction of negative curvature, if any.
func newtonStep(g []float64, h [][]float64) (step []float64, promised float64, bent []float64) {
	k := len(g)
	values, vectors := eigen(h)
	largest := 0.0
	for _, l := range values {
		largest = math.Max(largest, math.Abs(l))
	}
	step = make([]float64, k)
	for i, l := range values {
		if l < saddle && bent == nil {
			bent = vectors[i]
		}
		l = math.Max(math.Abs(l), 1e-10*largest+1e-300)
		along := dot(vectors[i], g)
		addScaled(step, -along/l, vectors[i])
		promised += along * along / l / 2
	}
	if long := math.Sqrt(dot(step, step)); long > 5 {
		for i := range step {
			step[i] *= 5 / long
		}
	}
	return step, promised, bent
}

// eigen returns the eigenvalues, rising, and unit eigenvectors of a small
// symmetric matrix.
func eigen(h [][]float64) (values []float64, vectors [][]float64) {
	k := len(h)
	if k == 1 {
		return []float64{h[0][0]}, [][]float64{{1}}
	}
	s := mat.NewSymDense(k, nil)
	for i := range k {
		for j := range i + 1 {
			s.SetSym(i, j, (h[i][j]+h[j][i])/2)
		}
	}
	var e mat.EigenSym
	if !e.Factorize(s, true) {
		panic("lmm: eigenvalues of a matrix that is not finite")
	}
	var m mat.Dense
	e.VectorsTo(&m)
	for i := range k {
		vectors = append(vectors, mat.Col(nil, i, &m))
	}
	return e.Values(nil), vectors
}

// search shortens the step until the criterion falls, and moves theta.
func (v *solver) search(theta, step []float64, value, promised float64) (float64, bool) {
	try := make([]float64, len(theta))
	for t := 1.0; t > 1e-12; t /= 2 {
		copy(try, theta)
		addScaled(try, t, step)
		if next := v.eval(try); next <= value-slope*t*promised {
			copy(theta, try)
			return next, true
		}
	}
	return value, false
}

// last takes a step that promises next to nothing, unless it is uphill.
func (v *solver) last(theta, step []float64, value float64) {
	try := append([]float64(nil), theta...)
	addScaled(try, 1, step)
	if v.eval(try) <= value+enough {
		copy(theta, try)
		return
	}
	v.eval(theta)
}

// leave looks for lower ground from a saddle.
func (v *solver) leave(theta, bent []float64, value float64) bool {
	try := make([]float64, len(theta))
	for _, t := range []float64{0.5, -0.5, 0.1, -0.1, 0.01, -0.01, 1e-3, -1e-3} {
		copy(try, theta)
		addScaled(try, t, bent)
		if v.eval(try) < value-enough {
			copy(theta, try)
			return true
		}
	}
	v.eval(theta)
	return false
}

// settle writes T with a diagonal that is not negative, and a pivot of exactly
// nought where the criterion does not tell it from one. It reports whether that
// moved theta.
func (v *solver) settle(theta []float64) (moved bool) {
	value := v.eval(theta)
	for _, t := range v.terms {
		t.positive(theta)
		for a := range t.width {
			try := append([]float64(nil), theta...)
			t.without(try, a)
			if v.eval(try) <= value+nothing {
				moved = moved || !slices.Equal(theta, try)
				copy(theta, try)
			}
		}
	}
	v.eval(theta)
	return moved
}

// positive turns the columns of T whose diagonal is negative.
func (t term) positive(theta []float64) {
	for i, ab := range t.pairs {
		if ab[0] != ab[1] || theta[t.at+i] >= 0 {
			continue
		}
		for j, cd := range t.pairs {
			if cd[1] == ab[1] {
				theta[t.at+j] = -theta[t.at+j]
			}
		}
	}
}

// without takes column a out of T: effect a then follows from the effects
// before it, and what it shared with later ones is left to them.
func (t term) without(theta []float64, a int) {
	for j, cd := range t.pairs {
		if cd[1] != a {
			continue
		}
		lost := theta[t.at+j]
		theta[t.at+j] = 0
		for k, ef := range t.pairs {
			if cd[0] != a && ef[0] == cd[0] && ef[1] == cd[0] {
				theta[t.at+k] = math.Hypot(theta[t.at+k], lost)
			}
		}
	}
}
