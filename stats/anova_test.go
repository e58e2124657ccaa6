package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestOneWayAndWelchMatchR(t *testing.T) {
	a := classical(t)
	g := a.rows("groups", "groups")
	f, w := OneWay(g...), WelchANOVA(g...)
	check(t, "F", f.Statistic, a.num("groups", "F"), 10*closedForm)
	check(t, "p", f.P, a.num("groups", "p"), 10*closedForm)
	check(t, "Welch F", w.Statistic, a.num("groups", "welchF"), 10*closedForm)
	check(t, "Welch df", w.DF2, a.num("groups", "welchdf"), 10*closedForm)
	check(t, "Welch p", w.P, a.num("groups", "welchp"), 10*closedForm)
}

func TestOneWayAndWelchMatchPublishedData(t *testing.T) {
	a := readAnswers(t, oracle(t, "anova_tukey_dunnett.json"))
	g := plants(t)
	row := a.rows("anova", "values")[0]
	f, w := OneWay(g...), WelchANOVA(g...)
	check(t, "df", f.DF1, row[0], 0)
	check(t, "SS", f.SS, row[1], 10*closedForm)
	check(t, "F", f.Statistic, row[3], 10*closedForm)
	check(t, "p", f.P, row[4], 10*closedForm)
	check(t, "Welch F", w.Statistic, a.num("welch_anova", "F"), 10*closedForm)
	check(t, "Welch df", w.DF2, a.nums("welch_anova", "df")[1], 10*closedForm)
	check(t, "Welch p", w.P, a.num("welch_anova", "p"), 10*closedForm)
}

// Welch of two groups is Welch's t squared; neither F knows unit or origin.
func TestANOVALaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y, z := drawn(t, "x", 3, 9), drawn(t, "y", 3, 9), drawn(t, "z", 3, 9)
		two, welch := WelchANOVA(x, y), Welch(x, y, 0.95)
		if !agrees(two.Statistic, welch.Statistic*welch.Statistic, 1e-9) || !agrees(two.P, welch.P, 1e-9) {
			t.Fatalf("F %+v, t %+v", two, welch)
		}
		by := rapid.Float64Range(-20, 20).Draw(t, "shift")
		for _, f := range []func(...[]float64) FTest{OneWay, WelchANOVA} {
			a, b := f(x, y, z), f(moved(z, 3, by), moved(x, 3, by), moved(y, 3, by))
			if !near(a.P, b.P, 1e-8) {
				t.Fatalf("p %v, moved %v", a.P, b.P)
			}
		}
	})
}

func TestANOVASaysWhyThereIsNone(t *testing.T) {
	x := []float64{1, 2}
	for _, c := range []struct {
		got  FTest
		want string
	}{
		{OneWay(x), "fewer than two groups"},
		{OneWay(x, nil), "an empty group"},
		{OneWay([]float64{1}, []float64{2}), "no degrees of freedom are left for the error"},
		{OneWay([]float64{1, 1}, []float64{2, 2}), allEqual},
		{WelchANOVA(x, []float64{1}), tooFew},
		{WelchANOVA(x, []float64{1, 1}), "no spread: all values of a group are equal"},
		{WelchANOVA(x, []float64{1, math.NaN()}), notFinite},
	} {
		if c.got.Undetermined != c.want || !math.IsNaN(c.got.P) {
			t.Errorf("got %+v, want %q", c.got, c.want)
		}
	}
}

func TestANOVAIsCalibrated(t *testing.T) {
	calibrated(t, "one way 4, 5, 6", func(r *rand.Rand) float64 {
		return OneWay(gaussians(r, 4, 0, 1), gaussians(r, 5, 0, 1), gaussians(r, 6, 0, 1)).P
	})
	calibrated(t, "Welch 10, 15, 20, sd 1, 2, 4", func(r *rand.Rand) float64 {
		return WelchANOVA(gaussians(r, 10, 0, 1), gaussians(r, 15, 0, 2), gaussians(r, 20, 0, 4)).P
	})
}
