package stats

import (
	"math"
	"math/rand/v2"
)

// TraceBand is a mean trace over animals with two intervals at every sample:
// Pointwise covers each sample by itself, Joint the whole trace at once. Only
// Joint may be read for "where does it leave zero".
type TraceBand struct {
	Mean, SE         []float64
	Pointwise, Joint []Interval
	Factor           float64 // half width of Joint in SE
	Undetermined     string
}

// MeanTraceBand returns the mean of traces, one for each animal and averaged
// within it. Pointwise is Student's interval. Joint is mean ± c·SE, c being the
// quantile of the largest |t| over the trace when the signs of the animals'
// residuals are flipped, all ways when they are few (Westfall & Young 1993; the
// wild bootstrap of Mammen 1993). With n animals only 2^(n-1) values of the
// largest |t| exist: below six animals c at 95 % is close to their maximum, and
// Joint is no narrower than the pointwise 95 %.
func MeanTraceBand(trace [][]float64, confidence float64, p TraceParams, rng *rand.Rand) TraceBand {
	confidence = confidenceOr(confidence)
	zTwoSided(confidence) // checks the range
	if reason := traceFault(trace); reason != "" {
		return TraceBand{Undetermined: reason}
	}
	n, samples := float64(len(trace)), len(trace[0])
	out := TraceBand{Mean: make([]float64, samples), SE: make([]float64, samples)}
	for _, x := range trace {
		for j, v := range x {
			out.Mean[j] += v / n
		}
	}
	residual := make([][]float64, len(trace))
	for i, x := range trace {
		residual[i] = make([]float64, samples)
		for j, v := range x {
			r := v - out.Mean[j]
			residual[i][j] = r
			out.SE[j] += r * r / (n * (n - 1))
		}
	}
	var largest []float64
	newFlipper(residual).visit(p, rng, func(t []float64) {
		top := 0.0
		for j, v := range t {
			if out.SE[j] > 0 {
				top = math.Max(top, math.Abs(v))
			}
		}
		largest = append(largest, top)
	})
	q := studentQuantile(0.5+confidence/2, n-1)
	out.Factor = math.Max(q, Quantile(largest, confidence))
	for j, v := range out.SE {
		out.SE[j] = math.Sqrt(v)
		out.Pointwise = append(out.Pointwise, Interval{out.Mean[j] - q*out.SE[j], out.Mean[j] + q*out.SE[j]})
		out.Joint = append(out.Joint, Interval{out.Mean[j] - out.Factor*out.SE[j], out.Mean[j] + out.Factor*out.SE[j]})
	}
	return out
}
