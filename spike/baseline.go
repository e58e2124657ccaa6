package spike

import (
	"math"

	"respine/img"
)

// Baseline returns the running baseline of a trace, in its unit: the q-th
// percentile of the frames with a value within windowSec, raised by what the
// noise lets that percentile lie below the middle of a silent cell's frames:
//
//	b = percentile_q + noise z(1-q),  z the quantile of the normal distribution
//
// Without the raise a constant remains that deconvolution explains by spikes
// that were not. Frames without a value are skipped over, and NaN in the
// result.
func Baseline(trace []float32, rateHz, windowSec, q, noise float64) []float32 {
	kept := make([]float32, 0, len(trace))
	for _, v := range trace {
		if v == v {
			kept = append(kept, v)
		}
	}
	low := make([]float32, len(kept))
	if len(kept) > 0 {
		window := min(max(1, int(math.Round(windowSec*rateHz))), len(kept))
		img.MovingPercentile(low, kept, window, q)
	}
	raise := float32(noise * math.Sqrt2 * math.Erfinv(1-2*q/100))
	out := make([]float32, len(trace))
	n := 0
	for t, v := range trace {
		if v != v {
			out[t] = v
			continue
		}
		out[t] = low[n] + raise
		n++
	}
	return out
}
