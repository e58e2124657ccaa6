package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Nested adaptive quadrature in R to a relative 1e-11, groups of unequal size.
const dunnettDigits = 1e-8

func TestDunnettMatchesR(t *testing.T) {
	a := classical(t)
	g := a.rows("groups", "groups")
	for i, p := range Dunnett(g[0], g[1:], 0.95) {
		check(t, "t", p.Statistic, a.nums("groups", "dunnett_t")[i], 10*closedForm)
		check(t, "p", p.P, a.nums("groups", "dunnett_p")[i], dunnettDigits)
	}
}

// multcomp 1.4-22 and the same quadrature on R's PlantGrowth.
func TestDunnettMatchesPublishedData(t *testing.T) {
	a := readAnswers(t, oracle(t, "anova_tukey_dunnett.json"))
	g := plants(t)
	for i, p := range Dunnett(g[0], g[1:], 0.95) {
		check(t, "t", p.Statistic, a.nums("dunnett", "t")[i], 10*closedForm)
		check(t, "p", p.P, a.nums("dunnett", "p_quadrature")[i], dunnettDigits)
	}
}

// Dunnett 1964, table II: two-sided 5 % points for equal sizes.
func TestDunnettCriticalValues(t *testing.T) {
	for _, c := range []struct {
		k    int
		df   float64
		want float64
	}{{1, 10, 2.23}, {2, 10, 2.57}, {4, 20, 2.65}, {9, 60, 2.77}} {
		loading := make([]float64, c.k)
		for i := range loading {
			loading[i] = math.Sqrt(0.5)
		}
		check(t, "critical value", dunnettQuantile(0.05, loading, c.df), c.want, 0.005/c.want)
	}
}

// One group: Student. P rises with every group added, below Bonferroni's.
func TestDunnettBounds(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	c, g := gaussians(rng, 6, 0, 1), [][]float64{gaussians(rng, 5, 1, 1), gaussians(rng, 8, 1, 1), gaussians(rng, 4, 0, 1)}
	one := Dunnett(c, g[:1], 0.95)[0]
	want := Student(g[0], c, 0.95)
	check(t, "p of one group", one.P, want.P, 1e-11)
	check(t, "interval of one group", one.Interval.Lo, want.Interval.Lo, 1e-9)
	for _, p := range Dunnett(c, g, 0.95) {
		single := tTwoSided(p.Statistic, p.DF)
		if p.P < single || p.P > min(1, 3*single)+1e-12 {
			t.Errorf("p %v of %v alone", p.P, single)
		}
	}
	for _, x := range []float64{40, 1e5, 1e9} { // groups with next to no spread
		if got, want := dunnettUpper(x, []float64{math.Sqrt(0.5)}, 3), tTwoSided(x, 3); !near(got, want, 1e-9*want+1e-17) {
			t.Errorf("one group far out: %v, want %v", got, want)
		}
	}
	if p := Dunnett([]float64{1, 1}, [][]float64{{2, 2}}, 0.95)[0]; p.Undetermined != allEqual {
		t.Errorf("got %+v", p)
	}
}

func TestDunnettIsCalibrated(t *testing.T) {
	draw := func(r *rand.Rand) [][]float64 {
		return [][]float64{gaussians(r, 6, 0, 1), gaussians(r, 5, 0, 1), gaussians(r, 5, 0, 1), gaussians(r, 8, 0, 1)}
	}
	loading := []float64{math.Sqrt(5.0 / 11), math.Sqrt(5.0 / 11), math.Sqrt(8.0 / 14)}
	calibrated(t, "Dunnett, 6 against 5, 5, 8", func(r *rand.Rand) float64 {
		g := draw(r)
		most := 0.0
		for i := 1; i < 4; i++ {
			w := []float64{-1, 0, 0, 0}
			w[i] = 1
			most = max(most, math.Abs(Contrast(g, w, 0.95).Statistic))
		}
		return dunnettUpper(most, loading, 20)
	})
	inverted(t, func(r *rand.Rand) []Pair {
		g := moveLast(draw(r))
		return Dunnett(g[0], g[1:], 0.95)
	})
}
