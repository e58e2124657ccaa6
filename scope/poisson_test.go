package scope

import (
	"math"
	"testing"
)

// TestPoissonHasMeanVarianceAndZeros: 200 000 draws, within 5 standard errors.
func TestPoissonHasMeanVarianceAndZeros(t *testing.T) {
	const n = 200000
	for _, mean := range []float64{0.01, 0.3, 1.7, 11.9, 12.1, 90} {
		rng := newRand(4)
		var sum, squares, zeros float64
		for range n {
			k := poisson(rng, mean)
			if k < 0 || k != math.Trunc(k) {
				t.Fatalf("drew %v", k)
			}
			sum, squares = sum+k, squares+(k-mean)*(k-mean)
			if k == 0 {
				zeros++
			}
		}
		none := math.Exp(-mean)
		near(t, "mean", sum/n, mean, 5*math.Sqrt(mean/n))
		near(t, "variance", squares/n, mean, 5*math.Sqrt((mean+2*mean*mean)/n))
		near(t, "share of zeros", zeros/n, none, 5*math.Sqrt(none*(1-none)/n)+1e-9)
	}
	if poisson(newRand(1), 0) != 0 {
		t.Error("a photon out of darkness")
	}
}
