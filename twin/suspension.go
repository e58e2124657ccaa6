package twin

import (
	"math"

	"respine/random"
)

// Bout is a stretch of a tail suspension test spent immobile or struggling.
type Bout struct {
	FromSec, ToSec float64
	Immobile       bool
	Censored       bool // the test ended first
}

// Transient is a rise of population activity as photometry would show it.
type Transient struct {
	OnsetSec, PeakSec float64
	PeakHz            float64
}

// suspend hangs the mouse up: its network runs under the drive of suspension
// and behaviour is raced against it.
func (l *life) suspend(r *Recording) {
	p := l.Params
	r.Activity = l.run(r.Hours, uint64(SuspensionSession), p.Behaviour.Tonic, p.Imaging.SuspensionSec)
	rate := r.Activity.Rate
	if p.Behaviour.Uncoupled {
		rate = constant(rate)
	}
	r.Bouts = bouts(p.Behaviour, rate, r.Activity.BinSec, at(l.key, ofBehaviour, r.Hours))
	r.Transients = transients(p.Imaging, r.Activity.Rate, r.Activity.BinSec)
}

// uncoupledHz is the activity an uncoupled mouse behaves by.
const uncoupledHz = 2

func constant(rate []float32) []float32 {
	out := make([]float32, len(rate))
	for i := range out {
		out[i] = uncoupledHz
	}
	return out
}

// bouts races struggling against rest. The accumulator follows population
// activity, dx/dt = (r - x)/tau; while immobile, the hazard of deciding to
// struggle is
//
//	(rest + pull/(1 + exp(-(x - threshold)/width))) (1 + (start - 1) exp(-t/start_sec))
//
// and movement follows the decision by the motor delay, jittered by a quarter;
// a struggle lasts at least shortestSec and then ends with a constant hazard. The
// test begins immobile; the last bout is cut off by its end.
func bouts(b Behaviour, rate []float32, binSec float64, key random.Key) []Bout {
	var out []Bout
	x, from, immobile, moves := 0.0, 0.0, true, math.Inf(1)
	jitter := key.At(1)
	for i, r := range rate {
		t := float64(i) * binSec
		x += (float64(r) - x) * binSec / b.AccumulatorSec
		u := key.Uniform(uint64(i))
		switch {
		case immobile && t >= moves:
			out = append(out, Bout{FromSec: from, ToSec: t, Immobile: true})
			from, immobile, moves = t, false, math.Inf(1)
		case immobile && math.IsInf(moves, 1):
			pull := b.PullPerSec / (1 + math.Exp(-(x-b.ThresholdHz)/b.WidthHz))
			if u < -math.Expm1(-b.early(t)*(b.RestPerSec+pull)*binSec) {
				moves = t + b.DelaySec*math.Max(0.2, 1+0.25*jitter.Normal(uint64(i)))
			}
		case !immobile && t-from >= shortestSec && u < -math.Expm1(-b.StopPerSec*binSec):
			out = append(out, Bout{FromSec: from, ToSec: t})
			from, immobile = t, true
		}
	}
	return append(out, Bout{FromSec: from, ToSec: float64(len(rate)) * binSec, Immobile: immobile, Censored: true})
}

// shortestSec is the shortest struggle that is still one.
const shortestSec = 0.4

func (b Behaviour) early(sec float64) float64 {
	return 1 + (b.StartFactor-1)*math.Exp(-sec/b.StartSec)
}

// transients smooths the population rate and lists its rises above a fixed
// level, each to its peak.
func transients(p Imaging, rate []float32, binSec float64) []Transient {
	var out []Transient
	x, above := 0.0, false
	for i, r := range rate {
		x += (float64(r) - x) * binSec / p.TransientSec
		t := float64(i) * binSec
		switch {
		case x >= p.TransientHz && !above:
			above = true
			out = append(out, Transient{OnsetSec: t, PeakSec: t, PeakHz: x})
		case above && x < p.TransientHz/2:
			above = false
		case above && x > out[len(out)-1].PeakHz:
			out[len(out)-1].PeakSec, out[len(out)-1].PeakHz = t, x
		}
	}
	return out
}
