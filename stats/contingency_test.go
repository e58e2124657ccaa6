package stats

import (
	"math"
	"testing"
)

func TestChiSquareMatchesR(t *testing.T) {
	for _, want := range classical(t).table("fisher") {
		var table [][]int
		for _, r := range want.rows("table") {
			table = append(table, toInts(r))
		}
		check(t, "χ²", ChiSquare(table, false).Statistic, want.num("x2"), 10*closedForm)
		check(t, "Yates", ChiSquare(table, true).Statistic, want.num("yates"), 10*closedForm)
	}
}

func TestContingencyMatchesPublishedData(t *testing.T) {
	a := readAnswers(t, oracle(t, "contingency.json"))
	conv := [][]int{{2, 15}, {10, 3}}
	check(t, "χ²", ChiSquare(conv, false).P, a.num("chisq_nocc", "p"), 10*closedForm)
	check(t, "Yates", ChiSquare(conv, true).P, a.num("chisq_yates", "p"), 10*closedForm)
	// Smokers of Fleiss 1981: the test of four proportions is χ² of 2×4.
	smokers := ChiSquare([][]int{{83, 90, 129, 70}, {3, 3, 7, 12}}, false)
	check(t, "four proportions", smokers.Statistic, a.num("prop2", "X2"), 10*closedForm)
	check(t, "four proportions", smokers.P, a.num("prop2", "p"), 10*closedForm)
	// Agresti's approval ratings.
	check(t, "McNemar", McNemarChiSquare(150, 86, true).Statistic, a.num("mcnemar", "X2"), 10*closedForm)
	check(t, "McNemar p", McNemarChiSquare(150, 86, true).P, a.num("mcnemar", "p"), 10*closedForm)
	check(t, "McNemar exact", McNemar(150, 86, 0.95).P, a.num("mcnemar_exact"), 100*closedForm)
	mendel := ClopperPearson(682, 925, 0.95)
	check(t, "Mendel's low end", mendel.Lo, a.nums("binom", "ci")[0], 100*closedForm)
	check(t, "Mendel's high end", mendel.Hi, a.nums("binom", "ci")[1], 100*closedForm)
}

func TestClopperPearsonMatchesR(t *testing.T) {
	for _, c := range classical(t).table("clopper") {
		got := ClopperPearson(int(c.num("k")), int(c.num("n")), 0.95)
		check(t, "low end", got.Lo, c.num("lo"), 10*closedForm)
		check(t, "high end", got.Hi, c.num("hi"), 10*closedForm)
	}
	check(t, "none of five", ClopperPearson(0, 5, 0.95).Hi, 1-math.Pow(0.025, 0.2), closedForm)
	if ClopperPearson(0, 0, 0.95) != (Interval{0, 1}) {
		t.Error("no trials leave everything open")
	}
}

// Ten of ten pairs changed one way: P = 2/1024.
func TestMcNemarByHand(t *testing.T) {
	r := McNemar(10, 0, 0.95)
	check(t, "p", r.P, 2.0/1024, closedForm)
	check(t, "smallest p", r.Least, 2.0/1024, closedForm)
	if !math.IsInf(r.Estimate, 1) || !math.IsInf(r.Interval.Hi, 1) || math.IsNaN(r.Interval.Lo) {
		t.Errorf("got %+v", r)
	}
	a, b := McNemar(7, 3, 0.95), McNemar(3, 7, 0.95)
	check(t, "other way", a.P, b.P, closedForm)
	check(t, "other way", a.Interval.Lo, 1/b.Interval.Hi, 1e-11)
	check(t, "χ²", McNemarChiSquare(7, 3, false).Statistic, 1.6, closedForm)
	check(t, "χ² corrected", McNemarChiSquare(7, 3, true).Statistic, 0.9, closedForm)
	check(t, "χ² of equal counts", McNemarChiSquare(4, 4, true).P, 1, closedForm)
	check(t, "1+10+45+120 of 1024, twice", a.P, 352.0/1024, closedForm)
}

func TestContingencySaysWhyThereIsNone(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{ChiSquare([][]int{{1, 2}}, false).Undetermined, "fewer than two rows or columns"},
		{ChiSquare([][]int{{1, 0}, {2, 0}}, true).Undetermined, "a row or column of the table is empty"},
		{McNemar(0, 0, 0.95).Undetermined, "no pair changed"},
		{McNemarChiSquare(0, 0, true).Undetermined, "no pair changed"},
		{Fisher([2][2]int{{0, 0}, {3, 4}}, 0.95).Undetermined, "a row or column of the table is empty"},
		{MantelHaenszel(nil, true, 0.95).Undetermined, "empty cells: the odds ratio is 0, infinite or 0/0"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
