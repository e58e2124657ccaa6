package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// R's ptukey is a fixed rule: against the closed form of two groups it is off
// by 1e-4 with 2 degrees of freedom and by 1e-7 with more.
const (
	ptukeyFew  = 2e-4
	ptukeyMany = 2e-7
	qtukey     = 1e-5 // it searches to 1e-4 of q, its last step being closer
)

func TestStudentizedRangeMatchesR(t *testing.T) {
	for _, c := range classical(t).table("tukey") {
		df, tolerance := c.num("df"), ptukeyMany
		if df > 1e299 {
			df = math.Inf(1)
		}
		if df < 5 {
			tolerance = ptukeyFew
		}
		got := StudentizedRange(c.num("q"), int(c.num("k")), df)
		if !near(got, c.num("upper"), tolerance) {
			t.Errorf("q %v, k %v, df %v: %.12g, R %.12g", c.num("q"), c.num("k"), df, got, c.num("upper"))
		}
	}
	// Nested adaptive quadrature in R.
	for _, c := range classical(t).table("range") {
		check(t, "nested quadrature", StudentizedRange(c.num("q"), int(c.num("k")), c.num("df")), c.num("upper"), 1e-9)
	}
}

// Of two groups the range is √2|t|; of two normals √2|z|; of three without
// estimation error P(range > w) has a known first moment 3/√π.
func TestStudentizedRangeClosedForms(t *testing.T) {
	for _, q := range []float64{0.3, 2, 6} {
		for _, df := range []float64{1, 3, 20, 400} {
			check(t, "two groups", StudentizedRange(q, 2, df), tTwoSided(q/math.Sqrt2, df), 1e-10)
		}
		check(t, "two normals", StudentizedRange(q, 2, math.Inf(1)), math.Erfc(q/2), 1e-12)
	}
	for _, q := range []float64{50, 1e5, 1e9} { // groups with next to no spread
		if got, want := StudentizedRange(q, 2, 3), tTwoSided(q/math.Sqrt2, 3); !near(got, want, 1e-9*want+1e-17) {
			t.Errorf("two groups far out: %v, want %v", got, want)
		}
	}
	mean := overInterval(func(q float64) float64 { return StudentizedRange(q, 3, math.Inf(1)) }, 0, 12, 6)
	check(t, "mean range of three", mean, 3/math.Sqrt(math.Pi), 1e-11)
	check(t, "quantile", StudentizedRange(StudentizedRangeQuantile(0.05, 4, 11), 4, 11), 0.05, 1e-12)
}

func TestTukeyMatchesR(t *testing.T) {
	a := classical(t)
	for i, p := range Tukey(a.rows("groups", "groups"), 0.95) {
		row := a.rows("groups", "tukey")[i]
		check(t, "difference", p.Estimate, row[0], 10*closedForm)
		check(t, "low end", p.Interval.Lo, row[1], qtukey)
		check(t, "high end", p.Interval.Hi, row[2], qtukey)
		check(t, "p", p.P, row[3], ptukeyMany)
	}
}

func TestTukeyMatchesPublishedData(t *testing.T) {
	a := readAnswers(t, oracle(t, "anova_tukey_dunnett.json"))
	for i, p := range Tukey(plants(t), 0.95) {
		row := a.rows("tukey", "values")[i]
		check(t, "difference", p.Estimate, row[0], 10*closedForm)
		check(t, "low end", p.Interval.Lo, row[1], qtukey)
		check(t, "high end", p.Interval.Hi, row[2], qtukey)
		check(t, "p", p.P, row[3], ptukeyMany)
	}
	check(t, "q 3.5", StudentizedRange(3.5, 3, 27), a.num("ptukey", "q3.5_k3_df27"), searched)
	check(t, "q 4", StudentizedRange(4, 5, 20), a.num("ptukey", "q4_k5_df20"), searched)
	check(t, "quantile", StudentizedRangeQuantile(0.05, 3, 27), a.num("ptukey", "qtukey95_k3_df27"), 1e-6)
}

// The largest of all pairs has a uniform p, and the interval of a pair leaves
// out zero when its p is below 0.05.
func TestTukeyIsCalibrated(t *testing.T) {
	draw := func(r *rand.Rand) [][]float64 {
		return [][]float64{gaussians(r, 5, 0, 1), gaussians(r, 5, 0, 1), gaussians(r, 5, 0, 1), gaussians(r, 5, 0, 1)}
	}
	calibrated(t, "Tukey, 4 of 5", func(r *rand.Rand) float64 {
		g := draw(r)
		most := 0.0
		for i := range g {
			for j := range i {
				w := make([]float64, 4)
				w[i], w[j] = 1, -1
				most = max(most, math.Abs(Contrast(g, w, 0.95).Statistic))
			}
		}
		return StudentizedRange(most*math.Sqrt2, 4, 16)
	})
	inverted(t, func(r *rand.Rand) []Pair { return Tukey(moveLast(draw(r)), 0.95) })
}

// moveLast gives the last group an effect.
func moveLast(g [][]float64) [][]float64 {
	g[len(g)-1] = moved(g[len(g)-1], 1, 1.5)
	return g
}

func inverted(t *testing.T, pairs func(r *rand.Rand) []Pair) {
	t.Helper()
	rng := rand.New(rand.NewPCG(77, 1))
	for range 20 {
		for _, p := range pairs(rng) {
			if p.Interval.Contains(0) != (p.P > 0.05) {
				t.Fatalf("p %v, interval %v", p.P, p.Interval)
			}
		}
	}
}

func TestTukeySaysWhyThereIsNone(t *testing.T) {
	for _, p := range Tukey([][]float64{{1, 1}, {2, 2}, {3, 3}}, 0.95) {
		if p.Undetermined != allEqual || !math.IsNaN(p.P) {
			t.Errorf("got %+v", p)
		}
	}
}
