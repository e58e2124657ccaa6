package scope

import (
	"math"
	"testing"
)

// exactly is for closed forms in float64.
const exactly = 1e-9

func TestCalciumOfASpikePeaksAndFallsWhenItShould(t *testing.T) {
	for _, in := range []CellIndicator{{}, {PeakSec: 0.045, HalfDecaySec: 0.142}, {PeakSec: 0.1, HalfDecaySec: 2}} {
		k, in := in.kinetics(), in.orDefaults()
		near(t, "calcium at the peak", k.spike(in.PeakSec), 1, exactly)
		near(t, "calcium a half-decay later", k.spike(in.PeakSec+in.HalfDecaySec), 0.5, 1e-6)
		// The derivative of the kernel vanishes where exp(-t/d)/d = exp(-t/r)/r.
		slope := math.Exp(-in.PeakSec/k.decaySec)/k.decaySec - math.Exp(-in.PeakSec/k.riseSec)/k.riseSec
		near(t, "slope at the peak", slope*k.decaySec, 0, 1e-6)
		if k.spike(0) != 0 || k.spike(-1) != 0 {
			t.Error("calcium before the spike")
		}
	}
}

// An autoregressive process of order two with roots exp(-dt/rise) and
// exp(-dt/decay), as deconvolution assumes, has the same impulse response.
func TestSampledCalciumIsAutoregressiveOfOrderTwo(t *testing.T) {
	k := CellIndicator{}.kinetics()
	const dt = 1.0 / 30
	d, r := math.Exp(-dt/k.decaySec), math.Exp(-dt/k.riseSec)
	before, last := 0.0, k.scale*(d-r)
	for i := 2; i < 100; i++ {
		before, last = last, (d+r)*last-d*r*before
		near(t, "calcium", k.spike(float64(i)*dt), last, exactly)
	}
}

func TestCalciumAddsUpOverSpikes(t *testing.T) {
	k := CellIndicator{}.kinetics()
	spikes := randomSpikes(newRand(3), 300)
	for at := 0.37; at < 300; at += 1.9 {
		var want float64
		for _, s := range spikes {
			want += k.spike(at - s)
		}
		near(t, "calcium", k.calcium(spikes, at), want, 1e-4)
	}
}

func TestFluorescenceFollowsTheHillCurve(t *testing.T) {
	k := CellIndicator{}.kinetics()
	near(t, "dF/F of a spike", k.dff(1), 0.23, exactly)
	near(t, "dF/F at rest", k.dff(0), 0, 0)
	// Fmin (1 + 63 b), b = x/(1+x), x = (50/144)^2.9 at rest and 1 when full.
	x := math.Pow(50.0/144, 2.9)
	rest := 1 + 63*x/(1+x)
	near(t, "dF/F without end", k.dff(1e9), 64/rest-1, 1e-6)
	near(t, "dF/F at half of the range", k.dff((144-50)/k.spikeNM), (1+63*0.5)/rest-1, 1e-6)
	if ten := k.dff(10); ten < 2.3*1.2 || ten > 2.3*2.5 {
		t.Errorf("ten spikes give %v: not more than ten times one, or far more than seen", ten)
	}
	half := (k.dff(1) - k.dff(0.5)) / k.dff(1)
	near(t, "share of dF/F lost when calcium halves", half, 0.5, 0.03)
}

func TestImpossibleIndicatorsPanic(t *testing.T) {
	mustPanicMovie(t, "a decay faster than the rise allows", func() { CellIndicator{PeakSec: 0.2, HalfDecaySec: 0.33}.kinetics() })
	mustPanicMovie(t, "a spike beyond the range", func() { CellIndicator{OneSpike: 50}.kinetics() })
	CellIndicator{PeakSec: 0.2, HalfDecaySec: 0.34}.kinetics()
}
