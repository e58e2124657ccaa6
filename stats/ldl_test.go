package stats

import (
	"math/rand/v2"
	"testing"
)

// The factor solves its matrix, its inverse inverts it, and the short way to
// the inverse's diagonal agrees; a copied column is found and left out.
func TestLDL(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	const n = 6
	root := make([]float64, n*n)
	for i := range root {
		root[i] = rng.NormFloat64()
	}
	a := make([]float64, n*n)
	for i := range n {
		for j := range n {
			for k := range n {
				a[i*n+j] += root[i*n+k] * root[j*n+k]
			}
		}
	}
	f := append([]float64(nil), a...)
	if rank := ldlFactor(f, n, pivotFloors(a, n, 1e-10)); rank != n {
		t.Fatalf("rank %d", rank)
	}
	inverse, diagonal := ldlInverse(f, n), ldlInverseDiagonal(f, n, 2)
	for i := range n {
		for j := range n {
			sum, want := 0.0, 0.0
			if i == j {
				want = 1
			}
			for k := range n {
				sum += a[i*n+k] * inverse[k*n+j]
			}
			if !near(sum, want, 1e-9) { // condition of a random 6×6
				t.Errorf("A A⁻¹ [%d][%d] = %v", i, j, sum)
			}
		}
		if i >= 2 && !near(diagonal[i-2], inverse[i*n+i], 1e-9) {
			t.Errorf("diagonal %d: %v, inverse %v", i, diagonal[i-2], inverse[i*n+i])
		}
	}
	twice := []float64{2, 2, 1, 2, 2, 1, 1, 1, 3}
	g := append([]float64(nil), twice...)
	if rank := ldlFactor(g, 3, pivotFloors(twice, 3, 1e-10)); rank != 2 || g[4] != 0 {
		t.Errorf("a copied column: rank %d, %v", rank, g)
	}
	b := []float64{4, 4, 7}
	ldlSolve(g, 3, b)
	if !near(b[0], 1, rounding) || b[1] != 0 || !near(b[2], 2, rounding) { // 2x+z = 4, x+3z = 7
		t.Errorf("solved to %v", b)
	}
	if q, rank := quadraticForm([]float64{4, 4, 7}, twice); rank != 2 || !near(q, 18, rounding) {
		t.Errorf("quadratic form %v of rank %d", q, rank)
	}
}
