package twin

import (
	"context"
	"math"
	"slices"
	"sync"
	"testing"
)

// cohortMice are few: the bounds below are those of the calibration tables,
// widened by about two standard errors of so many mice.
const cohortMice = 6

// cohort is arms A, B and C of the preset over the same mice, on a seed that was
// not tuned on.
var cohort = sync.OnceValue(func() map[string][]Mouse {
	keep := slices.Concat(spines(-264, -12), hung(-12), calcium(-12), bottles(-12))
	var protocols []Protocol
	ids := []string{"A", "B", "C"}
	for _, id := range ids {
		p := armNamed(id).Keep(Default(), keep)
		switch id { // of A nothing is read after stress, of C alone the fourth day
		case "B":
			p.Sessions = append(p.Sessions, spines(24)...)
		case "C":
			p.Sessions = append(p.Sessions, spines(24, 120)...)
		}
		protocols = append(protocols, p)
	}
	out := map[string][]Mouse{}
	for animal := range cohortMice {
		mice, err := SimulateArms(context.Background(), Default(), protocols, 2, animal+1)
		if err != nil {
			panic(err)
		}
		for i, id := range ids {
			out[id] = append(out[id], mice[i])
		}
	}
	return out
})

// meanSD returns mean and spread of a measure over the mice of an arm.
func meanSD(arm string, measure func(Mouse) Value) (mean, sd float64) {
	var values []Value
	for _, m := range cohort()[arm] {
		values = append(values, measure(m))
	}
	mean, variance := meanVar(defined(values))
	return mean, math.Sqrt(variance)
}

// TestCalibration compares means and spreads between mice with the tables the
// constants were fitted to: open data of mouse medial frontal cortex (density,
// turnover and their spread), what laboratories report of tail suspension and
// sucrose, and the text of the study (docs/twin.md).
func TestCalibration(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("lives six mice through three arms")
	}
	check := func(what string, got, low, high float64) {
		t.Helper()
		if !(got >= low && got <= high) {
			t.Errorf("%s: %.3f, want %.3f to %.3f", what, got, low, high)
		} else {
			t.Logf("%s: %.3f (%.3f to %.3f)", what, got, low, high)
		}
	}
	density, densitySD := meanSD("A", func(m Mouse) Value { return m.Density(baseline) })
	check("spines per um", density, 0.40, 0.50)
	check("its SD between mice", densitySD, 0.02, 0.08)
	lost2, _ := meanSD("A", func(m Mouse) Value { return m.Elimination(baseline, baseline+48) })
	formed2, formedSD := meanSD("A", func(m Mouse) Value { return m.Formation(baseline, baseline+48) })
	check("2-day turnover", (lost2+formed2)/2, 0.06, 0.11)
	check("SD of 2-day formation", formedSD, 0.005, 0.04)
	control, _ := meanSD("A", eliminated)
	stress, _ := meanSD("B", eliminated)
	check("10-day elimination", control, 0.15, 0.23)
	check("of it under corticosterone", stress/control, 1.4, 2.5)
	born := func(arm string, from, to float64) float64 {
		n, _ := meanSD(arm, func(m Mouse) Value { return m.BirthsPerHour(from, to) })
		return n
	}
	late, early := born("C", 12, 24)/born("B", 12, 24), born("C", 0, 6)/born("B", 0, 6)
	check("births at 12-24 h over vehicle", late, 1.7, 3.2)
	check("births at 0-6 h over vehicle", early, 0.75, 1.35)
	check("late over early", late/early, 2, 4)
	restored, _ := meanSD("C", func(m Mouse) Value { return m.Restored(baseline, stressed, dayOne) })
	excess, _ := meanSD("C", func(m Mouse) Value { return m.RestoredExcess(baseline, stressed, dayOne) })
	check("share of new spines near lost places", restored, 0.42, 0.62)
	check("that share beyond chance", excess, 0.08, 0.28)
	gain, _ := meanSD("C", func(m Mouse) Value { return m.SurvivalGain(baseline, stressed, dayOne, dayFive) })
	check("survival of restored less that of others", gain, 0.08, 0.40)
	still, stillSD := meanSD("A", immobile(stressed))
	more, moreSD := meanSD("B", immobile(stressed))
	check("s immobile of 240", still, 85, 140)
	check("more under corticosterone", more-still, 30, 75)
	check("SD between mice", math.Sqrt((stillSD*stillSD+moreSD*moreSD)/2), 18, 50)
	sweet, sweetSD := meanSD("A", sucrose(stressed))
	dull, dullSD := meanSD("B", sucrose(stressed))
	check("% sucrose", sweet, 76, 92)
	check("% under corticosterone", dull, 56, 77)
	check("SD between mice", math.Sqrt((sweetSD*sweetSD+dullSD*dullSD)/2), 4, 15)
	whole, _ := meanSD("A", participation(stressed))
	fewer, _ := meanSD("B", participation(stressed))
	check("participation under corticosterone over that without", fewer/whole, 0.75, 0.97)
}

// TestLossesClusterInMostMice: within branches, in mice with more than a hundred
// lost spines.
func TestLossesClusterInMostMice(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("lives six mice through three arms")
	}
	clustered := 0
	for _, m := range cohort()["B"] {
		branches, why := m.losses(baseline, stressed)
		if lost, _ := countLost(branches); lost < 100 {
			t.Errorf("mouse %s: only %d lost %s", m.Name, lost, why)
		}
		if m.nearness(branches).P < 0.05 {
			clustered++
		}
	}
	if 2*clustered <= cohortMice {
		t.Errorf("losses are clustered in %d of %d mice", clustered, cohortMice)
	}
}
