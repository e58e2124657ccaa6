package stats

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// LinearFit is an ordinary least squares fit of n rows on p columns.
type LinearFit struct {
	Coef      []float64
	SE        []float64   // classical: one variance, independent rows
	Cov       [][]float64 // classical covariance of Coef, p×p
	Fitted    []float64   // n
	Residuals []float64   // n; all zero when they are no more than rounding of y
	Leverage  []float64   // n: diagonal of X(XᵀX)⁻¹Xᵀ
	Sigma     float64     // residual standard deviation, sqrt(RSS/DF)
	DF        float64     // n-p
	R2        float64     // 1 - RSS/Σ(y-ȳ)²; of Σy² when no column is constant
	// Undetermined says why there is no fit; all else is then empty.
	Undetermined string

	x     *mat.Dense // as given
	bread *mat.Dense // (XᵀX)⁻¹
}

// LeastSquares fits y on the rows of x, which hold their own column of ones if
// there is to be an intercept, by Householder QR: the condition of X is not
// squared as by the normal equations (Golub 1965, doi 10.1007/BF01436075).
func LeastSquares(x [][]float64, y []float64) LinearFit {
	if len(x) != len(y) {
		panic("stats: slice length mismatch")
	}
	if reason := unfittable(x, y); reason != "" {
		return LinearFit{Undetermined: reason}
	}
	n, p := len(x), len(x[0])
	m := dense(x)
	var qr mat.QR
	qr.Factorize(m)
	if k := dependentColumn(&qr, m); k >= 0 {
		return LinearFit{Undetermined: fmt.Sprintf("column %d is a combination of those before it", k)}
	}
	var q, r mat.Dense
	qr.QTo(&q)
	qr.RTo(&r)
	qty := make([]float64, p)
	for j := range p {
		qty[j] = mat.Dot(q.ColView(j), mat.NewVecDense(n, y))
	}
	inverse := invertUpper(&r, p)
	fit := LinearFit{Coef: make([]float64, p), DF: float64(n - p), x: m}
	for j := range p {
		fit.Coef[j] = mat.Dot(inverse.RowView(j), mat.NewVecDense(p, qty))
	}
	fit.bread = new(mat.Dense)
	fit.bread.Mul(inverse, inverse.T())
	fit.residuals(x, y)
	fit.spread(x, y)
	for i := range n {
		h := 0.0
		for j := range p {
			h += q.At(i, j) * q.At(i, j)
		}
		fit.Leverage = append(fit.Leverage, h)
	}
	return fit
}

func (fit *LinearFit) residuals(x [][]float64, y []float64) {
	for i, row := range x {
		f := 0.0
		for j, v := range row {
			f += v * fit.Coef[j]
		}
		fit.Fitted = append(fit.Fitted, f)
		fit.Residuals = append(fit.Residuals, y[i]-f)
	}
	if greatestSize(fit.Residuals) <= roundingShare*greatestSize(y) {
		clear(fit.Residuals)
	}
}

// spread fills Sigma, R2, Cov and SE.
func (fit *LinearFit) spread(x [][]float64, y []float64) {
	rss, total := 0.0, 0.0
	for _, e := range fit.Residuals {
		rss += e * e
	}
	center := 0.0
	if hasConstant(x) {
		center, _ = meanVariance(y)
	}
	for _, v := range y {
		total += (v - center) * (v - center)
	}
	if fit.R2 = 1 - rss/total; total == 0 {
		fit.R2 = 0
	}
	variance := rss / fit.DF
	fit.Sigma = math.Sqrt(variance)
	fit.Cov = scaledRows(fit.bread, variance)
	for j := range fit.Cov {
		fit.SE = append(fit.SE, math.Sqrt(fit.Cov[j][j]))
	}
}

// Contrast tests Σ wⱼ·Coefⱼ against zero with a covariance of the coefficients
// (Cov, or one of the robust ones) and degrees of freedom.
func (fit LinearFit) Contrast(weights []float64, cov [][]float64, df, confidence float64) Test {
	switch {
	case fit.Undetermined != "":
		return undetermined(fit.Undetermined)
	case cov == nil:
		return undetermined(fewClusters)
	}
	estimate, variance := 0.0, 0.0
	for j, w := range weights {
		estimate += w * fit.Coef[j]
		for k, v := range weights {
			variance += w * v * cov[j][k]
		}
	}
	return NewTest(estimate, math.Sqrt(max(variance, 0)), df, confidence)
}

func unfittable(x [][]float64, y []float64) string {
	if len(x) == 0 || len(x[0]) == 0 {
		return "no rows or no columns"
	}
	for _, row := range x {
		if len(row) != len(x[0]) {
			panic("stats: rows of different length")
		}
		if !allFinite(row) {
			return notFinite
		}
	}
	switch {
	case !allFinite(y):
		return notFinite
	case len(x) <= len(x[0]):
		return "no more rows than columns"
	}
	return ""
}

// dependentColumn returns the first column that those before it span to within
// rounding, or -1: what QR leaves of it is nothing beside its length.
func dependentColumn(qr *mat.QR, x *mat.Dense) int {
	const nothing = 1e-10 // Longley's worst column keeps 1e-5
	var r mat.Dense
	qr.RTo(&r)
	_, p := x.Dims()
	for j := range p {
		if math.Abs(r.At(j, j)) <= nothing*mat.Norm(x.ColView(j), 2) {
			return j
		}
	}
	return -1
}

func hasConstant(x [][]float64) bool {
	for j, v := range x[0] {
		same := v != 0
		for _, row := range x {
			same = same && row[j] == v
		}
		if same {
			return true
		}
	}
	return false
}

// invertUpper inverts the leading p×p upper triangle of r.
func invertUpper(r *mat.Dense, p int) *mat.Dense {
	out := mat.NewDense(p, p, nil)
	for j := range p {
		out.Set(j, j, 1/r.At(j, j))
		for i := j - 1; i >= 0; i-- {
			sum := 0.0
			for k := i + 1; k <= j; k++ {
				sum += r.At(i, k) * out.At(k, j)
			}
			out.Set(i, j, -sum/r.At(i, i))
		}
	}
	return out
}

// dense copies rows into a matrix.
func dense(rows [][]float64) *mat.Dense {
	m := mat.NewDense(len(rows), len(rows[0]), nil)
	for i, row := range rows {
		m.SetRow(i, row)
	}
	return m
}

// scaledRows copies a matrix times a factor into rows.
func scaledRows(m mat.Matrix, factor float64) [][]float64 {
	r, c := m.Dims()
	out := make([][]float64, r)
	for i := range out {
		out[i] = make([]float64, c)
		for j := range out[i] {
			out[i][j] = factor * m.At(i, j)
		}
	}
	return out
}
