package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// ContrastCR2 tests Σ wⱼ·Coefⱼ against zero with residuals of every cluster
// stretched to be unbiased under independent errors, A_g = (I-H_gg)^-½, and the
// degrees of freedom that the variance estimate then has (Bell & McCaffrey 2002;
// Pustejovsky & Tipton 2018, doi 10.1080/07350015.2016.1247004):
//
//	df = (tr PᵀP)² / tr (PᵀP)²,  column g of P: (I-H)_g A_g X_g (XᵀX)⁻¹w
//
// It holds with few clusters, where CR1 is too sure. A treatment given to whole
// clusters of which each arm has two gives about two degrees of freedom, as it should.
func (fit LinearFit) ContrastCR2(weights []float64, cluster []int, confidence float64) Test {
	if fit.Undetermined != "" {
		return undetermined(fit.Undetermined)
	}
	groups := fit.clusters(cluster)
	if groups == nil {
		return undetermined(fewClusters)
	}
	stretched := make([]*mat.Dense, len(groups)) // A_g X_g
	for g, rows := range groups {
		stretched[g] = fit.stretch(rows)
	}
	cov := fit.sandwich(len(groups), func(g int) []float64 {
		e := mat.NewVecDense(len(groups[g]), pick(fit.Residuals, groups[g]))
		var s mat.VecDense
		s.MulVec(stretched[g].T(), e)
		return s.RawVector().Data
	})
	return fit.Contrast(weights, cov, fit.bellMcCaffrey(weights, groups, stretched), confidence)
}

// stretch returns (I-H_gg)^-½ X_g, leaving out directions in which the cluster
// fits itself.
func (fit LinearFit) stretch(rows []int) *mat.Dense {
	m := len(rows)
	_, p := fit.x.Dims()
	xg := mat.NewDense(m, p, nil)
	for k, i := range rows {
		xg.SetRow(k, fit.x.RawRowView(i))
	}
	var h mat.Dense
	h.Product(xg, fit.bread, xg.T())
	left := mat.NewSymDense(m, nil)
	for i := range m {
		for j := i; j < m; j++ {
			left.SetSym(i, j, -(h.At(i, j)+h.At(j, i))/2)
		}
		left.SetSym(i, i, 1+left.At(i, i))
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(left, true) {
		panic("stats: eigenvalues of a symmetric matrix were not found")
	}
	var v, out mat.Dense
	eigen.VectorsTo(&v)
	scale := mat.NewDiagDense(m, nil)
	for i, l := range eigen.Values(nil) {
		if l > 1e-10 { // of at most 1; less is a direction fitted to rounding
			scale.SetDiag(i, 1/math.Sqrt(l))
		}
	}
	out.Product(&v, scale, v.T(), xg)
	return &out
}

// bellMcCaffrey returns the degrees of freedom of the variance of a contrast.
// With z_g = A_g X_g (XᵀX)⁻¹w, the products of columns of P are
// z_gᵀ(I-H)_gh z_h.
func (fit LinearFit) bellMcCaffrey(weights []float64, groups [][]int, stretched []*mat.Dense) float64 {
	_, p := fit.x.Dims()
	var along mat.VecDense
	along.MulVec(fit.bread, mat.NewVecDense(p, weights))
	own := make([]float64, len(groups)) // z_gᵀz_g
	through := mat.NewDense(len(groups), p, nil)
	for g, rows := range groups {
		var z mat.VecDense
		z.MulVec(stretched[g], &along)
		own[g] = mat.Dot(&z, &z)
		through.SetRow(g, fit.score(rows, z.RawVector().Data)) // X_gᵀz_g
	}
	var cross mat.Dense // z_gᵀ H_gh z_h
	cross.Product(through, fit.bread, through.T())
	trace, square := 0.0, 0.0
	for g := range groups {
		for h := range groups {
			v := -cross.At(g, h)
			if g == h {
				v += own[g]
				trace += v
			}
			square += v * v
		}
	}
	return trace * trace / square
}
