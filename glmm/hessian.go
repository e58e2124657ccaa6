package glmm

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// differences returns the Hessian of f from central differences of its gradient.
func differences(f objective, x []float64) *mat.SymDense {
	d := len(x)
	at := append([]float64(nil), x...)
	up, down := make([]float64, d), make([]float64, d)
	h := mat.NewDense(d, d, nil)
	for j := range d {
		step := differenceStep * (1 + math.Abs(x[j]))
		at[j] = x[j] + step
		f(at, up)
		at[j] = x[j] - step
		f(at, down)
		at[j] = x[j]
		for i := range d {
			h.Set(i, j, (up[i]-down[i])/(2*step))
		}
	}
	s := mat.NewSymDense(d, nil)
	for i := range d {
		for j := range i + 1 {
			s.SetSym(i, j, (h.At(i, j)+h.At(j, i))/2)
		}
	}
	return s
}

// forward is differences by steps to one side, g being the gradient at x: half
// the work, enough to set out with.
func forward(f objective, x, g []float64) *mat.SymDense {
	d := len(x)
	at, up := append([]float64(nil), x...), make([]float64, d)
	s := mat.NewSymDense(d, nil)
	for j := range d {
		step := differenceStep * (1 + math.Abs(x[j]))
		at[j] = x[j] + step
		f(at, up)
		at[j] = x[j]
		for i := range d {
			s.SetSym(i, j, s.At(i, j)+(up[i]-g[i])/(2*step)*float64(1+boolInt(i == j)))
		}
	}
	return s
}

// positive returns the inverse of |H|: eigenvalues by their size, none below a
// part of the largest.
func positive(h *mat.SymDense) *mat.SymDense {
	d := h.SymmetricDim()
	var e mat.EigenSym
	inverse := mat.NewSymDense(d, nil)
	if !e.Factorize(h, true) {
		for i := range d {
			inverse.SetSym(i, i, 1)
		}
		return inverse
	}
	values := e.Values(nil)
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	largest := math.Max(floats.Max(values), -floats.Min(values))
	for k, v := range values {
		inverse.SymRankOne(inverse, 1/math.Max(math.Abs(v), 1e-6*largest+1e-12), vectors.ColView(k))
	}
	return inverse
}
