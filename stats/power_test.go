package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// power.t.test(strict = TRUE); R's noncentral t stops at 1e-12 absolute.
func TestPowerTMatchesR(t *testing.T) {
	for _, c := range classical(t).table("power") {
		n := int(c.num("n"))
		if got := PowerT(n, n, c.num("d"), c.num("alpha")); !near(got, c.num("power"), 1e-10) {
			t.Errorf("n %d, d %v: %.14g, R %.14g", n, c.num("d"), got, c.num("power"))
		}
	}
}

// Without strict, R leaves out the tail on the wrong side.
func TestPowerTMatchesPublished(t *testing.T) {
	a := readAnswers(t, oracle(t, "ttest_hedges_tost_bf.json"))
	wrong, _ := noncentralT(-tQuantile(0.025, 38), 38, 0.8*math.Sqrt(10))
	if got := PowerT(20, 20, 0.8, 0.05) - wrong; !near(got, a.num("power_ttest", "n20_d0.8"), 1e-11) {
		t.Errorf("power %.15g, R %.15g", got, a.num("power_ttest", "n20_d0.8"))
	}
	n := SampleSize(0.8, 1000, func(n int) float64 { return PowerT(n, n, 1, 0.05) })
	if want := int(math.Ceil(a.num("power_ttest", "n_for_0.8_d1"))); n != want {
		t.Errorf("n = %d, R %d", n, want)
	}
}

func TestPowerEquivalenceMatchesR(t *testing.T) {
	for _, c := range classical(t).table("tostpower") {
		n := int(c.num("n"))
		if got := PowerEquivalence(n, n, c.num("margin"), c.num("d"), 0.05); !near(got, c.num("power"), 1e-11) {
			t.Errorf("n %d, margin %v, d %v: %.14g, R %.14g", n, c.num("margin"), c.num("d"), got, c.num("power"))
		}
	}
}

// The Monte Carlo table of the design notes: animals an arm, margin in standard
// deviations, power, true difference zero. It was simulated to about 0.02.
func TestPowerEquivalenceMatchesSimulation(t *testing.T) {
	for _, c := range []struct {
		n             int
		margin, power float64
	}{
		{10, 1, 0.39}, {10, 1.5, 0.88}, {12, 1, 0.52}, {12, 1.5, 0.94}, {16, 1, 0.73}, {20, 1, 0.86},
		{20, 0.8, 0.61}, {30, 0.8, 0.84}, {45, 0.5, 0.52}, {60, 0.5, 0.72},
	} {
		got := PowerEquivalence(c.n, c.n, c.margin, 0, 0.05)
		t.Logf("n %d, margin %v: %.3f, simulated %.2f", c.n, c.margin, got, c.power)
		if math.Abs(got-c.power) > 0.03 {
			t.Errorf("n %d, margin %v: %.3f, simulated %.2f", c.n, c.margin, got, c.power)
		}
	}
}

// Power without effect is alpha; equivalence at its margin at most alpha; both
// rise with n; the direction does not matter. Unequal groups by simulation.
func TestPowerLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(2, 40).Draw(t, "nx"), rapid.IntRange(2, 40).Draw(t, "ny")
		d, margin := rapid.Float64Range(0.05, 3).Draw(t, "d"), rapid.Float64Range(0.1, 3).Draw(t, "margin")
		if p := PowerT(n, m, 0, 0.05); !near(p, 0.05, 1e-11) {
			t.Fatalf("without effect %v", p)
		}
		if PowerT(n, m, d, 0.05) > PowerT(n+1, m, d, 0.05)+1e-12 {
			t.Fatal("one animal more lowers the power")
		}
		// Below one half it may: with two animals a spread that happens to be tiny
		// passes more often than with three.
		if e := PowerEquivalence(n, m, margin, 0, 0.05); e > 0.5 && e > PowerEquivalence(n+1, m, margin, 0, 0.05)+1e-11 {
			t.Fatal("one animal more lowers the power of equivalence")
		}
		if !near(PowerT(n, m, d, 0.05), PowerT(m, n, -d, 0.05), 1e-12) || !near(PowerEquivalence(n, m, margin, margin/2, 0.05), PowerEquivalence(n, m, margin, -margin/2, 0.05), 1e-12) {
			t.Fatal("the direction of the effect matters")
		}
		if p := PowerEquivalence(n, m, margin, margin, 0.05); p > 0.05+1e-11 {
			t.Fatalf("at the margin %v", p)
		}
	})
	rng := rand.New(rand.NewPCG(4, 2))
	const runs = 4000
	shown, equal := 0.0, 0.0
	for range runs {
		shown += small(Student(gaussians(rng, 6, 1.2, 1), gaussians(rng, 11, 0, 1), 0.95).P)
		equal += small(Equivalent(Student(gaussians(rng, 9, 0.2, 1), gaussians(rng, 15, 0, 1), 0.95), Interval{-1.2, 1.2}, 0.05).P)
	}
	const se4 = 0.032 // four standard errors of a half in 4000
	if got := PowerT(6, 11, 1.2, 0.05); math.Abs(got-shown/runs) > se4 {
		t.Errorf("power %v, simulated %v", got, shown/runs)
	}
	if got := PowerEquivalence(9, 15, 1.2, 0.2, 0.05); math.Abs(got-equal/runs) > se4 {
		t.Errorf("power of equivalence %v, simulated %v", got, equal/runs)
	}
}

func TestSampleSize(t *testing.T) {
	if got := SampleSize(0.9, 50, func(n int) float64 { return PowerT(n, n, 0.1, 0.05) }); got != 0 {
		t.Errorf("50 animals do not suffice, got %d", got)
	}
	for _, want := range []int{2, 3, 7, 33} {
		if got := SampleSize(0.8, 100, func(n int) float64 { return float64(n) / float64(want) * 0.8 }); got != want {
			t.Errorf("got %d, want %d", got, want)
		}
	}
	if PowerT(1, 1, 3, 0.05) != 0 || PowerEquivalence(1, 1, 3, 0, 0.05) != 0 {
		t.Error("one animal against one has power")
	}
}
