package glmm

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Separation. When some direction d of the coefficients has x'd ≥ 0 in every row
// of successes only, ≤ 0 in every row of failures only and 0 in every mixed row,
// the likelihood has no maximum: it grows along d for ever (Albert & Anderson
// 1984, doi 10.1093/biomet/71.1.1). The same holds given any random effects, so
// the fixed effects of the mixed model are infinite too. In the limit the rows
// with x'd ≠ 0 are predicted with certainty and add nothing to the deviance;
// what is left is fitted without them (Correia, Guimarães & Zylkin 2019,
// arXiv 1903.01633).

// rows that a direction moves less than this stand still; those of a Newton
// step along the true direction move by one and more, or by e^-16.
const stillStands = 0.05

// separation looks whether the last Newton step of a plain fit points along such
// a direction. It returns the direction in the coefficients of the problem's
// columns and the problem's rows that it moves; ok only if every row obeys.
func (pr *problem) separation(fit plainFit) (direction []float64, moved []bool, ok bool) {
	if pr.family == Beta || pr.p == 0 || pr.reach(fit.step) <= 2*stillStands {
		return nil, nil, false
	}
	still := mat.NewSymDense(pr.p, nil)
	for i := range pr.n {
		row := pr.x[i*pr.p : (i+1)*pr.p]
		if math.Abs(dot(row, fit.step)) < stillStands {
			still.SymRankOne(still, 1/float64(pr.n), mat.NewVecDense(pr.p, row))
		}
	}
	d := nullPart(still, fit.step)
	if d == nil {
		return nil, nil, false
	}
	moved = make([]bool, pr.n)
	for i := range pr.n {
		e := dot(pr.x[i*pr.p:(i+1)*pr.p], d)
		if math.Abs(e) < 1e-7 {
			continue
		}
		counts := pr.family == Poisson || pr.family == NegativeBinomial
		up, down := !counts && pr.y[i] == pr.m[i], pr.y[i] == 0
		if e > 0 && !up || e < 0 && !down {
			return nil, nil, false
		}
		moved[i] = true
	}
	return pr.coefficients(d), moved, true
}

// nullPart returns the part of step that the symmetric matrix m takes to zero,
// scaled to a largest entry of one; nil without one.
func nullPart(m *mat.SymDense, step []float64) []float64 {
	var e mat.EigenSym
	if !e.Factorize(m, true) {
		return nil
	}
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	out := make([]float64, len(step))
	for k, v := range e.Values(nil) {
		if v > 1e-10 {
			continue
		}
		col := mat.Col(nil, k, &vectors)
		s := dot(col, step)
		for j := range out {
			out[j] += s * col[j]
		}
	}
	largest := 0.0
	for _, x := range out {
		largest = math.Max(largest, math.Abs(x))
	}
	if largest < 1e-6 {
		return nil
	}
	for j := range out {
		out[j] /= largest
	}
	return out
}
