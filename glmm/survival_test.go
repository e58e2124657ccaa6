package glmm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestExpand(t *testing.T) {
	sessions := []float64{0, 1, 4, 8}
	p, err := Expand([]Life{
		{Animal: "a", Branch: "1", StartDay: 0, StopDay: 8},
		{Animal: "a", Branch: "1", StartDay: 1, StopDay: 4, Lost: true},
		{Animal: "a", Branch: "1", StartDay: 8, StopDay: 8},
		{Animal: "a", Branch: "1", StartDay: 0, StopDay: 8, Lost: true, Sessions: []float64{0, 4, 8}}, // day 1 not judged
	}, sessions)
	if err != nil {
		t.Fatal(err)
	}
	want := "[0 0 0 1 3 3] [0 1 2 0 0 1] [1 3 4 3 4 4] [0 0 0 1 0 1] [2]"
	if got := fmt.Sprint(p.Life, p.Interval, p.Days, p.Lost, p.Unfollowed); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	for _, l := range []Life{{StartDay: 0, StopDay: 2}, {StartDay: 4, StopDay: 1}, {StartDay: 4, StopDay: 4, Lost: true}, {StartDay: 0, StopDay: 1, Sessions: []float64{1, 0}}, {StartDay: 0, StopDay: 1, Sessions: []float64{0, 0, 1}}} {
		if _, err := Expand([]Life{l}, sessions); err == nil || !strings.Contains(err.Error(), "spine 0") {
			t.Errorf("%+v: %v", l, err)
		}
	}
}

// lives draws spines with a constant hazard a day, smaller for restored ones.
func lives(rng *rand.Rand, animals int, ratio, animalSD, branchSD float64, sessions []float64) ([]Life, []float64) {
	var out []Life
	var restored []float64
	for a := range animals {
		u := animalSD * rng.NormFloat64()
		for b := range 4 {
			v := branchSD * rng.NormFloat64()
			for s := range 12 {
				hazard := 0.08 * math.Exp(u+v)
				if s%2 == 1 {
					hazard *= ratio
				}
				l := Life{Animal: fmt.Sprint(a), Branch: fmt.Sprint(b), StopDay: sessions[len(sessions)-1]}
				if death := rng.ExpFloat64() / hazard; death < l.StopDay {
					l.Lost = true
					for _, day := range sessions {
						if day > death {
							l.StopDay = day
							break
						}
					}
				}
				out = append(out, l)
				restored = append(restored, float64(s%2))
			}
		}
	}
	return out, restored
}

// TestSurviveKnownHazard: with the true ratio known, intervals of whatever
// length, and a session left out, give it back.
func TestSurviveKnownHazard(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	sessions := []float64{0, 1, 4, 5, 12}
	spines, restored := lives(rng, 40, 0.5, 0.3, 0.3, sessions)
	r, p, err := Survive(spines, sessions, Covariate{"restored", restored})
	if err != nil {
		t.Fatal(err)
	}
	e := r.Effects(0.95)[4]
	if e.Name != "restored" || e.Kind != "hazard ratio" || math.Abs(e.Estimate-math.Log(0.5)) > 3*e.SE || e.SE > 0.12 {
		t.Errorf("%+v", e)
	}
	// The baseline hazard is 0.08 a day in every interval.
	for j, e := range r.Effects(0.95)[:4] {
		want := 0.0
		if j == 0 {
			want = math.Log(0.08)
		}
		if math.Abs(e.Estimate-want) > 3.5*e.SE {
			t.Errorf("%s %v (%v), want %v", e.Name, e.Estimate, e.SE, want)
		}
	}
	if len(p.Life) < len(spines) || len(r.Components) != 2 || r.Components[1].Levels != 160 {
		t.Errorf("%d rows of %d spines, %+v", len(p.Life), len(spines), r.Components)
	}
}

// TestSurviveOneInterval: without random effects and with one interval the
// hazard ratio is that of the two losses, in closed form.
func TestSurviveOneInterval(t *testing.T) {
	var spines []Life
	var restored []float64
	for i := range 40 {
		// 5 of 20 restored and 10 of 20 others are lost; one animal and branch.
		k, of := i%20, float64(i/20)
		spines = append(spines, Life{Animal: "a", Branch: "b", StopDay: 4, Lost: of == 1 && k < 5 || of == 0 && k < 10})
		restored = append(restored, of)
	}
	r, _, err := Survive(spines, []float64{0, 4}, Covariate{"restored", restored})
	if err != nil {
		t.Fatal(err)
	}
	want := math.Log(math.Log(0.75) / math.Log(0.5))
	if got := r.Coefficients[1].Estimate; math.Abs(got-want) > 1e-9 {
		t.Errorf("log hazard ratio %v, want %v", got, want)
	}
	if got, want := r.Coefficients[0].Estimate, math.Log(-math.Log(0.5)/4); math.Abs(got-want) > 1e-9 {
		t.Errorf("log hazard a day %v, want %v", got, want)
	}
	if _, _, err := Survive(spines[:1], []float64{0, 4, 8}, Covariate{"restored", restored[:1]}); err != nil {
		t.Errorf("one spine: %v", err)
	}
	if _, _, err := Survive([]Life{{StartDay: 4, StopDay: 4}}, []float64{0, 4}); err == nil || !strings.Contains(err.Error(), "none of 1") {
		t.Errorf("nobody followed: %v", err)
	}
}
