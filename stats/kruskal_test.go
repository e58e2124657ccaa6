package stats

import (
	"math/rand/v2"
	"testing"
)

func TestKruskalWallisAndFriedmanMatchR(t *testing.T) {
	a := classical(t)
	got := KruskalWallis(a.rows("groups", "groups")...)
	check(t, "H", got.Statistic, a.num("groups", "H"), 10*closedForm)
	check(t, "p", got.P, a.num("groups", "Hp"), 10*closedForm)
	f := Friedman(a.rows("friedman", "blocks"))
	check(t, "Q", f.Statistic, a.num("friedman", "Q"), 10*closedForm)
	check(t, "p", f.P, a.num("friedman", "p"), 10*closedForm)
}

func TestKruskalWallisAndFriedmanMatchPublishedData(t *testing.T) {
	a := readAnswers(t, oracle(t, "ranks_permutation.json"))
	g := plants(t)
	got := KruskalWallis(g...)
	check(t, "H", got.Statistic, a.num("kruskal_PlantGrowth", "H"), 10*closedForm)
	check(t, "p", got.P, a.num("kruskal_PlantGrowth", "p"), 10*closedForm)
	f := Friedman(a.rows("friedman_HW", "data"))
	check(t, "Q", f.Statistic, a.num("friedman_HW", "Q"), 10*closedForm)
	check(t, "p", f.P, a.num("friedman_HW", "p"), 10*closedForm)
}

func plants(t *testing.T) [][]float64 {
	s := readCells(t, oracle(t, "PlantGrowth.csv"))
	return split(toFloats(s["weight"]), levels(s["group"], "ctrl", "trt1", "trt2"))
}

// Two groups: H is the square of the uncorrected normal Mann-Whitney statistic.
// Two treatments without ties: Q is the square of the sign test's z.
func TestKruskalWallisOfTwoGroups(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	x, y := gaussians(rng, 7, 0, 1), gaussians(rng, 11, 1, 1)
	u := MannWhitney(x, y, 0.95).Statistic
	off := u - 7*11/2.0
	check(t, "H", KruskalWallis(x, y).Statistic, off*off/(7*11*19/12.0), closedForm)
	// Ties of 3, 2 and 2 among seven values: the variance 12/12·(8 - 36/42).
	tied, rest := []float64{1, 1, 2}, []float64{1, 2, 5, 5}
	off = MannWhitney(tied, rest, 0.95).Statistic - 6
	check(t, "H with ties", KruskalWallis(tied, rest).Statistic, off*off/(8-36/42.0), closedForm)
	check(t, "Q", Friedman([][]float64{{1, 2}, {3, 4}, {2, 1}, {0, 1}, {5, 6}}).Statistic, 9.0/5, closedForm)
}

func TestKruskalWallisAndFriedmanSayWhyThereIsNone(t *testing.T) {
	for _, c := range []struct {
		got  Omnibus
		want string
	}{
		{KruskalWallis([]float64{1, 2}), "fewer than two groups"},
		{KruskalWallis([]float64{1, 2}, nil), "an empty group"},
		{KruskalWallis([]float64{1, 1}, []float64{1}), allEqual},
		{Friedman([][]float64{{1, 1}, {2, 2}}), "all values of every block are equal"},
		{Friedman(nil), "fewer than two treatments"},
	} {
		if c.got.Undetermined != c.want {
			t.Errorf("got %+v, want %q", c.got, c.want)
		}
	}
}

// χ² is a limit: with 10 in each of three groups p is within 4 standard errors
// of 2000 runs below its nominal 5 %, and known to be a little careful.
func TestKruskalWallisIsNotTooBold(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	small, blocks := 0, 0
	for range 2000 {
		if KruskalWallis(gaussians(rng, 10, 0, 1), gaussians(rng, 10, 0, 1), gaussians(rng, 10, 0, 1)).P <= 0.05 {
			small++
		}
		rows := make([][]float64, 12)
		for i := range rows {
			rows[i] = gaussians(rng, 4, rng.NormFloat64(), 1)
		}
		if Friedman(rows).P <= 0.05 {
			blocks++
		}
	}
	t.Logf("p <= 0.05: Kruskal-Wallis %.4f, Friedman %.4f", float64(small)/2000, float64(blocks)/2000)
	if small > 140 || small < 50 || blocks > 140 || blocks < 50 {
		t.Errorf("p <= 0.05 in %d and %d of 2000", small, blocks)
	}
}
