package photometry

import "math"

// Span is a stretch of time.
type Span struct{ FromSec, ToSec float64 }

// besideSec is cut away with an artefact on either side: the light settles, and
// filters smear.
const besideSec = 0.25

// Artefacts finds jumps that no indicator can make: steps from one sample to the
// next of more than many robust standard deviations (1.4826 MAD of the steps),
// in both channels at once, or in the signal where there is no control. What
// control and signal share and the fit can take off is left in.
func (t Trace) Artefacts(manySD float64) []Span {
	if manySD < 0 {
		return nil
	}
	jumps := jumping(t.Signal, manySD)
	if t.Control != nil {
		other := jumping(t.Control, manySD)
		for i := range jumps {
			jumps[i] = jumps[i] && (other[i] || i > 0 && other[i-1] || i+1 < len(other) && other[i+1])
		}
	}
	var out []Span
	for i, j := range jumps {
		if !j {
			continue
		}
		s := Span{t.At(i-1) - besideSec, t.At(i) + besideSec}
		if n := len(out); n > 0 && s.FromSec <= out[n-1].ToSec {
			out[n-1].ToSec = s.ToSec
		} else {
			out = append(out, s)
		}
	}
	return out
}

func jumping(x []float64, manySD float64) []bool {
	step := make([]float64, len(x))
	var known []float64
	for i := range x {
		step[i] = nan
		if i > 0 {
			step[i] = x[i] - x[i-1]
		}
		if !math.IsNaN(step[i]) {
			known = append(known, step[i])
		}
	}
	out := make([]bool, len(x))
	if len(known) == 0 {
		return out
	}
	limit := manySD * robustSD * mad(known)
	for i, s := range step {
		out[i] = limit > 0 && math.Abs(s) > limit
	}
	return out
}

// Without returns the trace with samples in the spans missing, in both channels.
func (t Trace) Without(spans []Span) Trace {
	out := t
	out.Signal = append([]float64(nil), t.Signal...)
	out.Control = append([]float64(nil), t.Control...)
	for _, s := range spans {
		from := max(0, int(math.Ceil((s.FromSec-t.StartSec)*t.RateHz-1e-9)))
		for i := from; i < len(out.Signal) && t.At(i) <= s.ToSec+1e-9; i++ {
			out.Signal[i] = nan
			if out.Control != nil {
				out.Control[i] = nan
			}
		}
	}
	return out
}

// robustSD times the MAD is the standard deviation of normal noise.
const robustSD = 1.4826

// mad is the median absolute deviation from the median, as it is: not scaled to a
// standard deviation.
func mad(x []float64) float64 {
	m := median(x)
	d := make([]float64, len(x))
	for i, v := range x {
		d[i] = math.Abs(v - m)
	}
	return medianIn(d)
}
