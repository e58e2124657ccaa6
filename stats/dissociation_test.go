package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// bothTests draws animals with correlated scores in two tests, controls first.
func bothTests(r *rand.Rand, n int, first, second, rho float64) (treated []bool, x, y []float64) {
	for i := range 2 * n {
		arm := float64(i / n)
		common := r.NormFloat64()
		mix := func() float64 { return math.Sqrt(rho)*common + math.Sqrt(1-rho)*r.NormFloat64() }
		treated = append(treated, i >= n)
		x = append(x, 100+30*(mix()+first*arm)) // seconds
		y = append(y, 80+6*(mix()+second*arm))  // percent
	}
	return treated, x, y
}

// With the control standard deviations known to be 1 in the sample and effects
// of zero there is no term for the scale: the interaction is Welch's test of the
// differences.
func TestDissociationIsWelchOfDifferences(t *testing.T) {
	c := []float64{-1.5, -0.5, 0, 0.5, 1.5}
	_, v := meanVariance(c)
	c = moved(c, 1/math.Sqrt(v), 0)
	d := []float64{c[2], c[0], c[4], c[1], c[3]} // same values, other animals
	x := append(append([]float64(nil), c...), d...)
	y := append(append([]float64(nil), d...), c...)
	treated := make([]bool, 10)
	for i := 5; i < 10; i++ {
		treated[i] = true
	}
	got := Dissociate(treated, x, y, 0.95).Interaction
	diff := differences(x, y)
	want := Welch(diff[5:], diff[:5], 0.95)
	check(t, "SE", got.SE, want.SE, 1e-12)
	check(t, "df", got.DF, want.DF, 1e-12)
}

// Neither test's unit or origin matters; the tests swapped turn the sign.
func TestDissociationLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		treated, x, y := bothTests(rng, rapid.IntRange(3, 15).Draw(t, "n"), 1, 0, 0.3)
		r := Dissociate(treated, x, y, 0.95)
		m := Dissociate(treated, moved(x, 0.01, -7), moved(y, 12, 40), 0.95)
		s := Dissociate(treated, y, x, 0.95)
		if !near(m.Interaction.Estimate, r.Interaction.Estimate, 1e-9) || !near(m.Interaction.P, r.Interaction.P, 1e-9) {
			t.Fatalf("in other units %+v, not %+v", m.Interaction, r.Interaction)
		}
		if !near(s.Interaction.Estimate, -r.Interaction.Estimate, 1e-9) || !near(s.Interaction.P, r.Interaction.P, 1e-9) || !near(s.First.P, r.Second.P, 1e-12) {
			t.Fatalf("swapped %+v, not %+v", s.Interaction, r.Interaction)
		}
		if !near(r.Interaction.Estimate, r.First.Estimate-r.Second.Estimate, 1e-9) {
			t.Fatal("the interaction is not the difference of the effects")
		}
	})
}

func TestDissociationIsCalibrated(t *testing.T) {
	calibrated(t, "no effects, 8 and 8", func(r *rand.Rand) float64 {
		return inBothTests(bothTests(r, 8, 0, 0, 0.3)).Interaction.P
	})
	// Like effects of one standard deviation: without the term for the scale
	// p <= 0.05 would come too often.
	calibrated(t, "effects of 1, 12 and 12", func(r *rand.Rand) float64 {
		return inBothTests(bothTests(r, 12, 1, 1, 0.3)).Interaction.P
	})
	// Tests that go together share the error of their scales.
	calibrated(t, "effects of 2, correlation 0.9, 15 and 15", func(r *rand.Rand) float64 {
		return inBothTests(bothTests(r, 15, 2, 2, 0.9)).Interaction.P
	})
	covers(t, "interaction of 1.5 and 0.2, 12 and 12", 1.3, func(r *rand.Rand) Interval {
		return inBothTests(bothTests(r, 12, 1.5, 0.2, 0.2)).Interaction.Interval
	})
}

func inBothTests(treated []bool, x, y []float64) Dissociated {
	return Dissociate(treated, x, y, 0.95)
}

func TestDissociationSaysWhatItCannot(t *testing.T) {
	treated := []bool{false, false, true, true}
	r := Dissociate(treated, []float64{1, 1, 2, 3}, []float64{1, 2, 3, 4}, 0.95)
	if r.Interaction.Undetermined != "no spread in the control arm: nothing to scale by" {
		t.Errorf("got %+v", r.Interaction)
	}
	if got := Dissociate(treated[:3], []float64{1, 2, 3}, []float64{1, 2, 3}, 0.95).Interaction.Undetermined; got != tooFew {
		t.Errorf("one treated animal: %q", got)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	if !inBothTests(bothTests(rng, 20, 4, 2, 0)).Removable || inBothTests(bothTests(rng, 20, 4, -4, 0)).Removable {
		t.Error("two effects of one sign can be made equal by a change of scale, of opposite signs not")
	}
}
