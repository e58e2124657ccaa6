package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// calibrated runs a procedure on data without effect, 1000 times (300 in a short
// test), and wants uniform p values: their Kolmogorov distance has p above 0.001,
// which a right procedure fails once in a thousand seeds.
func calibrated(t *testing.T, name string, p func(rng *rand.Rand) float64) {
	t.Helper()
	const least = 0.001
	runs := 1000
	if testing.Short() {
		runs = 300
	}
	rng := rand.New(rand.NewPCG(20190412, 1))
	seen := make([]float64, runs)
	for i := range seen {
		seen[i] = p(rng)
	}
	if d, q := KolmogorovUniform(seen); q < least {
		t.Errorf("%s: p values under the null are %.3f from uniform (p %.2g)", name, d, q)
	} else {
		t.Logf("%s: p values under the null are %.3f from uniform (p %.2f)", name, d, q)
	}
}

// covers runs a procedure on data with a known effect and wants its 95 %
// intervals to hold it in 93 to 97 % of 2000 runs (four standard errors are 2 %);
// in a short test 91 to 99 % of 500.
func covers(t *testing.T, name string, truth float64, interval func(rng *rand.Rand) Interval) {
	t.Helper()
	runs, off := 2000, 0.02
	if testing.Short() {
		runs, off = 500, 0.04
	}
	rng := rand.New(rand.NewPCG(20190412, 2))
	hit := 0
	for range runs {
		if interval(rng).Contains(truth) {
			hit++
		}
	}
	c := float64(hit) / float64(runs)
	if math.Abs(c-0.95) > off {
		t.Errorf("%s: 95%% intervals cover %.3f", name, c)
	}
	t.Logf("%s: 95%% intervals cover %.3f", name, c)
}
