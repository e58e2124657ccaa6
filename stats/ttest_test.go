package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func checkTest(t *testing.T, name string, got Test, want answers, tolerance float64) {
	t.Helper()
	check(t, name+" t", got.Statistic, want.num("t"), tolerance)
	check(t, name+" df", got.DF, want.num("df"), tolerance)
	check(t, name+" p", got.P, want.num("p"), tolerance)
	check(t, name+" low end", got.Interval.Lo, want.num("lo"), tolerance)
	check(t, name+" high end", got.Interval.Hi, want.num("hi"), tolerance)
}

func TestTTestsMatchR(t *testing.T) {
	a := answers(classical(t).at("t").(map[string]any))
	x, y := a.nums("x"), a.nums("y")
	for name, got := range map[string]Test{
		"welch": Welch(x, y, 0.95), "student": Student(x, y, 0.95), "one": OneSample(x, 0.95),
		"paired": Paired(x[:7], y, 0.95), "welch99": Welch(x, y, 0.99),
	} {
		checkTest(t, name, got, answers(a.at(name).(map[string]any)), 4*closedForm)
	}
}

// Student 1908 (sleep) and Crampton 1947 (guinea pigs), as R has them.
func TestTTestsMatchPublishedData(t *testing.T) {
	a := readAnswers(t, oracle(t, "ttest_hedges_tost_bf.json"))
	x, y := sleep(t)
	oj, vc := tooth(t)
	for name, got := range map[string]Test{
		"sleep_welch": Welch(x, y, 0.95), "sleep_student": Student(x, y, 0.95),
		"sleep_paired": Paired(x, y, 0.95), "tooth_welch": Welch(oj, vc, 0.95),
	} {
		ends := a.nums(name, "ci")
		checkTest(t, name, got, answers{"t": a.num(name, "t"), "df": a.num(name, "df"), "p": a.num(name, "p"), "lo": ends[0], "hi": ends[1]}, 4*closedForm)
	}
}

func sleep(t *testing.T) (x, y []float64) {
	s := readCells(t, oracle(t, "sleep.csv"))
	g := split(toFloats(s["extra"]), levels(s["group"], "1", "2"))
	return g[0], g[1]
}

func tooth(t *testing.T) (oj, vc []float64) {
	s := readCells(t, oracle(t, "ToothGrowth.csv"))
	g := split(toFloats(s["len"]), levels(s["supp"], "OJ", "VC"))
	return g[0], g[1]
}

// Two groups of one variance: Welch and Student agree when sizes are equal, and
// Student's t squared is F of one way.
func TestStudentIsOneWayOfTwoGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawn(t, "x", 2, 12), drawn(t, "y", 2, 12)
		s, f := Student(x, y, 0.95), OneWay(x, y)
		if !agrees(s.Statistic*s.Statistic, f.Statistic, 1e-9) || !agrees(s.P, f.P, 1e-9) {
			t.Fatalf("t² %v, F %v; p %v and %v", s.Statistic*s.Statistic, f.Statistic, s.P, f.P)
		}
	})
}

// Laws of every t test: a shift of both groups changes nothing, a change of
// unit scales the estimate, swapped groups turn its sign, order does not matter,
// the interval leaves out zero exactly when p < 0.05, the inputs stay.
func TestTTestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawn(t, "x", 3, 10)
		y := drawn(t, "y", len(x), len(x))
		unit, by := rapid.Float64Range(0.01, 100).Draw(t, "unit"), rapid.Float64Range(-50, 50).Draw(t, "shift")
		x0, y0 := slices.Clone(x), slices.Clone(y)
		for name, f := range map[string]func(a, b []float64) Test{
			"Welch":   func(a, b []float64) Test { return Welch(a, b, 0.95) },
			"Student": func(a, b []float64) Test { return Student(a, b, 0.95) },
			"Paired":  func(a, b []float64) Test { return Paired(a, b, 0.95) },
		} {
			r := f(x, y)
			if r.Undetermined != "" {
				continue // paired rows may all differ by the same
			}
			const rounding = 1e-7 // of a shift by 50 against differences of thousandths
			s, w := f(moved(x, unit, by), moved(y, unit, by)), f(y, x)
			if !near(s.Statistic, r.Statistic, rounding*max(1, math.Abs(r.Statistic))) || !near(s.Estimate, unit*r.Estimate, rounding*max(1, unit)) {
				t.Fatalf("%s: unit and shift change t from %v to %v", name, r.Statistic, s.Statistic)
			}
			if !agrees(w.Estimate, -r.Estimate, 1e-9) || !agrees(w.P, r.P, 1e-9) || !near(w.Interval.Lo, -r.Interval.Hi, 1e-9) {
				t.Fatalf("%s: swapped groups give %+v and %+v", name, r, w)
			}
			if math.Abs(r.P-0.05) > 1e-9 && r.Interval.Contains(0) != (r.P > 0.05) {
				t.Fatalf("%s: p %v, interval %v", name, r.P, r.Interval)
			}
			if !agrees(r.Upper(0)+r.Lower(0), 1, 1e-12) || !agrees(2*min(r.Upper(0), r.Lower(0)), r.P, 1e-12) {
				t.Fatalf("%s: one-sided p %v and %v of %v", name, r.Upper(0), r.Lower(0), r.P)
			}
		}
		turned := slices.Clone(x)
		slices.Reverse(turned)
		if a, b := Welch(x, y, 0.95), Welch(turned, y, 0.95); !agrees(a.P, b.P, 1e-9) {
			t.Fatalf("order of rows changes p from %v to %v", a.P, b.P)
		}
		if !slices.Equal(x, x0) || !slices.Equal(y, y0) {
			t.Fatal("the inputs were changed")
		}
	})
}

func TestTTestsSayWhyThereIsNone(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		got  Test
		want string
	}{
		{Welch([]float64{1}, []float64{1, 2}, 0.95), tooFew},
		{Welch(nil, []float64{1, 2}, 0.95), "an empty group"},
		{Student([]float64{1, 2}, []float64{1}, 0.95), tooFew},
		{Welch([]float64{1, nan}, []float64{1, 2}, 0.95), notFinite},
		{OneSample([]float64{1, math.Inf(1)}, 0.95), notFinite},
		{Welch([]float64{3, 3, 3}, []float64{1, 1}, 0.95), allEqual},
		{Student([]float64{3, 3, 3}, []float64{1, 1}, 0.95), allEqual},
		{Paired([]float64{0.1, 0.2, 0.3}, []float64{0.1, 0.2, 0.3}, 0.95), allEqual},
		{Paired([]float64{0.1, 0.2, 0.3}, []float64{0.4, 0.5, 0.6}, 0.95), allEqual},
	} {
		if c.got.Undetermined != c.want || !math.IsNaN(c.got.P) || !math.IsNaN(c.got.Interval.Lo) {
			t.Errorf("got %+v, want %q", c.got, c.want)
		}
	}
	if e := Welch([]float64{3, 3}, []float64{1, 1}, 0.95).Estimate; e != 2 {
		t.Errorf("the difference of constants is %v", e)
	}
}

func TestTTestsAreCalibrated(t *testing.T) {
	calibrated(t, "Student 5, 5", func(r *rand.Rand) float64 { return Student(gaussians(r, 5, 0, 1), gaussians(r, 5, 0, 1), 0.95).P })
	calibrated(t, "Welch 6, 14, sd 1, 4", func(r *rand.Rand) float64 { return Welch(gaussians(r, 6, 0, 1), gaussians(r, 14, 0, 4), 0.95).P })
	calibrated(t, "one sample 4", func(r *rand.Rand) float64 { return OneSample(gaussians(r, 4, 0, 1), 0.95).P })
	covers(t, "Student 5, 8", 1.5, func(r *rand.Rand) Interval {
		return Student(gaussians(r, 5, 2.5, 1), gaussians(r, 8, 1, 1), 0.95).Interval
	})
	covers(t, "Welch 8, 8, sd 1, 3", 1.5, func(r *rand.Rand) Interval {
		return Welch(gaussians(r, 8, 2.5, 1), gaussians(r, 8, 1, 3), 0.95).Interval
	})
	covers(t, "paired 6", 1, func(r *rand.Rand) Interval {
		x := gaussians(r, 6, 0, 3)
		y := make([]float64, 6)
		for i, v := range gaussians(r, 6, 1, 1) {
			y[i] = x[i] + v
		}
		return Paired(y, x, 0.95).Interval
	})
}
