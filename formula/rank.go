package formula

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// collinear is the share of a column's length that must stand out of the
// earlier columns for it to count as one of its own; R's qr takes the same.
const collinear = 1e-7

// independent returns the columns of x that are no combination of those before
// them, and what each of the others is made of, as coefficients of the kept
// columns. Gram-Schmidt, run twice against rounding (Giraud et al. 2005, doi
// 10.1007/s00211-005-0615-4).
func independent(x *mat.Dense) (kept []int, of map[int][]float64) {
	n, p := x.Dims()
	var basis [][]float64 // orthonormal
	var upper [][]float64 // column kept[j] = sum of upper[j][i] basis[i]
	of = map[int][]float64{}
	for c := range p {
		v := mat.Col(nil, c, x)
		size := norm(v)
		along := make([]float64, len(basis), len(basis)+1)
		for range 2 {
			for i, b := range basis {
				s := dot(b, v)
				along[i] += s
				for r := range n {
					v[r] -= s * b[r]
				}
			}
		}
		rest := norm(v)
		if rest <= collinear*size || len(basis) == n {
			of[c] = backSolve(upper, along)
			continue
		}
		for r := range v {
			v[r] /= rest
		}
		kept = append(kept, c)
		basis = append(basis, v)
		upper = append(upper, append(along, rest))
	}
	return kept, of
}

// backSolve returns the coefficients of the kept columns that give a vector
// with the given coordinates in the basis.
func backSolve(upper [][]float64, along []float64) []float64 {
	out := make([]float64, len(along))
	rest := append([]float64(nil), along...)
	for j := len(along) - 1; j >= 0; j-- {
		out[j] = rest[j] / upper[j][j]
		for i := range j {
			rest[i] -= out[j] * upper[j][i]
		}
	}
	return out
}

func dot(a, b []float64) (s float64) {
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

func norm(a []float64) float64 { return math.Sqrt(dot(a, a)) }
