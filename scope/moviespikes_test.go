package scope

import (
	"math"
	"slices"
	"testing"

	"respine/network"
)

func TestSpikeTimesAreThoseOfTheCells(t *testing.T) {
	a := network.Activity{StepSec: 0.001, Neurons: 3, Spikes: []network.Spike{{Step: 5, Neuron: 2}, {Step: 5, Neuron: 0}, {Step: 90, Neuron: 2}}}
	times := SpikeTimes(a)
	want := [][]float64{{0.005}, nil, {0.005, 0.09}}
	for c := range want {
		if !slices.Equal(times[c], want[c]) {
			t.Errorf("cell %d fires at %v, want %v", c, times[c], want[c])
		}
	}
}

func TestCountsBecomeTimesWithinTheirFrame(t *testing.T) {
	counts := []float32{0, 1, 0, 3}
	times := SpikeTimesOfCounts(counts, 10)
	back := make([]float32, len(counts))
	for _, s := range times {
		back[int(s*10)]++
	}
	if !slices.Equal(back, counts) || !slices.IsSorted(times) {
		t.Errorf("counts %v became %v", counts, times)
	}
}

func TestSpontaneousSpikesHaveTheirRate(t *testing.T) {
	rng, n, seconds := newRand(1), 0, 600.0
	const cells = 2000
	for range cells {
		s := randomSpikes(rng, seconds)
		if !slices.IsSorted(s) || len(s) > 0 && (s[0] < 0 || s[len(s)-1] >= seconds) {
			t.Fatal("spikes out of order or out of the movie")
		}
		n += len(s)
	}
	// The mean of a log-normal number is its median times exp(sd^2/2). Rates of
	// single cells vary by 0.95 of their mean, so of 2000 by 2 %.
	want := burstsPerMinute / 60 * burstSpikes * math.Exp(burstsLogSD*burstsLogSD/2)
	near(t, "spikes per second", float64(n)/cells/seconds/want, 1, 0.07)
}
