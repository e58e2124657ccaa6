package scope

import (
	"fmt"
	"math"
	"testing"

	"respine/random"
)

// drinkers are mice that prefer sucrose by 80 %, over two half days with the
// sides changed.
func drinkers(n int) SucroseTest {
	t := SucroseTest{BlankCages: 2}
	for i := range n {
		t.Cages = append(t.Cages, SucroseCage{Animal: fmt.Sprintf("m%d", i+1), BodyG: 24, Periods: []SucrosePeriod{
			{FromH: 0, ToH: 12, SucroseLeft: true, SucroseG: 2.4, WaterG: 0.6}, {FromH: 12, ToH: 24, SucroseG: 1.6, WaterG: 0.4}}})
	}
	return t
}

// TestExactBottles: without losses and scale the weights are the intake.
func TestExactBottles(t *testing.T) {
	test := drinkers(1)
	test.Bottles = Bottles{FillG: 150}
	w := test.Weigh(random.New(1))
	if len(w) != 4+8 {
		t.Fatalf("%d weights, want two bottles, two periods, three cages", len(w))
	}
	for i, want := range []struct {
		g             float64
		sucrose, left bool
	}{{2.4, true, true}, {0.6, false, false}, {1.6, true, false}, {0.4, false, true}} {
		near(t, "grams", w[i].StartG-w[i].EndG, want.g, 1e-9)
		if w[i].Sucrose != want.sucrose || w[i].Left != want.left || w[i].Period != 1+i/2 {
			t.Errorf("bottle %d: %+v", i, w[i])
		}
	}
	near(t, "the bottle stays the same", w[2].StartG, w[0].EndG, 1e-9)
	for _, b := range w[4:] {
		if b.Animal != "" || b.StartG != b.EndG {
			t.Errorf("blank bottle: %+v", b)
		}
	}
}

// TestGramsAddUp: what the scale shows is the truth within four of its standard
// deviations, twice, and its step.
func TestGramsAddUp(t *testing.T) {
	b := DefaultBottles()
	for _, w := range drinkers(50).Weigh(random.New(2)) {
		lost := w.DrunkG + w.EvaporatedG + w.DrippedG + w.LeakedG
		near(t, "lost", w.StartG-w.EndG, lost, 4*math.Sqrt2*b.ScaleSD+b.ScaleStepG)
		if steps := w.StartG / b.ScaleStepG; math.Abs(steps-math.Round(steps)) > 1e-6 {
			t.Errorf("the scale shows %v", w.StartG)
		}
	}
}

// TestBlanksCorrect: over many cages the loss less that of blank bottles is the
// intake, and without it the preference is too low.
func TestBlanksCorrect(t *testing.T) {
	test := drinkers(300)
	test.BlankCages = 300
	test.Bottles = DefaultBottles()
	test.Bottles.LeakChance = 0
	var lost [2]float64
	var blank, n float64
	for _, w := range test.Weigh(random.New(3)) {
		if w.Animal == "" {
			blank, n = blank+w.StartG-w.EndG, n+1
		} else {
			lost[bit(!w.Sucrose)] += (w.StartG - w.EndG) / 300
		}
	}
	// A difference of two readings has SD sqrt(2 (0.03² + 0.1²/12)) = 0.06 g,
	// losses 0.03 g; over 600 bottles 0.003 g.
	drip := math.Max(0, 0.05) // and the cut at 0 adds 0.03 times E max(0, z-5/3) = 0.0006
	near(t, "blank loss a period", blank/n, 0.002*12+drip+0.0006, 0.012)
	s, w := lost[0]-2*blank/n, lost[1]-2*blank/n
	near(t, "sucrose", s, 4, 0.04)
	near(t, "water", w, 1, 0.04)
	if raw, corrected := lost[0]/(lost[0]+lost[1]), s/(s+w); !(raw < 0.79 && math.Abs(corrected-0.8) < 0.006) {
		t.Errorf("preference %.4f as weighed, %.4f corrected, want below 0.79 and 0.8", raw, corrected)
	}
}

// TestLeaks: as many and as large as asked for.
func TestLeaks(t *testing.T) {
	test := drinkers(500)
	test.Bottles = DefaultBottles()
	test.Bottles.LeakChance = 0.1
	var leaks, grams float64
	for _, w := range test.Weigh(random.New(4)) {
		if w.LeakedG > 0 {
			leaks, grams = leaks+1, grams+w.LeakedG
		}
	}
	near(t, "leaks", leaks, 200.8, 4*math.Sqrt(2008*0.1*0.9)) // of 2008 bottles
	near(t, "mean leak", grams/leaks, 3, 4*3/math.Sqrt(leaks))
}

// TestFillingUp: an emptying bottle is filled between weighings, never within a
// period.
func TestFillingUp(t *testing.T) {
	c := SucroseCage{Animal: "m"}
	for i := range 10 {
		c.Periods = append(c.Periods, SucrosePeriod{FromH: float64(i), ToH: float64(i + 1), SucroseG: 30})
	}
	fills := 0
	w := SucroseTest{Cages: []SucroseCage{c}, Bottles: Bottles{FillG: 100}}.Weigh(random.New(5))
	for i := 2; i < len(w); i += 2 {
		near(t, "drunk", w[i].StartG-w[i].EndG, 30, 1e-9)
		if w[i].StartG > w[i-2].EndG {
			fills++
		}
	}
	if fills != 3 {
		t.Errorf("filled %d times, want after each 90 g of 300", fills)
	}
	defer func() {
		if recover() == nil {
			t.Error("drinking more than there is does not panic")
		}
	}()
	c.Periods[0].SucroseG = 200
	SucroseTest{Cages: []SucroseCage{c}, Bottles: Bottles{FillG: 100}}.Weigh(random.New(5))
}

// TestCagesStandAlone: a cage weighs the same with others beside it; tables have
// every bottle, blanks marked, and the preference of intake.
func TestCagesStandAlone(t *testing.T) {
	few, many := drinkers(1).Weigh(random.New(6)), drinkers(3).Weigh(random.New(6))
	for i := range 4 {
		if few[i] != many[i] {
			t.Errorf("bottle %d: %+v alone, %+v beside others", i, few[i], many[i])
		}
	}
	lab, truth := SucroseCSV(many), SucroseTables(many)
	if lab.Len() != 20 || truth[0].Len() != 20 || truth[1].Len() != 3 {
		t.Errorf("%d, %d and %d rows", lab.Len(), truth[0].Len(), truth[1].Len())
	}
	if lab.Has("drunk_g") || !lab.Bools("blank")[19] || lab.Bools("blank")[0] || !math.IsNaN(lab.Floats("body_g")[19]) {
		t.Error("the lab's table tells the truth, or not which cages are blank")
	}
	near(t, "preference", truth[1].Floats("preference_pct")[2], 80, 1e-9)
}
