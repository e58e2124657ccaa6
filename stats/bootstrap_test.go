package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func meanOf(x []float64) func([]int) float64 {
	return func(rows []int) float64 {
		sum := 0.0
		for _, r := range rows {
			sum += x[r]
		}
		return sum / float64(len(rows))
	}
}

// The spread over groups of equal size is that of the group means:
// sd = sqrt(Σ(m-mean)²/G/G).
func TestBootstrapGroupsMovesWholeGroups(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	var x []float64
	var group []int
	means := []float64{1, 2, 4, 9}
	for g, m := range means {
		for i := range 25 {
			x = append(x, m+0.01*float64(i-12))
			group = append(group, g*10)
		}
	}
	draws := BootstrapGroups(group, 20000, rng, meanOf(x))
	sum, sum2 := 0.0, 0.0
	for _, d := range draws {
		sum += d
		sum2 += d * d
	}
	n := float64(len(draws))
	sd := math.Sqrt(sum2/n - sum*sum/n/n)
	want := math.Sqrt((9 + 4 + 0 + 25) / 4.0 / 4.0) // mean 4; deviations 3, 2, 0, 5
	// Monte Carlo: the sd of 20000 draws is known to about half a percent.
	if math.Abs(sd/want-1) > 0.02 {
		t.Errorf("bootstrap sd %v, group formula %v", sd, want)
	}
	again := BootstrapGroups(group, 20000, rand.New(rand.NewPCG(5, 6)), meanOf(x))
	if !slices.Equal(draws, again) {
		t.Error("the same seed gave other draws")
	}
}

func TestQuantile(t *testing.T) {
	x := []float64{4, 1, math.NaN(), 3, 2}
	for _, c := range []struct{ q, want float64 }{{0, 1}, {0.5, 2.5}, {1, 4}, {0.25, 1.75}} {
		if got := Quantile(x, c.q); !near(got, c.want, rounding) {
			t.Errorf("Quantile(%v) = %v, want %v", c.q, got, c.want)
		}
	}
	for q, want := range map[float64]float64{0: 1, 0.25: 2, 0.5: 3, 0.9: 4.6, 1: 5} { // numpy's default
		if got := Quantile([]float64{3, 1, 2, 5, 4}, q); !near(got, want, rounding) {
			t.Errorf("Quantile(%v) = %v, want %v", q, got, want)
		}
	}
	if !math.IsNaN(Quantile(nil, 0.5)) {
		t.Error("the quantile of nothing must be NaN")
	}
	iv := PercentileInterval([]float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.8)
	if !near(iv.Lo, 1, rounding) || !near(iv.Hi, 9, rounding) {
		t.Errorf("80%% of 0..10 is %v", iv)
	}
}
