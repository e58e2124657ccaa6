package photometry

import (
	"math"
	"testing"
)

// TestBleachingFindsTwoExponentials: whatever their time constants between those of
// the grid, the curve is within a hundredth, transients notwithstanding.
func TestBleachingFindsTwoExponentials(t *testing.T) {
	const rate, n = 20, 20 * 600
	for _, tau := range [][2]float64{{20, 900}, {45, 300}, {90, 2400}} {
		x, truth := make([]float64, n), make([]float64, n)
		rng := seeded(3)
		for i := range x {
			s := float64(i) / rate
			truth[i] = 2 + 0.4*math.Exp(-s/tau[0]) + 0.8*math.Exp(-s/tau[1])
			x[i] = truth[i] + 0.01*rng.NormFloat64()
			if i/rate%20 < 2 {
				x[i] += 0.2
			}
		}
		b := Bleaching(x, rate)
		for i, v := range b.Curve(n, rate) {
			if math.Abs(v-truth[i]) > 0.01*truth[i] {
				t.Fatalf("tau %v: %v at %d s, want %v", tau, v, i/rate, truth[i])
			}
		}
		near(t, "lost", b.Lost, 1-truth[n-1]/truth[0], 0.005)
	}
}

// TestBleachingNeverRises: a channel that brightens has no bleaching.
func TestBleachingNeverRises(t *testing.T) {
	x := make([]float64, 20*300)
	for i := range x {
		x[i] = 1 + 0.001*float64(i)
	}
	b := Bleaching(x, 20)
	near(t, "lost", b.Lost, 0, 1e-9)
}

// TestNonNegativeIsTheBest: the solution is at least zero, the gradient is zero where
// it is above and points out of the region elsewhere: the conditions of Karush, Kuhn
// and Tucker, which make it the only best one.
func TestNonNegativeIsTheBest(t *testing.T) {
	rng := seeded(4)
	for range 50 {
		const n, k = 40, 6
		x, y, w := make([][]float64, n), make([]float64, n), make([]float64, n)
		for i := range x {
			for range k {
				x[i] = append(x[i], rng.NormFloat64())
			}
			y[i], w[i] = rng.NormFloat64(), rng.Float64()
		}
		c := nonNegative(x, y, w)
		for a := range k {
			g := 0.0
			for i := range x {
				g += w[i] * x[i][a] * (y[i] - dot(c, x[i]))
			}
			const rounding = 1e-9
			if c[a] < 0 || c[a] > 0 && math.Abs(g) > rounding || c[a] == 0 && g > rounding {
				t.Fatalf("coefficient %v with gradient %v", c[a], g)
			}
		}
	}
}
