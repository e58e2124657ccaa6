package spike

import "math"

// OnsetParams says what is a transient. The zero OnsetParams means the defaults.
type OnsetParams struct {
	AboveSD  float64 // default 3: "higher than threefold SD" is the field's rule
	Frames   int     // that many in a row above it; default 2
	EndSD    float64 // the transient ends below this; default 1
	ApartSec float64 // onsets closer than this are one; default 0.2
}

func (p OnsetParams) orDefaults() OnsetParams {
	if p.AboveSD == 0 {
		p.AboveSD = 3
	}
	if p.Frames == 0 {
		p.Frames = 2
	}
	if p.EndSD == 0 {
		p.EndSD = min(1, p.AboveSD)
	}
	if p.ApartSec == 0 {
		p.ApartSec = 0.2
	}
	return p
}

// Onset is the start of a transient.
type Onset struct {
	Frame  int     // first of the frames above the threshold
	Length int     // frames until it ends
	Height float64 // its highest value, in the trace's unit over baseline
}

// Transients are the onsets of a cell with what is needed to judge them.
type Transients struct {
	Onsets    []Onset
	Mirrored  int     // as many as the negative of the trace has
	UsableMin float64 // minutes of frames with a value
	NoiseSD   float64
	Reason    string // why nothing could be found, if so
}

// RatePerMin is onsets per minute of frames with a value; NaN without any.
func (t Transients) RatePerMin() float64 {
	if t.UsableMin == 0 || t.Reason != "" {
		return math.NaN()
	}
	return float64(len(t.Onsets)) / t.UsableMin
}

// FalseShare estimates the share of onsets that noise made: those of the
// negative trace over those of the trace, at most 1. Fluorescence falls slowly
// and never below rest, so that what goes down is noise, motion or neuropil
// taken off in excess. NaN without an onset.
func (t Transients) FalseShare() float64 {
	if len(t.Onsets) == 0 {
		return math.NaN()
	}
	return min(1, float64(t.Mirrored)/float64(len(t.Onsets)))
}

// Find returns the transients of a trace of dF/F: those times at which it rises
// above AboveSD SDs of the noise over the running baseline of p, and stays there
// for Frames frames. A gap ends a transient, and a rise begun in a gap is no
// onset.
func Find(trace []float32, rateHz float64, o OnsetParams, p Params) Transients {
	o, p = o.orDefaults(), p.orDefaults()
	if !(rateHz > 0) {
		panic("spike: the frame rate must be positive")
	}
	out := Transients{NoiseSD: NoiseSD(trace)}
	for _, v := range trace {
		if v == v {
			out.UsableMin += 1 / rateHz / 60
		}
	}
	if !(out.NoiseSD > 0) {
		out.NoiseSD, out.Reason = 0, "the trace has no noise: too few frames with a value, or a constant"
		return out
	}
	over := make([]float32, len(trace))
	copy(over, trace)
	if p.BaselineSec > 0 {
		for t, b := range Baseline(trace, rateHz, p.BaselineSec, p.BaselinePercentile, out.NoiseSD) {
			over[t] -= b
		}
	}
	out.Onsets = o.onsets(over, rateHz, out.NoiseSD)
	for t := range over {
		over[t] = -over[t]
	}
	out.Mirrored = len(o.onsets(over, rateHz, out.NoiseSD))
	return out
}

func (p OnsetParams) onsets(over []float32, rateHz, noise float64) []Onset {
	high, low := float32(p.AboveSD*noise), float32(p.EndSD*noise)
	apart := int(math.Round(p.ApartSec * rateHz))
	var out []Onset
	for t := 1; t < len(over); t++ {
		if !(over[t] >= high) || !(over[t-1] < high) || !p.stays(over[t:], high) {
			continue
		}
		o := Onset{Frame: t}
		for end := t; end < len(over) && over[end] >= low; end++ {
			o.Height = max(o.Height, float64(over[end]))
			o.Length++
		}
		if k := len(out); k == 0 || t-out[k-1].Frame >= apart && t >= out[k-1].Frame+out[k-1].Length {
			out = append(out, o)
		}
	}
	return out
}

// stays reports whether a trace begins with enough frames above the threshold.
func (p OnsetParams) stays(over []float32, high float32) bool {
	if len(over) < p.Frames {
		return false
	}
	for _, v := range over[:p.Frames] {
		if !(v >= high) {
			return false
		}
	}
	return true
}

// JumpOnsets returns the frames at which the jumps of a train, added up over
// windowSec, reach aboveSD SDs of the noise; the first of each run, at the time
// of the spikes. They tell apart transients that ride on one another, which a
// threshold on the trace does not.
func (tr Train) JumpOnsets(rateHz, windowSec, aboveSD float64) []int {
	window := max(1, int(math.Round(windowSec*rateHz)))
	least := aboveSD * tr.NoiseSD
	var out []int
	sum, ready := 0.0, 0
	for t, v := range tr.Spikes {
		if v > 0 {
			sum += float64(v)
		}
		if k := t - window; k >= 0 && tr.Spikes[k] > 0 {
			sum -= float64(tr.Spikes[k])
		}
		if v > 0 && t >= ready && sum >= least && least > 0 {
			out = append(out, first(tr.Spikes, max(0, t-window+1), t))
			ready = t + window
		}
	}
	return out
}

// first returns the first frame from from to to with a jump.
func first(spikes []float32, from, to int) int {
	for ; from < to; from++ {
		if spikes[from] > 0 {
			break
		}
	}
	return from
}
