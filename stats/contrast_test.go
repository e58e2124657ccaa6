package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// emmeans 1.8.4.1 on R's warpbreaks: all interactions of wool by tension.
func TestContrastMatchesEmmeans(t *testing.T) {
	a := readAnswers(t, oracle(t, "anova_tukey_dunnett.json"))
	g := warpCells(t)
	pairs := [][2]int{{0, 1}, {0, 2}, {1, 2}}
	for i, want := range a.table("interaction_contrasts") {
		w := make([]float64, 6)
		l, m := pairs[i][0], pairs[i][1]
		w[l], w[m], w[3+l], w[3+m] = 1, -1, -1, 1
		got := Contrast(g, w, 0.95)
		check(t, "estimate", got.Estimate, want.num("estimate"), 10*closedForm)
		check(t, "SE", got.SE, want.num("SE"), closedForm)
		check(t, "df", got.DF, want.num("df"), closedForm)
		check(t, "t", got.Statistic, want.num("t.ratio"), 10*closedForm)
		check(t, "p", got.P, want.num("p.value"), 20*closedForm)
	}
	for _, want := range a.table("emm")[:1] {
		got := Contrast(g, []float64{1, 0, 0, 0, 0, 0}, 0.95)
		check(t, "mean", got.Estimate, want.num("emmean"), 10*closedForm)
		check(t, "low end", got.Interval.Lo, want.num("lower.CL"), 10*closedForm)
		check(t, "high end", got.Interval.Hi, want.num("upper.CL"), 10*closedForm)
	}
}

// warpCells returns the six cells of warpbreaks, wool A then B, tension L, M, H.
func warpCells(t *testing.T) [][]float64 {
	y, wool, tension := warp(t)
	cell := make([]int, len(y))
	for i := range cell {
		cell[i] = 3*wool[i] + tension[i]
	}
	return split(y, cell)
}

func warp(t *testing.T) (y []float64, wool, tension []int) {
	s := readCells(t, oracle(t, "warpbreaks.csv"))
	return toFloats(s["breaks"]), levels(s["wool"], "A", "B"), levels(s["tension"], "L", "M", "H")
}

// Two groups with weights +1 and -1 are the two t tests; a group of weight zero
// lends its variance to Contrast and nothing to WelchContrast.
func TestContrastsOfTwoGroups(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	x, y, z := gaussians(rng, 6, 1, 2), gaussians(rng, 9, 0, 1), gaussians(rng, 4, 5, 3)
	s := Contrast([][]float64{x, y}, []float64{1, -1}, 0.95)
	if want := Student(x, y, 0.95); !agrees(s.Statistic, want.Statistic, closedForm) || s.DF != want.DF {
		t.Errorf("contrast %+v, Student %+v", s, want)
	}
	w := WelchContrast([][]float64{x, y, z, nil}, []float64{1, -1, 0, 0}, 0.95)
	if want := Welch(x, y, 0.95); w != want {
		t.Errorf("contrast %+v, Welch %+v", w, want)
	}
	if got := Contrast([][]float64{x, y, z}, []float64{1, -1, 0}, 0.95).DF; got != 16 {
		t.Errorf("pooled over three groups: %v degrees of freedom", got)
	}
}

// With the same variance v in all four groups of n: SE = 2·sqrt(v/n), df 4(n-1).
func TestDifferenceInDifferencesClosedForm(t *testing.T) {
	base := []float64{-1, 0, 1, 0, -2, 2}
	_, v := meanVariance(base)
	got := DifferenceInDifferences(moved(base, 1, 9), moved(base, 1, 4), moved(base, 1, 3), moved(base, 1, 1), 0.95)
	check(t, "estimate", got.Estimate, 3, closedForm)
	check(t, "SE", got.SE, 2*math.Sqrt(v/6), closedForm)
	check(t, "df", got.DF, 20, closedForm)
}

func TestContrastsSayWhyThereIsNone(t *testing.T) {
	x := []float64{1, 2, 4}
	for _, c := range []struct {
		got  Test
		want string
	}{
		{Contrast([][]float64{x, {}}, []float64{1, -1}, 0.95), "an empty group"},
		{WelchContrast([][]float64{x, {1}}, []float64{1, -1}, 0.95), tooFew},
		{Contrast([][]float64{{1}, {2}}, []float64{1, -1}, 0.95), tooFew},
		{DifferenceInDifferences(x, x, x, []float64{math.NaN(), 1}, 0.95), notFinite},
	} {
		if c.got.Undetermined != c.want {
			t.Errorf("got %+v, want %q", c.got, c.want)
		}
	}
}

func TestContrastsAreCalibrated(t *testing.T) {
	unequal := func(r *rand.Rand, last float64) Test {
		return DifferenceInDifferences(gaussians(r, 8, 5, 1), gaussians(r, 6, 3, 2), gaussians(r, 10, 2, 3), gaussians(r, 7, last, 1), 0.95)
	}
	calibrated(t, "difference in differences, sd 1 2 3 1", func(r *rand.Rand) float64 { return unequal(r, 0).P })
	covers(t, "difference in differences", 2, func(r *rand.Rand) Interval { return unequal(r, 2).Interval })
	covers(t, "pooled contrast", -3, func(r *rand.Rand) Interval {
		return Contrast([][]float64{gaussians(r, 4, 1, 2), gaussians(r, 5, 2, 2), gaussians(r, 6, 3, 2)}, []float64{1, 1, -2}, 0.95).Interval
	})
}
