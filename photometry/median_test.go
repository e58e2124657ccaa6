package photometry

import (
	"slices"
	"testing"

	"respine/stats"
)

// TestMedian: that of sorting, for every length and with ties; the input stays.
func TestMedian(t *testing.T) {
	rng := seeded(11)
	for n := 1; n < 200; n++ {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(rng.IntN(1 + n/2))
		}
		was := slices.Clone(x)
		near(t, "median", median(x), stats.Quantile(x, 0.5), 0)
		if !slices.Equal(x, was) {
			t.Fatal("the input was changed")
		}
	}
}

func BenchmarkMedian(b *testing.B) {
	rng := seeded(12)
	x := make([]float64, 27000)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	b.Run("select", func(b *testing.B) {
		for b.Loop() {
			median(x)
		}
	})
	b.Run("sort", func(b *testing.B) {
		for b.Loop() {
			stats.Quantile(x, 0.5)
		}
	})
}
