package twin

import (
	"math"
	"slices"
	"testing"

	"respine/network"
	"respine/random"
)

// TestChanceOfSynchrony: cells that fire all at once every ten seconds have six
// events a minute and next to none by chance; cells that fire by themselves have
// as many as by chance, within four standard errors of a count.
func TestChanceOfSynchrony(t *testing.T) {
	const seconds, cells = 1200, 30
	m := Mouse{Params: Default(), Wiring: Contacts{Cells: cells}}
	rate := func(spikes []network.Spike) (seen, chance float64) {
		slices.SortFunc(spikes, func(a, b network.Spike) int { return int(a.Step-b.Step)*cells + int(a.Neuron-b.Neuron) })
		r := Recording{Activity: network.Activity{Seconds: seconds, StepSec: 1e-3, Neurons: cells, Spikes: spikes}}
		before := slices.Clone(spikes)
		chance = m.ChancePerMin(r, 5, random.New(1))
		if !slices.Equal(before, spikes) {
			t.Error("the recording was changed")
		}
		return float64(len(r.Activity.Events(m.Params.Imaging.event(cells)))) / (seconds / 60), chance
	}
	var together, alone []network.Spike
	for c := range int32(cells) {
		for k := range int32(seconds / 10) {
			together = append(together, network.Spike{Step: 10_000*k + 5000, Neuron: c})
		}
		rng := random.New(2, uint64(c)).Rand()
		for at := rng.ExpFloat64(); at < seconds; at += rng.ExpFloat64() / 0.4 {
			alone = append(alone, network.Spike{Step: int32(at * 1000), Neuron: c})
		}
	}
	if seen, chance := rate(together); math.Abs(seen-6) > 0.1 || chance > 0.1 {
		t.Errorf("together: %g events a minute, %g by chance", seen, chance)
	}
	seen, chance := rate(alone)
	if n := seen * seconds / 60; n < 50 || math.Abs(seen-chance) > 4*math.Sqrt(n*1.2)/(seconds/60) {
		t.Errorf("alone: %g events a minute, %g by chance", seen, chance)
	}
}
