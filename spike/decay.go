package spike

import "math"

// EstimateDecaySec returns the time constant of decay of a trace from its
// autocovariance r at lags of 1 to lags frames,
//
//	g = sum of r[k+1] r[k] / sum of r[k]^2,  tau = -1/(rateHz ln g)
//
// which white noise does not bias, since it is in lag 0 only (Pnevmatikakis et
// al. 2016, doi 10.1016/j.neuron.2015.11.037, eq. 3 for first order). lags 0
// takes half a second. It is noisy for cells with few transients: the
// indicator's value scores better there, and is what Deconvolve uses unless
// told. An error says why there is no estimate.
func EstimateDecaySec(trace []float32, rateHz float64, lags int) (float64, error) {
	if lags == 0 {
		lags = max(2, int(math.Round(rateHz/2)))
	}
	r := autocovariance(trace, lags+1)
	var up, down float64
	for k := 1; k <= lags; k++ {
		up += r[k+1] * r[k]
		down += r[k] * r[k]
	}
	g := up / down
	if !(g > 0 && g < 1) || !(r[1] > 0) {
		return 0, errNoDecay
	}
	return -1 / (rateHz * math.Log(g)), nil
}

type decayError string

func (e decayError) Error() string { return string(e) }

const errNoDecay decayError = "spike: neighbouring frames of the trace do not go together as a decay would have it\nhint: use the indicator's own decay"

// autocovariance returns r[0..most], each over the pairs of frames that both
// have a value.
func autocovariance(trace []float32, most int) []float64 {
	mean, n := 0.0, 0
	for _, v := range trace {
		if v == v {
			mean += float64(v)
			n++
		}
	}
	mean /= float64(n)
	r := make([]float64, most+1)
	for k := range r {
		pairs := 0
		for t := k; t < len(trace); t++ {
			if x := (float64(trace[t]) - mean) * (float64(trace[t-k]) - mean); x == x {
				r[k] += x
				pairs++
			}
		}
		r[k] /= float64(pairs)
	}
	return r
}
