package stats

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestEquivalentMatchesR(t *testing.T) {
	a := readAnswers(t, oracle(t, "ttest_hedges_tost_bf.json"))
	x, y := sleep(t)
	oj, vc := tooth(t)
	for name, test := range map[string]Test{
		"tost_sleep_welch_eps2": Welch(x, y, 0.95), "tost_sleep_student_eps2": Student(x, y, 0.95),
		"tost_sleep_paired_eps2": Paired(x, y, 0.95), "tost_tooth_welch_eps8": Welch(oj, vc, 0.95),
	} {
		eps := a.num(name, "eps")
		got := Equivalent(test, Interval{-eps, eps}, 0.05)
		check(t, name+" lower", got.PLower, a.num(name, "p_lower"), 5*closedForm)
		check(t, name+" upper", got.PUpper, a.num(name, "p_upper"), 5*closedForm)
		check(t, name+" p", got.P, a.num(name, "p_tost"), 5*closedForm)
		check(t, name+" low end", got.Interval.Lo, a.nums(name, "ci90")[0], 5*closedForm)
		check(t, name+" high end", got.Interval.Hi, a.nums(name, "ci90")[1], 5*closedForm)
	}
}

// Equivalence at α is the interval of confidence 1-2α within the margins; the
// same effect seen from the other side gives the same p.
func TestEquivalentIsItsInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawn(t, "x", 2, 10), drawn(t, "y", 2, 10)
		margin := rapid.Float64Range(0.1, 20).Draw(t, "margin")
		e := Equivalent(Welch(x, y, 0.95), Interval{-margin, margin}, 0.05)
		if e.Undetermined != "" {
			t.Skip()
		}
		inside := e.Interval.Lo > -margin && e.Interval.Hi < margin
		if inside != (e.P < 0.05) && !near(e.P, 0.05, 1e-9) {
			t.Fatalf("interval %v within ±%v, p %v", e.Interval, margin, e.P)
		}
		if o := Equivalent(Welch(y, x, 0.95), Interval{-margin, margin}, 0.05); !agrees(o.P, e.P, 1e-9) || !agrees(o.PLower, e.PUpper, 1e-9) {
			t.Fatalf("from the other side %+v, not %+v", o, e)
		}
		p, bound, _ := NonInferior(Welch(x, y, 0.95), margin, 0.05)
		if p != e.PLower || bound != e.Interval.Lo {
			t.Fatal("non-inferiority is not the lower side of equivalence")
		}
	})
}

func TestEquivalentPassesOnWhyThereIsNone(t *testing.T) {
	if e := Equivalent(OneSample(nil, 0.95), Interval{-1, 1}, 0.05); e.Undetermined != tooFew {
		t.Errorf("got %+v", e)
	}
}

// At the margin itself the one-sided p is uniform, and the whole test is wrong
// in at most 5 %.
func TestEquivalentIsCalibratedAtItsMargin(t *testing.T) {
	calibrated(t, "upper margin", func(r *rand.Rand) float64 {
		return Equivalent(Welch(gaussians(r, 10, 2, 1), gaussians(r, 14, 0, 2), 0.95), Interval{-2, 2}, 0.05).PUpper
	})
}
