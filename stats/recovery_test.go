package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// A set of ratios is the ratios a test does not reject.
func TestFiellerInvertsItsTest(t *testing.T) {
	const q = 2
	for _, c := range []struct {
		num, den, vn, vd, cov float64
		kind                  SetKind
	}{
		{3, 4, 0.5, 0.6, 0.2, Bounded}, {-3, 4, 0.5, 0.6, 0.2, Bounded}, {3, -4, 0.5, 0.6, 0, Bounded},
		{3, 0.5, 0.5, 0.6, 0.2, Outside}, {0.2, 0.1, 0.5, 0.6, 0.2, Everything},
	} {
		set := Fieller(c.num, c.den, c.vn, c.vd, c.cov, q)
		if set.Kind != c.kind {
			t.Errorf("%+v: %+v", c, set)
		}
		for r := -20.0; r <= 20; r += 0.037 {
			d := c.num - r*c.den
			keep := d*d <= q*q*(c.vn-2*r*c.cov+r*r*c.vd)
			if keep != set.Contains(r) {
				t.Errorf("%+v at %v: %v, test keeps %v", set, r, set.Contains(r), keep)
				break
			}
		}
	}
}

// With the same variances and a control known exactly this is Fieller's
// textbook case: a difference over a difference, by hand.
func TestRecoveryByHand(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	control, deficit, treated := []float64{9, 10, 11}, []float64{3, 4, 5}, []float64{6, 7, 8}
	got := Recovery(control, deficit, treated, RatioParams{Draws: 999}, rng)
	// RI = (7-4)/(10-4) = 0.5; variances of means all 1/3; the contrast at 0.5
	// has weights 1, -1/2, -1/2: v = 1/3, 1/12, 1/12, df = 2(1/2)²/(1/9+1/72).
	if !near(got.Estimate, 0.5, rounding) || !near(got.DF, 2*0.25/(1.0/9+1.0/72), rounding) {
		t.Errorf("%+v", got)
	}
	if got.Fieller.Kind != Bounded || !got.Fieller.Contains(0.5) || !got.Bootstrap.Contains(0.5) || got.Deficit.P > 0.01 {
		t.Errorf("%+v", got)
	}
	q := studentQuantile(0.975, got.DF)
	for _, r := range []float64{got.Fieller.Lo, got.Fieller.Hi} {
		if d := 3 - 6*r; !near(d*d, q*q*(2.0/3-2*r/3+r*r*2/3), 1e-9) {
			t.Errorf("the end %v is not where the test turns", r)
		}
	}
}

func TestRecoveryWithoutAnswer(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	p := RatioParams{Draws: 99}
	for name, got := range map[string]RecoveryIndex{
		"one animal": Recovery([]float64{1}, []float64{1, 2}, []float64{1, 2}, p, rng),
		"missing":    Recovery([]float64{1, math.NaN()}, []float64{1, 2}, []float64{1, 2}, p, rng),
		"no deficit": Recovery([]float64{1, 2}, []float64{1, 2}, []float64{1, 2}, p, rng),
		"no spread":  Recovery([]float64{2, 2}, []float64{1, 1}, []float64{1, 1}, p, rng),
	} {
		if got.Undetermined == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	vague := Recovery([]float64{1, 5, 3}, []float64{2, 4, 2.9}, []float64{0, 9, 4}, p, rng)
	if vague.Undetermined != "" || vague.Fieller.Kind == Bounded || math.IsNaN(vague.Bootstrap.Lo) {
		t.Errorf("a deficit that is not shown must leave the set unbounded: %+v", vague)
	}
	if got := Retained(RetainedGroups{Reference: []float64{1, 2}, Full: []float64{1, 2}, Tested: []float64{1, 3}}, 0.5, p, rng); got.Undetermined == "" {
		t.Errorf("no effect: %+v", got)
	}
	if got := Retained(RetainedGroups{Reference: []float64{1}, Full: []float64{1, 2}, Tested: []float64{1, 3}}, 0.5, p, rng); got.Undetermined == "" {
		t.Errorf("one animal: %+v", got)
	}
}

func normals(rng *rand.Rand, n int, mean, sd float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = mean + sd*rng.NormFloat64()
	}
	return x
}

// Shift and scale of the measure leave ratios be, also when the scale turns it
// round (immobility or its complement).
func TestRatioLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		rng := rand.New(rand.NewPCG(seed, 1))
		c, d, k := normals(rng, 6, 100, 5), normals(rng, 7, 150, 9), normals(rng, 5, 120, 7)
		scale, shift := rapid.SampledFrom([]float64{-2, 0.1, 30}).Draw(t, "scale"), rapid.Float64Range(-99, 99).Draw(t, "shift")
		move := func(x []float64) []float64 {
			y := make([]float64, len(x))
			for i := range x {
				y[i] = shift + scale*x[i]
			}
			return y
		}
		p := RatioParams{Draws: 50}
		a := Recovery(c, d, k, p, rand.New(rand.NewPCG(seed, 2)))
		b := Recovery(move(c), move(d), move(k), p, rand.New(rand.NewPCG(seed, 2)))
		if !near(a.Estimate, b.Estimate, 1e-9) || !near(a.Fieller.Lo, b.Fieller.Lo, 1e-7) || !near(a.Bootstrap.Hi, b.Bootstrap.Hi, 1e-9) ||
			!near(a.Deficit.P, b.Deficit.P, 1e-9) {
			t.Fatalf("%+v\n%+v", a, b)
		}
		r := Retained(RetainedGroups{Reference: d, Full: c, Tested: k}, 0.5, p, rand.New(rand.NewPCG(seed, 3)))
		s := Retained(RetainedGroups{Reference: move(d), Full: move(c), Tested: move(k)}, 0.5, p, rand.New(rand.NewPCG(seed, 3)))
		if !near(r.Estimate, s.Estimate, 1e-9) || !near(r.Lower, s.Lower, 1e-7) || !near(r.P, s.P, 1e-9) {
			t.Fatalf("%+v\n%+v", r, s)
		}
	})
}

// Fieller's set covers as it says, also where the deficit is weak and it is
// often unbounded; percentiles of ten animals a group cover less. A true θ at
// the margin passes no more often than said.
func TestRatioCalibration(t *testing.T) {
	runs := 1000
	if testing.Short() {
		runs = 250
	}
	rng := rand.New(rand.NewPCG(81, 1))
	var fieller, weak, unbounded, boot, passes, passes4 float64
	var p, p4 []float64
	for range runs {
		n := float64(runs)
		c, d, k := normals(rng, 10, 100, 12), normals(rng, 10, 140, 20), normals(rng, 10, 110, 16)
		r := Recovery(c, d, k, RatioParams{Draws: 300}, rng)
		if r.Fieller.Contains(0.75) {
			fieller += 1 / n
		}
		if r.Bootstrap.Contains(0.75) {
			boot += 1 / n
		}
		w := Recovery(c, normals(rng, 6, 106, 12), normals(rng, 6, 104.5, 12), RatioParams{Draws: 1}, rng)
		if w.Fieller.Contains(-0.25 + 0.5) { // (104.5-106)/(100-106)
			weak += 1 / n
		}
		if w.Fieller.Kind != Bounded {
			unbounded += 1 / n
		}
		e := normals(rng, 10, 120, 16) // θ = (120-140)/(100-140) = 0.5
		g := RetainedGroups{Reference: d, Full: c, Tested: e}
		t3 := Retained(g, 0.5, RatioParams{Draws: 1}, rng)
		p = append(p, t3.P)
		if t3.Lower > 0.5 {
			passes += 1 / n
		}
		g.TestedReference = normals(rng, 10, 150, 20) // θ = (130-150)/(-40)
		g.Tested = normals(rng, 10, 130, 16)
		t4 := Retained(g, 0.5, RatioParams{Draws: 1}, rng)
		p4 = append(p4, t4.P)
		if t4.Lower > 0.5 {
			passes4 += 1 / n
		}
	}
	checkUniform(t, "retained, three groups", p)
	checkUniform(t, "retained, four groups", p4)
	for name, c := range map[string]float64{"Fieller": fieller, "Fieller, weak deficit": weak} {
		if c < 0.925 || c > 0.975 {
			t.Errorf("%s covers %.3f", name, c)
		}
	}
	if unbounded < 0.3 {
		t.Errorf("a weak deficit left %.3f of sets unbounded", unbounded)
	}
	if boot < 0.88 || boot > 0.96 {
		t.Errorf("bootstrap covers %.3f, documented as 0.90 to 0.95", boot)
	}
	if passes > 0.08 || passes4 > 0.08 {
		t.Errorf("θ at the margin passes in %.3f and %.3f", passes, passes4)
	}
	t.Logf("Fieller %.3f, weak %.3f (%.2f unbounded), bootstrap %.3f, at margin %.3f %.3f", fieller, weak, unbounded, boot, passes, passes4)
}
