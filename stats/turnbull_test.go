package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestTurnbullMatchesR(t *testing.T) {
	data, want := readColumns(t, "testdata/turnbull_data.csv"), readColumns(t, "testdata/turnbull_surv.csv")
	// survfit stops its EM when a step gets small; our maximum is sharper.
	const tolerance = 2e-4
	for set := 1.0; set <= 3; set++ {
		var lo, hi []float64
		for i := range data["set"] {
			if data["set"][i] == set {
				lo, hi = append(lo, data["lo"][i]), append(hi, data["hi"][i])
			}
		}
		s, err := Turnbull(lo, hi)
		if err != nil {
			t.Fatal(err)
		}
		for i := range want["set"] {
			if want["set"][i] != set {
				continue
			}
			least, most := s.At(want["time"][i])
			if want["surv"][i] < least-tolerance || want["surv"][i] > most+tolerance {
				t.Errorf("set %v S(%v) in [%v, %v], R %v", set, want["time"][i], least, most, want["surv"][i])
			}
		}
		if s.Gap > turnbullGap {
			t.Errorf("set %v: stopped %g from the maximum", set, s.Gap)
		}
	}
}

// Brackets of a complete grid give the life table, which is Kaplan-Meier at
// the grid times.
func TestTurnbullOnACompleteGridIsKaplanMeier(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	day := []float64{0, 4, 7, 8, 12, 20}
	var lo, hi, time []float64
	var event []bool
	for range 200 {
		last := 1 + rng.IntN(len(day)-1) // last session watched
		k := int(rng.ExpFloat64() * 4)   // lost between session k and k+1
		if k < last {
			lo, hi = append(lo, day[k]), append(hi, day[k+1])
			time, event = append(time, day[k+1]), append(event, true)
		} else {
			lo, hi = append(lo, day[last]), append(hi, math.Inf(1))
			time, event = append(time, day[last]), append(event, false)
		}
	}
	s, err := Turnbull(lo, hi)
	if err != nil {
		t.Fatal(err)
	}
	km := KaplanMeier(time, event, 0.95)
	for _, d := range day {
		least, most := s.At(d)
		if !near(least, km.At(d), 1e-6) || !near(most, km.At(d), 1e-6) {
			t.Errorf("S(%v) in [%v, %v], Kaplan-Meier %v", d, least, most, km.At(d))
		}
	}
}

// Exact times with right censoring are Kaplan-Meier too.
func TestTurnbullWithExactTimes(t *testing.T) {
	inf := math.Inf(1)
	lo := []float64{1, 2, 2, 3, 5}
	hi := []float64{1, 2, inf, 3, inf}
	s, err := Turnbull(lo, hi)
	if err != nil {
		t.Fatal(err)
	}
	km := KaplanMeier(lo, []bool{true, true, false, true, false}, 0.95)
	for _, at := range []float64{0.5, 1, 1.5, 2, 2.5, 3, 5} {
		least, most := s.At(at)
		if !near(most, km.At(at), 1e-8) || !near(least, km.At(at), 1e-8) {
			t.Errorf("S(%v) in [%v, %v], Kaplan-Meier %v", at, least, most, km.At(at))
		}
	}
}

// Two overlapping brackets share the overlap: (0,3] and (2,5] give all mass to (2,3].
func TestTurnbullOverlap(t *testing.T) {
	s, err := Turnbull([]float64{0, 2}, []float64{3, 5})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Lo) != 1 || s.Lo[0] != 2 || s.Hi[0] != 3 || !near(s.Mass[0], 1, rounding) {
		t.Errorf("mass at %v-%v: %v", s.Lo, s.Hi, s.Mass)
	}
	if least, most := s.At(2.5); least != 0 || most != 1 {
		t.Errorf("inside the bracket S in [%v, %v], want [0, 1]", least, most)
	}
}

func TestTurnbullOfNothing(t *testing.T) {
	s, err := Turnbull(nil, nil)
	if err != nil || len(s.Mass) != 0 {
		t.Errorf("got %v, %v", s, err)
	}
	if least, most := s.At(3); least != 1 || most != 1 {
		t.Error("no data must leave survival at 1")
	}
}
