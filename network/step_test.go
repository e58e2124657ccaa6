package network

import (
	"math"
	"testing"

	"respine/random"
)

// TestDriveChangesTheRates: the factors Drive promises, and none below 0.
func TestDriveChangesTheRates(t *testing.T) {
	const rounding = 1e-6
	p := Default()
	none := newRates(p, Drive{})
	for _, c := range []struct {
		drive                Drive
		inhibition, branches float64
	}{
		{Drive{Disinhibition: 0.5}, 0.7, 2},
		{Drive{Disinhibition: 0.55, Inhibition: 0.1}, 0.67 * 1.1, 2.1},
		{Drive{Disinhibition: 2}, 0, 5},
		{Drive{Inhibition: -3, Disinhibition: -1}, 0, 0},
	} {
		r := newRates(p, c.drive)
		if got := float64(r.giveJump / none.giveJump); math.Abs(got-c.inhibition) > rounding {
			t.Errorf("%+v: inhibition times %v, want %v", c.drive, got, c.inhibition)
		}
		if got := float64(r.dendrite.gain / none.dendrite.gain); math.Abs(got-c.branches) > rounding {
			t.Errorf("%+v: gain of branches times %v, want %v", c.drive, got, c.branches)
		}
	}
}

// TestInhibitoryLoop: a spike lifts the drive of the other kind by its jump, and
// what it lifts decays: jump·rate/(1-q) on average before a step, q the decay over
// a step. The jumps are scaled so that networks of other sizes are inhibited alike.
func TestInhibitoryLoop(t *testing.T) {
	const steps, within = 20_000, 0.01
	for _, cells := range []int{120, 60} {
		p := Default()
		p.Neurons = cells
		p.Inhibitory = cells / 8
		p.Cell.TonicMv = 14
		n := newNet(p, nil, Drive{}, random.New(9), plain())
		var hear, give, e, i float64
		for range steps {
			hear, give = hear+float64(n.hear), give+float64(n.give)
			e += float64(len(n.step()))
			for c := range p.Inhibitory {
				if n.i.free[c] == n.now-1+n.rates.refractory {
					i++
				}
			}
		}
		h, q := p.Inhibition, func(tau float64) float64 { return math.Exp(-p.Cell.StepMs / tau) }
		if want := h.HearMv * 100 / float64(cells) * e / (1 - q(h.HearMs)); math.Abs(hear/want-1) > within || e == 0 {
			t.Errorf("%d cells: inhibitory cells hear %.3f mV, want %.3f", cells, hear/steps, want/steps)
		}
		if want := h.GiveMv * 10 / float64(cells/8) * i / (1 - q(h.GiveMs)); math.Abs(give/want-1) > within || i == 0 {
			t.Errorf("%d cells: excitatory cells are given %.3f mV, want %.3f", cells, give/steps, want/steps)
		}
	}
}
