package glmm

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// orthogonal replaces X by √n Q of X = QR, so that the optimiser sees columns of
// one scale that do not resemble each other, whatever units the covariates have.
// Columns are freed of those before them twice, which leaves rounding only
// (Giraud, Langou & Rozložník 2005, doi 10.1016/j.camwa.2005.08.009).
func (pr *problem) orthogonal() {
	if pr.p == 0 {
		return
	}
	n, p := pr.n, pr.p
	pr.r = mat.NewTriDense(p, mat.Upper, nil)
	q := make([]float64, n*p) // by column
	for j := range p {
		v := q[j*n : (j+1)*n]
		for i := range v {
			v[i] = pr.x[i*p+j]
		}
		for range 2 {
			for k := range j {
				b := q[k*n : (k+1)*n]
				s := dot(b, v) / float64(n)
				for i, x := range b {
					v[i] -= s * x
				}
				pr.r.SetTri(k, j, pr.r.At(k, j)+s)
			}
		}
		size := math.Sqrt(dot(v, v) / float64(n))
		pr.r.SetTri(j, j, size)
		for i := range v {
			v[i] /= size
		}
	}
	for j := range p {
		for i := range n {
			pr.x[i*p+j] = q[j*n+i]
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
