package glmm

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// orthogonal replaces X by √n Q of X = QR, so that the optimiser sees columns of
// one scale that do not resemble each other, whatever units the covariates have.
func (pr *problem) orthogonal() {
	if pr.p == 0 {
		return
	}
	var qr mat.QR
	qr.Factorize(mat.NewDense(pr.n, pr.p, pr.x))
	var q, r mat.Dense
	qr.QTo(&q)
	qr.RTo(&r)
	root := math.Sqrt(float64(pr.n))
	pr.r = mat.NewTriDense(pr.p, mat.Upper, nil)
	for i := range pr.p {
		for j := i; j < pr.p; j++ {
			pr.r.SetTri(i, j, r.At(i, j)/root)
		}
	}
	for i := range pr.n {
		for j := range pr.p {
			pr.x[i*pr.p+j] = q.At(i, j) * root
		}
	}
}

// coefficients returns R⁻¹γ: coefficients of X from those of the orthogonal columns.
func (pr *problem) coefficients(gamma []float64) []float64 {
	if pr.p == 0 {
		return nil
	}
	out := mat.NewVecDense(pr.p, nil)
	if err := out.SolveVec(pr.r, mat.NewVecDense(pr.p, slices.Clone(gamma))); err != nil {
		panic("glmm: dependent columns were let through")
	}
	return out.RawVector().Data
}
