package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// R's exact ks.test; Stephens' correction is good to 0.001 where p is below 0.2 and
// to 0.01 where it does not matter.
func TestKolmogorovUniformMatchesR(t *testing.T) {
	const stephens = 1e-2
	a := classical(t)
	for _, k := range [][3]string{{"small", "D", "p"}, {"large", "D2", "p2"}} {
		d, p := KolmogorovUniform(a.nums("ks", k[0]))
		check(t, "distance", d, a.num("ks", k[1]), closedForm)
		if !near(p, a.num("ks", k[2]), stephens) {
			t.Errorf("p %v, R %v", p, a.num("ks", k[2]))
		}
	}
}

// Miller 1956, doi 10.1080/01621459.1956.10501314: exact points of ten values.
func TestKolmogorovUniformOfTen(t *testing.T) {
	for _, c := range [][2]float64{{0.36866, 0.1}, {0.40925, 0.05}, {0.48893, 0.01}} {
		x := make([]float64, 10)
		for i := range x { // the first lies c above 0, the rest as they should
			x[i] = max(c[0], float64(i)/10+0.05)
		}
		d, p := KolmogorovUniform(x)
		check(t, "distance", d, c[0], closedForm)
		if !near(p, c[1], 0.002) {
			t.Errorf("D %v: p %v, Miller %v", d, p, c[1])
		}
	}
}

// Kolmogorov's table: λ = 1.3581 leaves 5 %, 1.6276 leaves 1 %, 0.8276 half.
// Both series meet where one takes over from the other.
func TestKolmogorovUpper(t *testing.T) {
	for _, c := range [][2]float64{{1.3581, 0.05}, {1.6276, 0.01}, {0.82757, 0.5}} {
		if !near(kolmogorovUpper(c[0]), c[1], 2e-5) {
			t.Errorf("P(√n D > %v) = %v", c[0], kolmogorovUpper(c[0]))
		}
	}
	check(t, "where the series meet", kolmogorovUpper(math.Nextafter(1, 0)), kolmogorovUpper(1), 1e-13)
	if kolmogorovUpper(0.01) != 1 || kolmogorovUpper(20) > 1e-100 {
		t.Error("the ends are not 1 and 0")
	}
}

// It finds what it is for: p values that are small in 10 % instead of 5 %, and
// leaves uniform ones alone.
func TestKolmogorovUniformHasPower(t *testing.T) {
	calibrated(t, "Kolmogorov's own p, 100 values", func(r *rand.Rand) float64 {
		x := make([]float64, 100)
		for i := range x {
			x[i] = r.Float64()
		}
		_, p := KolmogorovUniform(x)
		return p
	})
	rng := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, 1000)
	for i := range x { // of a normal statistic whose SE is 20 % too small
		x[i] = normalBothTails(1.25 * rng.NormFloat64())
	}
	if _, p := KolmogorovUniform(x); p > 1e-4 {
		t.Errorf("standard errors 20 %% too small pass with p %v", p)
	}
}
