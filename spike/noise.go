package spike

import (
	"math"

	"respine/img"
)

// NoiseSD returns the SD of the noise of a trace from the differences of
// neighbouring frames, in the trace's unit:
//
//	median |x[t+1] - x[t]| / (0.6745 sqrt 2)
//
// Signal that is slow against a frame hardly moves it, nor do rare transients.
// It is right for white noise; a trace that was smoothed looks less noisy than
// it is. Frames that are NaN are left out; NaN when no two neighbours have a
// value.
func NoiseSD(trace []float32) float64 {
	d := differences(trace)
	if len(d) == 0 {
		return math.NaN()
	}
	return float64(img.Median(d)) / (normalQuartile * math.Sqrt2)
}

// normalQuartile is the upper quartile of the standard normal distribution.
const normalQuartile = 0.6744897501960817

// NoiseLevel returns the noise of a dF/F trace freed of the frame rate,
//
//	nu = median |x[t+1] - x[t]| / sqrt(rateHz)
//
// in the trace's unit times sqrt s; in percent about 1 is very good and above
// 5 poor (Rupprecht et al. 2021, doi 10.1038/s41593-021-00895-5).
func NoiseLevel(trace []float32, rateHz float64) float64 {
	d := differences(trace)
	if len(d) == 0 {
		return math.NaN()
	}
	return float64(img.Median(d)) / math.Sqrt(rateHz)
}

// differences returns the absolute differences of neighbouring frames.
func differences(trace []float32) []float32 {
	d := make([]float32, 0, len(trace))
	for t := 1; t < len(trace); t++ {
		if x := trace[t] - trace[t-1]; x == x {
			d = append(d, max(x, -x))
		}
	}
	return d
}
