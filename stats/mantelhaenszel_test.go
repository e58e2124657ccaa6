package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Admissions at Berkeley, Bickel 1975, by R's mantelhaen.test.
func TestMantelHaenszelMatchesR(t *testing.T) {
	a := readAnswers(t, oracle(t, "contingency.json"))
	var strata [][2][2]int
	for i, row := range a.table("mh", "data") {
		if i%4 == 0 {
			strata = append(strata, [2][2]int{})
		}
		// Admit runs fastest, then gender: the table is admit by gender.
		strata[i/4][i%2][i%4/2] = int(row.num("Freq"))
	}
	got := MantelHaenszel(strata, true, 0.95)
	check(t, "χ²", got.Test.Statistic, a.num("mh", "X2"), 100*closedForm)
	check(t, "p", got.Test.P, a.num("mh", "p"), 100*closedForm)
	check(t, "odds ratio", got.Estimate, a.num("mh", "or"), closedForm)
	check(t, "low end", got.Interval.Lo, a.nums("mh", "ci")[0], 10*closedForm)
	check(t, "high end", got.Interval.Hi, a.nums("mh", "ci")[1], 10*closedForm)
}

// One table: ad/bc with Woolf's variance 1/a+1/b+1/c+1/d, and (n-1)/n of χ².
// Strata of one odds ratio that differ in size give that ratio.
func TestMantelHaenszelOfOneTable(t *testing.T) {
	got := MantelHaenszel([][2][2]int{{{7, 2}, {3, 8}}}, false, 0.95)
	se := math.Sqrt(1/7.0 + 1/2.0 + 1/3.0 + 1/8.0)
	check(t, "odds ratio", got.Estimate, 56.0/6, closedForm)
	check(t, "high end", got.Interval.Hi, 56.0/6*math.Exp(zTwoSided(0.95)*se), closedForm)
	check(t, "χ²", got.Test.Statistic, 19.0/20*ChiSquare([][]int{{7, 2}, {3, 8}}, false).Statistic, closedForm)
	same := MantelHaenszel([][2][2]int{{{2, 1}, {1, 2}}, {{40, 10}, {5, 5}}, {{6, 3}, {3, 6}}}, false, 0.95)
	check(t, "common", same.Estimate, 4, closedForm)
}

func TestMantelHaenszelSeparation(t *testing.T) {
	got := MantelHaenszel([][2][2]int{{{7, 0}, {0, 8}}, {{3, 0}, {0, 2}}}, true, 0.95)
	if got.Undetermined == "" || got.Test.Undetermined != "" || got.Test.P > 0.001 {
		t.Errorf("perfect separation: %+v", got)
	}
}

func TestMantelHaenszelCovers(t *testing.T) {
	covers(t, "odds ratio 2 over four strata of 60", 2, func(r *rand.Rand) Interval {
		strata := make([][2][2]int, 4)
		for s := range strata {
			base := -0.8 + 0.5*float64(s)
			for i := range 60 {
				arm := i % 2
				p := 1 / (1 + math.Exp(-base-math.Ln2*float64(1-arm)))
				out := 1
				if r.Float64() < p {
					out = 0
				}
				strata[s][arm][out]++
			}
		}
		return MantelHaenszel(strata, false, 0.95).Interval
	})
}
