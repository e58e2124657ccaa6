package spike

import (
	"math"
	"slices"
	"testing"
)

// wave is a trace of noise whose steps are all 0.02 with transients of a given height
// and length at some frames: its noise has an SD of 0.02/(0.6745 sqrt 2) = 0.021.
func wave(frames, length int, height float32, at ...int) []float32 {
	x := make([]float32, frames)
	for t := range x {
		x[t] = 0.01 * float32(1-2*(t%2))
	}
	for _, t := range at {
		for k := range length {
			x[t+k] += height
		}
	}
	return x
}

// An onset is the first frame above the threshold, its length the frames until the
// trace is back; one that begins while the last lasts, or too soon after, is none.
func TestOnsetsAreAtTheirFrames(t *testing.T) {
	p := Params{BaselineSec: -1}
	got := Find(wave(400, 5, 1, 50, 201), 10, OnsetParams{}, p)
	if len(got.Onsets) != 2 || got.Onsets[0].Frame != 50 || got.Onsets[0].Length != 5 || got.Onsets[1].Frame != 201 {
		t.Errorf("onsets %+v, want frames 50 and 201, 5 frames long", got.Onsets)
	}
	if want := 400.0 / 10 / 60; math.Abs(got.UsableMin-want) > 1e-9 || math.Abs(got.RatePerMin()-2/want) > 1e-6 {
		t.Errorf("%g minutes, %g a minute", got.UsableMin, got.RatePerMin())
	}
	o := OnsetParams{ApartSec: 1}
	if got := Find(wave(400, 3, 1, 50, 58, 80), 10, o, p); len(got.Onsets) != 2 || got.Onsets[1].Frame != 80 {
		t.Errorf("apart by 8 and by 30 frames, 10 asked for: %+v", got.Onsets)
	}
	dip := wave(400, 9, 1, 50) // falls below three SDs for two frames, but not below one
	dip[53], dip[54] = 0.04, 0.04
	if got := Find(dip, 10, OnsetParams{}, p); len(got.Onsets) != 1 || got.Onsets[0].Length != 9 {
		t.Errorf("a transient with a dip: %+v", got.Onsets)
	}
}

// A rise that begins in a gap is no onset: when it began is not known.
func TestARiseOutOfAGapIsNoOnset(t *testing.T) {
	x := wave(400, 10, 1, 50, 200)
	for k := 45; k < 53; k++ {
		x[k] = nan
	}
	got := Find(x, 10, OnsetParams{}, Params{BaselineSec: -1})
	if len(got.Onsets) != 1 || got.Onsets[0].Frame != 200 {
		t.Errorf("onsets %+v, want one at 200", got.Onsets)
	}
	if want := 392.0 / 10 / 60; math.Abs(got.UsableMin-want) > 1e-9 {
		t.Errorf("%g minutes, want %g", got.UsableMin, want)
	}
}

// The share of false onsets is at most 1.
func TestFalseShareIsAShare(t *testing.T) {
	if got := (Transients{Onsets: make([]Onset, 4), Mirrored: 1}).FalseShare(); got != 0.25 {
		t.Error(got)
	}
	if got := (Transients{Onsets: make([]Onset, 4), Mirrored: 6}).FalseShare(); got != 1 {
		t.Error(got)
	}
}

// Jumps are moved by whole frames and shared between two by the fraction: a jump at
// frame 10, 2.25 frames late, is three quarters at 8 and a quarter at 7.
func TestJumpsAreMovedToTheirSpikes(t *testing.T) {
	jumps := make([]float32, 20)
	jumps[10] = 1
	got := earlier(jumps, make([]float32, 20), 2.25)
	for f, v := range got[:17] {
		want := map[int]float32{7: 0.25, 8: 0.75}[f]
		if v != want {
			t.Errorf("frame %d: %g, want %g", f, v, want)
		}
	}
	if !slices.ContainsFunc(got[18:], func(v float32) bool { return v != v }) {
		t.Error("jumps after the end are known")
	}
}

// The tenth percentile of normal noise lies 1.2816 SDs below its mean (table of the
// normal distribution), and the baseline is raised by that.
func TestTheBaselineIsRaisedByThePercentileOfNoise(t *testing.T) {
	flat := make([]float32, 100)
	if got := Baseline(flat, 10, 5, 10, 1)[50]; math.Abs(float64(got)-1.2816) > 1e-4 {
		t.Errorf("raised by %g SDs, want 1.2816", got)
	}
}

// Tables are in seconds.
func TestOnsetTableIsInSeconds(t *testing.T) {
	o := OnsetTable([]Transients{{Onsets: []Onset{{Frame: 30, Length: 5, Height: 2}}}}, 10)
	if o.Floats("onset_s")[0] != 3 || o.Floats("duration_s")[0] != 0.5 || o.Floats("height")[0] != 2 {
		t.Errorf("at %g s for %g s", o.Floats("onset_s")[0], o.Floats("duration_s")[0])
	}
}
