package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestEffectSizesMatchR(t *testing.T) {
	a := readAnswers(t, oracle(t, "ttest_hedges_tost_bf.json"))
	x, y := sleep(t)
	oj, vc := tooth(t)
	for name, g := range map[string][2][]float64{"sleep_hedges": {x, y}, "tooth_hedges": {oj, vc}} {
		d, h := CohenD(g[0], g[1], 0.95), HedgesG(g[0], g[1], 0.95)
		check(t, "d", d.Estimate, a.num(name, "cohen_d"), 5*closedForm)
		check(t, "g", h.Estimate, a.num(name, "hedges_g"), 5*closedForm)
		check(t, "J", hedgesJ(float64(len(g[0])+len(g[1])-2)), a.num(name, "J_exact"), 20*closedForm)
		check(t, "d low end", d.Interval.Lo, a.nums(name, "d_ci_noncentral_t")[0], searched)
		check(t, "d high end", d.Interval.Hi, a.nums(name, "d_ci_noncentral_t")[1], searched)
		check(t, "g low end", h.Interval.Lo, a.nums(name, "g_ci_noncentral_t")[0], searched)
		check(t, "g high end", h.Interval.Hi, a.nums(name, "g_ci_noncentral_t")[1], searched)
		check(t, "Glass", GlassDelta(g[0], g[1], 0.95).Estimate, a.num(name, "glass_delta"), 5*closedForm)
		check(t, "Cliff", CliffDelta(g[0], g[1], 0.95).Estimate, a.num(name, "cliffs_delta"), 5*closedForm)
	}
}

// J by its recurrence, J(m+2)/J(m) = m/(m-1)·sqrt(m/(m+2)), from J(2) = Γ(1)/Γ(1/2)
// = 1/√π.
func TestHedgesJRecurrence(t *testing.T) {
	check(t, "J(2)", hedgesJ(2), 1/math.Sqrt(math.Pi), closedForm)
	for m := 2.0; m < 200; m++ {
		check(t, "J", hedgesJ(m+2), hedgesJ(m)*m/(m-1)*math.Sqrt(m/(m+2)), 1e-11)
	}
	if hedgesJ(1) != 0 {
		t.Error("d of one degree of freedom has no mean")
	}
}

// Effect sizes have no unit and no origin; the other group first turns the sign;
// all pairs counted by hand give Cliff's delta.
func TestEffectSizeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawn(t, "x", 2, 9), drawn(t, "y", 2, 9)
		unit := rapid.Float64Range(0.1, 50).Draw(t, "unit")
		for name, f := range map[string]func(a, b []float64) Effect{
			"d":     func(a, b []float64) Effect { return CohenD(a, b, 0.9) },
			"g":     func(a, b []float64) Effect { return HedgesG(a, b, 0.9) },
			"Cliff": func(a, b []float64) Effect { return CliffDelta(a, b, 0.9) },
		} {
			r, o := f(x, y), f(y, x)
			m := f(moved(x, unit, 0), moved(y, unit, 0))
			if !r.Interval.Contains(r.Estimate) {
				t.Fatalf("%s: %+v is outside its interval", name, r)
			}
			if !near(o.Estimate, -r.Estimate, 1e-9) || !near(o.Interval.Lo, -r.Interval.Hi, 1e-6) {
				t.Fatalf("%s: swapped groups give %+v and %+v", name, r, o)
			}
			if !agrees(m.Estimate, r.Estimate, 1e-9) || !near(m.Interval.Hi, r.Interval.Hi, 1e-6*max(1, math.Abs(r.Interval.Hi))) {
				t.Fatalf("%s: another unit gives %+v and %+v", name, r, m)
			}
		}
		wins := 0.0
		for _, a := range x {
			for _, b := range y {
				wins += aboveOrBelow(a, b)
			}
		}
		check := CliffDelta(x, y, 0.9).Estimate
		if !near(check, wins/float64(len(x)*len(y)), 1e-12) {
			t.Fatalf("Cliff %v, by pairs %v", check, wins)
		}
	})
}

// The interval of d inverts the test: an end at zero is p = α exactly.
func TestCohenDIntervalInvertsTheTest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawn(t, "x", 2, 9), drawn(t, "y", 2, 9)
		p := Student(x, y, 0.95).P
		if e := CohenD(x, y, 0.95); e.Interval.Contains(0) != (p > 0.05) && !near(p, 0.05, 1e-9) {
			t.Fatalf("p %v, interval %v", p, e.Interval)
		}
	})
}

func TestEffectSizesSayWhyThereIsNone(t *testing.T) {
	same := []float64{2, 2, 2}
	for _, c := range []struct {
		got  Effect
		want string
	}{
		{CohenD([]float64{1}, same, 0.95), tooFew},
		{HedgesG(same, same, 0.95), allEqual},
		{GlassDelta([]float64{1, 2}, same, 0.95), allEqual},
		{CohenDOne(same, 0.95), allEqual},
		{CliffDelta([]float64{1, math.NaN()}, same, 0.95), notFinite},
	} {
		if c.got.Undetermined != c.want || !math.IsNaN(c.got.Estimate) {
			t.Errorf("got %+v, want %q", c.got, c.want)
		}
	}
	for n := 2; n < 40; n++ { // none of the shares 1/n may round away from 1
		if e := CliffDelta([]float64{7, 8}, make([]float64, n), 0.95); e.Estimate != 1 || e.Interval.Hi != 1 {
			t.Errorf("two above %d: %+v", n, e)
		}
	}
	apart := CliffDelta([]float64{5, 6, 7}, []float64{1, 2, 3}, 0.95)
	if apart.Estimate != 1 || apart.Interval.Hi != 1 || apart.Interval.Lo > 0.6 {
		t.Errorf("groups of three that do not overlap: %+v", apart)
	}
}

func TestEffectSizeIntervalsCover(t *testing.T) {
	covers(t, "d = 1, n = 8, 6", 1, func(r *rand.Rand) Interval {
		return CohenD(gaussians(r, 8, 1, 1), gaussians(r, 6, 0, 1), 0.95).Interval
	})
	covers(t, "Glass 1.5, n = 10, 10", 1.5, func(r *rand.Rand) Interval {
		return GlassDelta(gaussians(r, 10, 3, 2), gaussians(r, 10, 0, 2), 0.95).Interval
	})
	covers(t, "dz = 0.8, n = 7", 0.8, func(r *rand.Rand) Interval { return CohenDOne(gaussians(r, 7, 0.8, 1), 0.95).Interval })
	// P(X > Y) of normals one standard deviation apart is Φ(1/√2).
	covers(t, "Cliff, n = 15, 15", 2*normalUpper(-1/math.Sqrt2)-1, func(r *rand.Rand) Interval {
		return CliffDelta(gaussians(r, 15, 1, 1), gaussians(r, 15, 0, 1), 0.95).Interval
	})
}
