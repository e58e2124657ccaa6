package scope

import (
	"fmt"
	"math"
	"slices"
)

// CellIndicator is a calcium indicator: how calcium follows a spike, and how
// fluorescence follows calcium. The zero CellIndicator is GCaMP6s.
//
// A spike adds the difference of two exponentials, which sampled at a frame rate
// is the impulse response of an autoregressive process of order two. Calcium
// acts on fluorescence through a Hill curve, so that spikes in a burst first add
// more than single ones and then saturate.
type CellIndicator struct {
	PeakSec      float64 // from spike to peak; default 0.18
	HalfDecaySec float64 // from peak to half of it; default 0.55
	OneSpike     float64 // dF/F at the peak of a single spike; default 0.23
	Hill         float64 // exponent; default 2.9
	RestNM       float64 // free calcium at rest; default 50
	AffinityNM   float64 // calcium at half of the range; default 144
	// Range is (Fmax-Fmin)/Fmin between all and no calcium bound; default 63.
	Range float64
}

// orDefaults fills in GCaMP6s. Times and dF/F of a single spike in mouse cortex,
// exponent, affinity and range in the cuvette are those of Chen et al. 2013
// (doi 10.1038/nature12354, Supplementary Tables 1 and 3, rounded); calcium at
// rest is the field's usual value.
func (in CellIndicator) orDefaults() CellIndicator {
	for _, f := range []struct {
		value    *float64
		standard float64
	}{
		{&in.PeakSec, 0.18}, {&in.HalfDecaySec, 0.55}, {&in.OneSpike, 0.23},
		{&in.Hill, 2.9}, {&in.RestNM, 50}, {&in.AffinityNM, 144}, {&in.Range, 63},
	} {
		if *f.value == 0 {
			*f.value = f.standard
		}
	}
	return in
}

// kinetics is an indicator made ready for evaluation.
type kinetics struct {
	riseSec, decaySec float64
	scale             float64 // makes the kernel of one spike peak at 1
	windowSec         float64 // after which a spike is forgotten
	hill, restNM      float64
	affinityNM        float64
	spikeNM           float64 // calcium of one spike at its peak
	dynamic           float64 // Range over 1 + Range times what is bound at rest
}

// forgetDecays is how many decay times a spike is remembered: it has left
// exp(-12), or 6e-6, of its peak.
const forgetDecays = 12

// kinetics solves for the two time constants and for the calcium of a spike.
// It panics when the decay is too fast for the rise or a spike is beyond the
// indicator's range.
func (in CellIndicator) kinetics() kinetics {
	in = in.orDefaults()
	rise, decay := in.timeConstants()
	k := kinetics{
		riseSec: rise, decaySec: decay, scale: 1, windowSec: forgetDecays * decay,
		hill: in.Hill, restNM: in.RestNM, affinityNM: in.AffinityNM,
	}
	k.scale = 1 / k.spike(in.PeakSec)
	atRest := k.bound(in.RestNM)
	k.dynamic = in.Range / (1 + in.Range*atRest)
	bound := atRest + in.OneSpike/k.dynamic
	if !(bound < 1) {
		panic(fmt.Sprintf("scope: a spike of dF/F %g is beyond the range of the indicator", in.OneSpike))
	}
	k.spikeNM = in.AffinityNM*math.Pow(bound/(1-bound), 1/in.Hill) - in.RestNM
	return k
}

// timeConstants finds rise and decay of exp(-t/decay) - exp(-t/rise) such that it
// peaks after PeakSec and has fallen to half HalfDecaySec later. The fall is
// fastest when both are equal: 1.678 PeakSec, the solution of x = ln 2(1+x).
func (in CellIndicator) timeConstants() (rise, decay float64) {
	const fastest = 1.6784
	if !(in.PeakSec > 0) || !(in.HalfDecaySec > fastest*in.PeakSec) {
		panic("scope: an indicator decays at least 1.68 times as slowly as it rises")
	}
	after := in.PeakSec + in.HalfDecaySec
	left := func(decay float64) float64 {
		rise := riseFor(in.PeakSec, decay)
		return difference(after, rise, decay) / difference(in.PeakSec, rise, decay)
	}
	decay = bisect(in.PeakSec*(1+1e-6), after/math.Ln2, func(d float64) bool { return left(d) < 0.5 })
	return riseFor(in.PeakSec, decay), decay
}

// riseFor returns the rise that, with a decay, peaks at peakSec: the solution of
// peak = ln(decay/rise) decay rise / (decay - rise).
func riseFor(peakSec, decay float64) float64 {
	return bisect(1e-6*peakSec, decay*(1-1e-9), func(rise float64) bool {
		return math.Log(decay/rise)*decay*rise/(decay-rise) < peakSec
	})
}

func difference(t, rise, decay float64) float64 { return math.Exp(-t/decay) - math.Exp(-t/rise) }

// bisect returns where below turns from true to false between lo and hi.
func bisect(lo, hi float64, below func(float64) bool) float64 {
	for range 80 {
		if mid := (lo + hi) / 2; below(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}

// spike returns the calcium a time after a spike, 1 at the peak.
func (k kinetics) spike(t float64) float64 {
	if t <= 0 {
		return 0
	}
	return k.scale * difference(t, k.riseSec, k.decaySec)
}

// calcium returns what the spikes, in order, have left at time t, in peaks of
// single spikes. Any time can be asked for without those before it.
func (k kinetics) calcium(spikes []float64, t float64) float64 {
	first, _ := slices.BinarySearch(spikes, t-k.windowSec)
	var sum float64
	for _, s := range spikes[first:] {
		if s >= t {
			break
		}
		sum += k.spike(t - s)
	}
	return sum
}

// bound returns the share of the indicator at its full brightness.
func (k kinetics) bound(nM float64) float64 {
	x := math.Pow(nM/k.affinityNM, k.hill)
	return x / (1 + x)
}

// dff returns dF/F for calcium in peaks of single spikes.
func (k kinetics) dff(calcium float64) float64 {
	if calcium == 0 {
		return 0
	}
	return k.dynamic * (k.bound(k.restNM+k.spikeNM*calcium) - k.bound(k.restNM))
}
