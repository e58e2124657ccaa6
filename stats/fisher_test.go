package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func toTable(rows [][]float64) (t [2][2]int) {
	for i, r := range rows {
		for j, v := range r {
			t[i][j] = int(v)
		}
	}
	return t
}

func TestFisherMatchesR(t *testing.T) {
	for _, want := range classical(t).table("fisher") {
		got := Fisher(toTable(want.rows("table")), 0.95)
		check(t, "p", got.P, want.num("p"), 100*closedForm) // of logarithms of factorials
		check(t, "less", got.PLess, want.num("less"), 100*closedForm)
		check(t, "greater", got.PGreater, want.num("greater"), 100*closedForm)
		check(t, "odds ratio", got.Estimate, want.num("or"), loose)
		check(t, "low end", got.Interval.Lo, want.num("lo"), loose)
		check(t, "high end", got.Interval.Hi, want.num("hi"), loose)
	}
}

// Fisher's tea and convictions.
func TestFisherMatchesPublishedData(t *testing.T) {
	a := readAnswers(t, oracle(t, "contingency.json"))
	for _, name := range []string{"tea", "convictions"} {
		got := Fisher(toTable(a.rows(name, "table")), 0.95)
		check(t, name, got.P, a.num(name, "p"), 100*closedForm)
		check(t, name, got.Estimate, a.num(name, "or_cmle"), loose)
		check(t, name, got.Interval.Lo, a.nums(name, "ci")[0], loose)
		check(t, name, got.Interval.Hi, a.nums(name, "ci")[1], loose)
	}
}

// The tea tasting by hand: weights 1, 16, 36, 16, 1 times ψ^a. P = (16+1)·2/70;
// the mean of a is 3 where 16ψ·1+36ψ²·2+16ψ³·3+ψ⁴·4 = 3(1+16ψ+36ψ²+16ψ³+ψ⁴); the
// ends put 2.5 % on a >= 3 and on a <= 3.
func TestFisherTeaByHand(t *testing.T) {
	got := Fisher([2][2]int{{3, 1}, {1, 3}}, 0.95)
	weights := func(psi float64) (w [5]float64, sum float64) {
		for a, ways := range []float64{1, 16, 36, 16, 1} {
			w[a] = ways * math.Pow(psi, float64(a))
			sum += w[a]
		}
		return w, sum
	}
	check(t, "p", got.P, 34.0/70, closedForm)
	check(t, "smallest p", got.Least, 2.0/70, closedForm)
	check(t, "greater", got.PGreater, 17.0/70, closedForm)
	w, sum := weights(got.Estimate)
	check(t, "mean", (w[1]+2*w[2]+3*w[3]+4*w[4])/sum, 3, 1e-12)
	w, sum = weights(got.Interval.Lo)
	check(t, "low end", (w[3]+w[4])/sum, 0.025, 1e-11)
	w, sum = weights(got.Interval.Hi)
	check(t, "high end", 1-w[4]/sum, 0.025, 1e-11)
}

// Swapped columns turn the odds ratio over; transposing changes nothing.
func TestFisherLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SliceOfN(rapid.IntRange(0, 15), 4, 4).Draw(t, "table")
		a, b, c, d := n[0], n[1], n[2], n[3]
		r := Fisher([2][2]int{{a, b}, {c, d}}, 0.9)
		if r.Undetermined != "" {
			if a+b != 0 && c+d != 0 && a+c != 0 && b+d != 0 {
				t.Fatalf("undetermined: %s", r.Undetermined)
			}
			return
		}
		s, u := Fisher([2][2]int{{b, a}, {d, c}}, 0.9), Fisher([2][2]int{{a, c}, {b, d}}, 0.9)
		if !agrees(s.P, r.P, 1e-9) || !agrees(s.PLess, r.PGreater, 1e-9) || !agrees(u.P, r.P, 1e-9) {
			t.Fatalf("p %v, swapped %v, transposed %v", r.P, s.P, u.P)
		}
		if r.Estimate > 0 && !math.IsInf(r.Estimate, 1) && (!agrees(s.Estimate, 1/r.Estimate, 1e-9) || !agrees(u.Estimate, r.Estimate, 1e-9)) {
			t.Fatalf("odds ratio %v, swapped %v, transposed %v", r.Estimate, s.Estimate, u.Estimate)
		}
		if !r.Interval.Contains(r.Estimate) {
			t.Fatalf("%v outside %v", r.Estimate, r.Interval)
		}
		if r.P < r.Least-1e-12 {
			t.Fatalf("p %v below the smallest %v", r.P, r.Least)
		}
		if r.PGreater < 0.05-1e-9 != (r.Interval.Lo > 1+1e-9) && !near(r.PGreater, 0.05, 1e-6) {
			t.Fatalf("one-sided p %v, low end %v", r.PGreater, r.Interval.Lo)
		}
	})
}

// Conditional on the margins the test is exact, hence never too bold: all tables
// with margins of 8 and 8, by their probability.
func TestFisherIsNotTooBold(t *testing.T) {
	h, _, _ := conditional([2][2]int{{4, 4}, {4, 4}})
	w := h.weights(0)
	for _, alpha := range []float64{0.01, 0.05, 0.2} {
		bold := 0.0
		for a := range 9 {
			if Fisher([2][2]int{{a, 8 - a}, {8 - a, a}}, 0.95).P <= alpha {
				bold += w[a]
			}
		}
		if bold > alpha {
			t.Errorf("p <= %v with probability %v", alpha, bold)
		}
	}
}
