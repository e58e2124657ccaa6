package network

import (
	"math"
	"testing"

	"respine/random"
)

// ensembles is what a study counts in recordings.
type ensembles struct{ perMinute, participation, rateHz float64 }

// recordings returns the means over five networks of other seeds than those the
// defaults were calibrated on. Participation is the mean over all events.
func recordings(t *testing.T, keep float64, d Drive, seconds float64) ensembles {
	t.Helper()
	const seeds = 5
	p := Default()
	var e ensembles
	events := 0
	for seed := range uint64(seeds) {
		a := Simulate(p, weaker(p, cortex(p, 42, seed+31), keep), d, seconds, random.New(seed+31))
		e.rateHz += float64(len(a.Spikes)) / a.Seconds / float64(a.Neurons) / seeds
		for _, one := range a.Events(EventParams{}) {
			e.participation += a.Participation(one)
			events++
		}
	}
	e.participation /= float64(events)
	e.perMinute = float64(events) / (seeds * seconds) * 60
	t.Logf("%.0f %% of the weights, %+v: %.2f Hz, %.2f events a minute, participation %.3f", 100*keep, d, e.rateHz, e.perMinute, e.participation)
	return e
}

// TestAssembliesAreMetastable: with the wiring of an undisturbed animal the
// network is quiet most of the time and comes on one to four times a minute with
// 10 to 40 % of its cells; it does so less, and with fewer cells, the weaker its
// assemblies are; and disinhibition brings back what a third of the weights took.
func TestAssembliesAreMetastable(t *testing.T) {
	seconds := 900.0
	if testing.Short() {
		seconds = 450
	}
	whole := recordings(t, 1, Drive{}, seconds)
	less := recordings(t, 0.85, Drive{}, seconds)
	least := recordings(t, 0.65, Drive{}, seconds)
	if whole.perMinute < 1 || whole.perMinute > 4 {
		t.Errorf("%.2f events a minute, want 1 to 4", whole.perMinute)
	}
	if whole.participation < 0.1 || whole.participation > 0.4 {
		t.Errorf("participation %.3f, want 0.1 to 0.4", whole.participation)
	}
	if whole.rateHz < 0.5 || whole.rateHz > 5 {
		t.Errorf("rate %.2f Hz, want 0.5 to 5", whole.rateHz)
	}
	for _, step := range [][2]ensembles{{whole, less}, {less, least}} {
		if a, b := step[0], step[1]; !(b.perMinute < a.perMinute && b.participation < a.participation && b.rateHz < a.rateHz) {
			t.Errorf("weaker assemblies are not less active: %+v after %+v", b, a)
		}
	}
	freed := recordings(t, 0.65, Drive{Disinhibition: 0.55}, seconds)
	if freed.perMinute < 0.8*whole.perMinute || freed.participation < whole.participation || freed.rateHz < 0.8*whole.rateHz {
		t.Errorf("disinhibition gives %+v, want what the whole weights give, %+v", freed, whole)
	}
}

// TestInhibitionQuietens: more inhibition, less activity, and taking it away is
// disinhibition.
func TestInhibitionQuietens(t *testing.T) {
	last := math.Inf(1)
	for _, inhibition := range []float64{-0.5, 0, 0.5, 1} {
		e := recordings(t, 1, Drive{Inhibition: inhibition}, 60)
		if e.rateHz >= last {
			t.Errorf("inhibition %+v leaves %.2f Hz, less leaves %.2f", inhibition, e.rateHz, last)
		}
		last = e.rateHz
	}
}

// TestAssembliesFireTogether: counts of cells of one assembly are correlated,
// those of different ones hardly or against each other.
func TestAssembliesFireTogether(t *testing.T) {
	p := Default()
	a := Simulate(p, cortex(p, 42, 12), Drive{}, 600, random.New(12))
	var sum, n [2]float64
	for i, row := range a.Correlation(0.2) {
		for j, r := range row {
			if i != j && !math.IsNaN(r) {
				same := 0
				if p.Assembly(i) == p.Assembly(j) {
					same = 1
				}
				sum[same] += r
				n[same]++
			}
		}
	}
	within, between := sum[1]/n[1], sum[0]/n[0]
	t.Logf("mean correlation %.3f within, %.3f between assemblies", within, between)
	if within < 0.3 || math.Abs(between) > 0.1 {
		t.Errorf("mean correlation %.3f within and %.3f between assemblies", within, between)
	}
}
