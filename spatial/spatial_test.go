package spatial

import (
	"math"
	"math/rand/v2"
	"sort"
)

// rounding allows for different orders of the same sums.
const rounding = 1e-9

func seeded(n uint64) *rand.Rand { return rand.New(rand.NewPCG(n, 99)) }

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

func uniformSites(n int, lengthUm float64, rng *rand.Rand) []Site {
	out := make([]Site, n)
	for i := range out {
		out[i] = Site{PositionUm: rng.Float64() * lengthUm, Side: 1 - 2*rng.IntN(2)}
	}
	return out
}

// ksUniform returns the Kolmogorov-Smirnov distance of p from uniform.
func ksUniform(p []float64) float64 {
	p = append([]float64(nil), p...)
	sort.Float64s(p)
	worst := 0.0
	for i, v := range p {
		n := float64(len(p))
		worst = math.Max(worst, math.Max(float64(i+1)/n-v, v-float64(i)/n))
	}
	return worst
}

// ksOnePercent is the 1 % critical distance for n values (asymptotic 1.63/sqrt n).
func ksOnePercent(n int) float64 { return 1.63 / math.Sqrt(float64(n)) }
