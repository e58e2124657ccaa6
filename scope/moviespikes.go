package scope

import (
	"math"
	"math/rand/v2"
	"slices"

	"respine/network"
)

// SpikeTimes returns when each cell of a recording fired, in seconds from its
// start and in order: one list a cell.
func SpikeTimes(a network.Activity) [][]float64 {
	times := make([][]float64, a.Neurons)
	for _, s := range a.Spikes {
		times[s.Neuron] = append(times[s.Neuron], float64(s.Step)*a.StepSec)
	}
	return times
}

// SpikeTimesOfCounts returns spike times for the spikes of one cell in each frame,
// rounded to whole numbers. The spikes of a frame are spread evenly over it.
func SpikeTimesOfCounts(perFrame []float32, rateHz float64) []float64 {
	var times []float64
	for t, count := range perFrame {
		n := int(math.Round(float64(count)))
		for i := range n {
			times = append(times, (float64(t)+(float64(i)+0.5)/float64(n))/rateHz)
		}
	}
	return times
}

// Spontaneous activity of cells without given spikes: bursts at rates that are
// log-normal over cells, as for prefrontal cells of awake mice (1 to 5 events a
// minute, the field's usual values).
const (
	burstsPerMinute = 2.0
	burstsLogSD     = 0.8
	burstSpikes     = 3.0 // mean, geometric
	burstGapSec     = 0.05
)

// randomSpikes draws the spikes of one cell for a number of seconds.
func randomSpikes(rng *rand.Rand, seconds float64) []float64 {
	rate := burstsPerMinute / 60 * math.Exp(burstsLogSD*rng.NormFloat64())
	var times []float64
	for t := rng.ExpFloat64() / rate; t < seconds; t += rng.ExpFloat64() / rate {
		times = append(times, t)
		s := t
		for rng.Float64() < 1-1/burstSpikes {
			if s += burstGapSec * rng.ExpFloat64(); s < seconds {
				times = append(times, s)
			}
		}
	}
	slices.Sort(times)
	return times
}
