package photometry

import (
	"testing"

	"respine/scope"
)

// TestAnimalsFirst: an animal with many onsets counts as much as one with few.
func TestAnimalsFirst(t *testing.T) {
	session := func(animal string, height float64, onsets ...float64) Session {
		x := make([]float64, 20*200)
		var bouts []Bout
		last := 0.0
		for _, o := range onsets {
			for i := int((o - 1) * 20); i < int(o*20); i++ {
				x[i] = height
			}
			bouts = append(bouts, Bout{State: immobile, FromSec: last, ToSec: o}, Bout{State: "struggling", FromSec: o, ToSec: o + 2})
			last = o + 2
		}
		s := plainSession(x, append(bouts, Bout{State: immobile, FromSec: last, ToSec: 200})...)
		s.Animal = animal
		return s
	}
	all := []Session{session("a", 0.3, 20, 40, 60, 80, 100, 120), session("b", 0.1, 50)}
	e := PeriEvents(all, SignalOnly, Params{}, seeded(1))
	if len(e.Animals) != 2 || e.Animals[0].Onsets != 6 || e.Animals[1].Onsets != 1 {
		t.Fatalf("%+v", e.Animals)
	}
	for i, sec := range e.Sec {
		if sec > -0.9 && sec < -0.1 {
			near(t, "mean of means", e.Band.Mean[i], 0.2, 1e-9)
		}
	}
	near(t, "last second", e.Before.Estimate, 0.2, 0.01) // the edges of a grid of 20 Hz
	if PeriEvents(all[:1], SignalOnly, Params{}, seeded(1)).Undetermined == "" {
		t.Error("one animal has a band")
	}
}

// TestOnsetsLeftOut: those too close to the one before, too short, or without the
// immobility before them are counted and not averaged.
func TestOnsetsLeftOut(t *testing.T) {
	s := plainSession(make([]float64, 20*100), Bout{State: immobile, ToSec: 20}, Bout{State: "struggling", FromSec: 20, ToSec: 22},
		Bout{State: immobile, FromSec: 22, ToSec: 24.5}, Bout{State: "struggling", FromSec: 24.5, ToSec: 26}, // 4.5 s after the last
		Bout{State: immobile, FromSec: 26, ToSec: 40}, Bout{State: "struggling", FromSec: 40, ToSec: 40.5}, // short
		Bout{State: immobile, FromSec: 40.5, ToSec: 60}, Bout{State: "struggling", FromSec: 60, ToSec: 62})
	e := PeriEvents([]Session{s}, SignalOnly, Params{}, seeded(1))
	if a := e.Animals[0]; a.Onsets != 2 || a.Left != 2 {
		t.Errorf("%d averaged and %d left out, want 2 and 2", a.Onsets, a.Left)
	}
}

// TestCourseBeforeStruggles: planted calcium is seen before the onset in the joint band,
// and in the bootstrap's runs; the control's course is not.
func TestCourseBeforeStruggles(t *testing.T) {
	all, _ := colony(6, 1000, 360, 1, scope.Photometry{})
	e := PeriEvents(all, BleachFirst, Params{}, seeded(2))
	seen := false
	for i, sec := range e.Sec {
		seen = seen || sec > -1.2 && sec < -0.2 && e.Band.Joint[i].Lo > 0
		if e.Band.Pointwise[i].Lo < e.Band.Joint[i].Lo-1e-12 {
			t.Fatal("the joint band is narrower than the pointwise one")
		}
	}
	if !seen || e.Test.P > 2./64+1e-9 || !e.Test.Exact || len(e.Runs) == 0 {
		t.Errorf("seen %v, p %v, runs %v", seen, e.Test.P, e.Runs)
	}
	for _, r := range e.Runs {
		if r.ToSec-r.FromSec < 6/periHz-1e-9 {
			t.Errorf("a run of %v s is shorter than the filter", r.ToSec-r.FromSec)
		}
	}
}
