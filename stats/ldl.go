package stats

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// ldlFactor turns the symmetric n×n matrix a (row-major, lower triangle read)
// into L and D of a = L D Lᵀ in place: D on the diagonal, L below it. A pivot
// at or below floor[j] belongs to a column that earlier columns explain; it is
// set to zero and the column left out of every solve. It returns how many
// pivots were kept.
func ldlFactor(a []float64, n int, floor []float64) (rank int) {
	scaled := make([]float64, n) // row j of L times D
	for j := range n {
		row := a[j*n : j*n+j]
		pivot := a[j*n+j]
		for k, l := range row {
			scaled[k] = l * a[k*n+k]
			pivot -= l * scaled[k]
		}
		if !(pivot > floor[j]) {
			a[j*n+j] = 0
			for i := j + 1; i < n; i++ {
				a[i*n+j] = 0
			}
			continue
		}
		rank++
		a[j*n+j] = pivot
		for i := j + 1; i < n; i++ {
			a[i*n+j] = (a[i*n+j] - floats.Dot(a[i*n:i*n+j], scaled[:j])) / pivot
		}
	}
	return rank
}

// ldlSolve solves L D Lᵀ x = b in place; left-out columns get zero.
func ldlSolve(a []float64, n int, b []float64) {
	for i := range n {
		for k := range i {
			b[i] -= a[i*n+k] * b[k]
		}
	}
	for i := n - 1; i >= 0; i-- {
		d := a[i*n+i]
		if d == 0 {
			b[i] = 0
			continue
		}
		b[i] /= d
		for k := i + 1; k < n; k++ {
			b[i] -= a[k*n+i] * b[k]
		}
	}
}

// ldlInverse returns the inverse of the factored matrix, zero in the rows and
// columns that were left out.
func ldlInverse(a []float64, n int) []float64 {
	out := make([]float64, n*n)
	col := make([]float64, n)
	for j := range n {
		if a[j*n+j] == 0 {
			continue
		}
		clear(col)
		col[j] = 1
		ldlSolve(a, n, col)
		for i := range n {
			out[i*n+j] = col[i]
		}
	}
	return out
}

// ldlInverseDiagonal returns the diagonal of the inverse from entry first on:
// Σ_k (L⁻¹)_ki²/D_k, a sixth of the work of all of it.
func ldlInverseDiagonal(a []float64, n, first int) []float64 {
	out := make([]float64, n-first)
	col := make([]float64, n)
	for i := first; i < n; i++ {
		if a[i*n+i] == 0 {
			continue
		}
		clear(col)
		col[i] = 1
		out[i-first] = 1 / a[i*n+i]
		for k := i + 1; k < n; k++ {
			col[k] = -floats.Dot(a[k*n+i:k*n+k], col[i:k])
			if a[k*n+k] != 0 {
				out[i-first] += col[k] * col[k] / a[k*n+k]
			}
		}
	}
	return out
}

// pivotFloors returns share times every diagonal entry: what ldlFactor takes
// for zero.
func pivotFloors(a []float64, n int, share float64) []float64 {
	floor := make([]float64, n)
	for j := range floor {
		floor[j] = share * math.Abs(a[j*n+j])
	}
	return floor
}

// quadraticForm returns uᵀ V⁻¹ u and the rank of the symmetric matrix V, both
// left as they were. Directions without variance carry no evidence and are
// left out.
func quadraticForm(u, v []float64) (q float64, rank int) {
	n := len(u)
	f := append([]float64(nil), v...)
	rank = ldlFactor(f, n, pivotFloors(v, n, 1e-10))
	x := append([]float64(nil), u...)
	ldlSolve(f, n, x)
	for i := range u {
		q += u[i] * x[i]
	}
	return q, rank
}
