// Package spike reads the activity of a cell out of its fluorescence: spikes by
// deconvolution (Friedrich, Zhou, Paninski 2017, doi
// 10.1371/journal.pcbi.1005423), and onsets of transients that stand out of the
// noise, with the share of them that noise alone would make.
//
// It takes a trace of dF/F, neuropil taken off, one value a frame, NaN where
// the frame is not to be used. A gap is unknown and never counted as silence:
// what happened in it is NaN, and so is the first frame after it, whose
// fluorescence tells of the gap as well as of itself; rates are per minute of
// frames that have a value.
//
// What it cannot see: the number of spikes (a jump is in the trace's unit, and
// indicators answer a burst more than in proportion), single spikes below the
// noise, and which spikes fall within one frame.
package spike

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Indicator is how the fluorescence of a calcium indicator follows a spike.
type Indicator struct {
	DecaySec float64 // time constant of the fall
	RiseSec  float64 // time constant of the rise, for the model of second order; 0 takes the first order
	DelaySec float64 // by which the jump of a first-order fit comes after the spikes
}

// IndicatorNamed returns what is known of an indicator, in capitals or not. Decays and delays of
// gcamp6f and gcamp6s are effective values of in-vivo recordings at 30 Hz,
// chosen by hand with the ground truth of docs/calcium.md in sight (its table
// gives the scores with values chosen without the set that is scored); the
// others stand between or beside them by their published half decays and were
// not tried.
func IndicatorNamed(name string) (Indicator, error) {
	all := []struct {
		name string
		Indicator
	}{
		{"gcamp6f", Indicator{DecaySec: 0.5, DelaySec: 0.03}},
		{"gcamp6m", Indicator{DecaySec: 0.9, DelaySec: 0.05}},
		{"gcamp6s", Indicator{DecaySec: 1.2, DelaySec: 0.07}},
		{"jgcamp7f", Indicator{DecaySec: 0.5, DelaySec: 0.03}},
		{"jgcamp7s", Indicator{DecaySec: 1.2, DelaySec: 0.07}},
		{"jgcamp8m", Indicator{DecaySec: 0.2, DelaySec: 0.02}},
	}
	var known []string
	for _, in := range all {
		if in.name == strings.ToLower(name) {
			return in.Indicator, nil
		}
		known = append(known, in.name)
	}
	return Indicator{}, fmt.Errorf("spike: no indicator is named %q\nhint: one of %s; of another, the one that decays most alike", name, strings.Join(known, ", "))
}

// Params says how a trace is deconvolved. The zero Params is GCaMP6s.
type Params struct {
	Indicator Indicator // default GCaMP6s
	// LeastSD is the smallest jump, in SDs of the noise; default 1, below 0
	// for none: every jump that lowers the error.
	LeastSD float64
	// BaselineSec is the window of the running baseline; default 10 s, below 0
	// where the trace has none left. BaselinePercentile is its percentile;
	// default 10.
	BaselineSec, BaselinePercentile float64
}

func (p Params) orDefaults() Params {
	if p.Indicator == (Indicator{}) {
		p.Indicator = Indicator{DecaySec: 1.2, DelaySec: 0.07}
	}
	if p.LeastSD == 0 {
		p.LeastSD = 1
	}
	if p.BaselineSec == 0 {
		p.BaselineSec = 10
	}
	if p.BaselinePercentile == 0 {
		p.BaselinePercentile = 10
	}
	p.LeastSD = max(0, p.LeastSD)
	return p
}

// Train is a deconvolved trace. Its slices are as long as the trace and in its
// unit, NaN where nothing is known.
type Train struct {
	Jumps    []float32 // of calcium, at the frame that shows them
	Spikes   []float32 // the same at the time of the spikes: DelaySec earlier
	Calcium  []float32 // the fit, without noise, over the baseline
	Baseline []float32
	NoiseSD  float64
	Usable   int    // frames whose jump is known
	Reason   string // why nothing is known, if so
}

// Deconvolve returns the jumps of calcium behind a trace of dF/F. Less the
// baseline the trace is calcium and noise, calcium decays by
// exp(-1/(DecaySec rateHz)) a frame and jumps by nothing or by at least LeastSD
// SDs of the noise; the sum of squares of the rest is least. It panics when the
// rate or the decay is not positive.
func Deconvolve(trace []float32, rateHz float64, p Params) Train {
	p = p.orDefaults()
	if !(rateHz > 0) || !(p.Indicator.DecaySec > 0) || p.Indicator.RiseSec < 0 {
		panic("spike: the frame rate and the decay must be positive")
	}
	n := len(trace)
	out := Train{Jumps: unknown(n), Calcium: unknown(n), Baseline: make([]float32, n), NoiseSD: NoiseSD(trace)}
	if !(out.NoiseSD > 0) || math.IsInf(out.NoiseSD, 0) {
		out.Spikes, out.Reason = unknown(n), "the trace has no noise: too few frames with a value, or a constant"
		out.NoiseSD = 0
		return out
	}
	if p.BaselineSec > 0 {
		out.Baseline = Baseline(trace, rateHz, p.BaselineSec, p.BaselinePercentile, out.NoiseSD)
	}
	over := make([]float32, n)
	for t := range over {
		over[t] = trace[t] - out.Baseline[t]
	}
	fit(out.Calcium, out.Jumps, over, rateHz, p, out.NoiseSD)
	for t := range over { // gaps, and the first frame after each
		if over[t] != over[t] || t == 0 || over[t-1] != over[t-1] {
			out.Jumps[t] = nan
		} else {
			out.Usable++
		}
	}
	delay := p.Indicator.DelaySec
	if p.Indicator.RiseSec > 0 {
		delay = 0
	}
	out.Spikes = earlier(out.Jumps, over, delay*rateHz)
	return out
}

// fit deconvolves a trace without baseline by a process of first or second order.
func fit(calcium, jumps, over []float32, rateHz float64, p Params, noise float64) {
	decay, least := math.Exp(-1/(p.Indicator.DecaySec*rateHz)), p.LeastSD*noise
	if p.Indicator.RiseSec == 0 {
		unroll(calcium, jumps, oasis(over, decay, least, nil), decay)
		return
	}
	rise := math.Exp(-1 / (p.Indicator.RiseSec * rateHz))
	if rise >= decay {
		panic("spike: the rise must be shorter than the decay")
	}
	unroll2(calcium, jumps, oasis2(over, decay, rise, least), decay, rise)
}

// nan is a frame of which nothing is known.
var nan = float32(math.NaN())

func unknown(n int) []float32 { return slices.Repeat([]float32{nan}, n) }

// earlier moves jumps towards the start by a number of frames, the fraction
// shared between two frames. Frames whose source is unknown, and those without
// a value of their own in over, are NaN.
func earlier(jumps, over []float32, frames float64) []float32 {
	whole := int(math.Floor(frames))
	part := float32(frames - float64(whole))
	at := func(t int) float32 {
		if t < len(jumps) {
			return jumps[t]
		}
		return nan
	}
	out := make([]float32, len(jumps))
	for t := range out {
		out[t] = at(t + whole)
		if part > 0 {
			out[t] = (1-part)*out[t] + part*at(t+whole+1)
		}
		if over[t] != over[t] {
			out[t] = nan
		}
	}
	return out
}
