package spike

import (
	"math"
	"math/rand/v2"
	"testing"
)

// simulated returns a trace of calcium with spikes at a rate, and the spikes.
func simulated(rng *rand.Rand, n int, decay, rise, perFrame, noise float64) (trace, spikes []float32) {
	trace, spikes = make([]float32, n), make([]float32, n)
	var c, before float64
	for t := range trace {
		s := 0.0
		if rng.Float64() < perFrame {
			s = 1
		}
		c, before = (decay+rise)*c-decay*rise*before+s, c
		trace[t], spikes[t] = float32(c+noise*rng.NormFloat64()), float32(s)
	}
	return trace, spikes
}

func TestDeconvolveFindsSpikesOfKnownSize(t *testing.T) {
	const rate, tau = 30.0, 1.2
	rng := rand.New(rand.NewPCG(1, 2))
	trace, spikes := simulated(rng, 6000, math.Exp(-1/(rate*tau)), 0, 0.01, 0.1)
	tr := Deconvolve(trace, rate, Params{Indicator: Indicator{DecaySec: tau}, LeastSD: 3, BaselineSec: -1})
	var hit, made, there int
	for i := range trace {
		if spikes[i] > 0 && i > 0 {
			there++
			if tr.Jumps[i] > 0.5 || tr.Jumps[i-1] > 0.5 || i+1 < len(trace) && tr.Jumps[i+1] > 0.5 {
				hit++
			}
		}
		if tr.Jumps[i] > 0.5 {
			made++
		}
	}
	if float64(hit) < 0.95*float64(there) || float64(made) > 1.05*float64(there) {
		t.Errorf("of %d spikes ten times the noise %d were found, with %d jumps", there, hit, made)
	}
}
