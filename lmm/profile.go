package lmm

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Interval is a confidence interval of one fixed effect.
type Interval struct {
	Name             string
	Value, Low, High float64
}

// Profile returns the intervals of the fixed effects within which the profiled
// log-likelihood (not restricted) stays within half a chi-squared quantile of
// its maximum (Bates et al. 2015, section 5.1). They may be lopsided; like the
// likelihood ratio they are too narrow with few animals.
func (m *Model) Profile() ([]Interval, error) {
	best, err := m.byML()
	if err != nil {
		return nil, err
	}
	z := distuv.UnitNormal.Quantile(0.5 + m.Params.Confidence/2)
	out := make([]Interval, len(best.Coef))
	for j, name := range best.Design.Names {
		without := best.without(j)
		se := math.Sqrt(best.Cov.At(j, j))
		at := func(b float64) (float64, error) { return without(b, best.Criterion) }
		low, err := crossing(at, best.Coef[j], -se, z)
		if err != nil {
			return nil, err
		}
		high, err := crossing(at, best.Coef[j], se, z)
		if err != nil {
			return nil, err
		}
		out[j] = Interval{name, best.Coef[j], low, high}
	}
	return out, nil
}

// without returns the root of what the criterion rises by when coefficient j is
// held at b.
func (m *Model) without(j int) func(b, least float64) (float64, error) {
	d := m.Design
	x := mat.Col(nil, j, d.X)
	d.Names = append(append([]string(nil), d.Names[:j]...), d.Names[j+1:]...)
	if len(d.Names) > 0 {
		rest := mat.NewDense(len(x), len(d.Names), nil)
		for i := range x {
			row := d.X.RawRowView(i)
			copy(rest.RawRowView(i), row[:j])
			copy(rest.RawRowView(i)[j:], row[j+1:])
		}
		d.X = rest
	}
	s := newStructure(d)
	return func(b, least float64) (float64, error) {
		y := append([]float64(nil), m.Design.Y...)
		addScaled(y, -b, x)
		d.Y = y
		held, err := fit(d, s, m.Params)
		if err != nil {
			return 0, err
		}
		return math.Sqrt(math.Max(0, held.Criterion-least)), nil
	}
}

// crossing finds where the root reaches z on the side of step, by regula falsi
// (Illinois) once the place is bracketed.
func crossing(root func(float64) (float64, error), from, step, z float64) (float64, error) {
	const near = 1e-9 // of z
	a, fa := from, -z
	b := from + z*step
	fb, err := root(b)
	for fb -= z; err == nil && fb < 0; fb -= z {
		a, fa = b, fb
		b += step
		fb, err = root(b)
	}
	for range 100 {
		if err != nil || math.Abs(fb) < near*z || math.Abs(b-a) < near*math.Abs(step) {
			break
		}
		c := b - fb*(b-a)/(fb-fa)
		var fc float64
		fc, err = root(c)
		fc -= z
		if fc*fb < 0 {
			a, fa = b, fb
		} else {
			fa /= 2
		}
		b, fb = c, fc
	}
	return b, err
}
