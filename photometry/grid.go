package photometry

import (
	"errors"
	"fmt"
	"math"
)

// leastSamples is how many samples a recording needs to be looked at: at 20 Hz,
// ten seconds.
const leastSamples = 200

// NewTrace puts signal and control on one even grid of times: those of the signal,
// averaged down to at most MaxRateHz. The control, which interleaved systems take
// between signal samples, is interpolated linearly; where either has no sample
// within a period and a half the trace is NaN. It is an error where the two do
// not overlap or are too short.
func NewTrace(signal Channel, control *Channel, p Params) (Trace, error) {
	p = p.orDefaults()
	if err := signal.check(); err != nil {
		return Trace{}, err
	}
	period := usualStep(signal.Sec)
	from, to := signal.Sec[0], signal.Sec[len(signal.Sec)-1]
	if control != nil {
		if err := control.check(); err != nil {
			return Trace{}, err
		}
		if other := usualStep(control.Sec); other > 3*period {
			return Trace{}, fmt.Errorf("%s has a sample each %.4g s, %s each %.4g s: they are not one recording", signal.Name, period, control.Name, other)
		}
		from, to = math.Max(from, control.Sec[0]-period), math.Min(to, control.Sec[len(control.Sec)-1]+period)
		if to-from < 0.5*(signal.Sec[len(signal.Sec)-1]-signal.Sec[0]) {
			return Trace{}, fmt.Errorf("%s and %s share only %.4g s of %.4g s\nhint: are these files of one session?", signal.Name, control.Name, math.Max(0, to-from), signal.Sec[len(signal.Sec)-1]-signal.Sec[0])
		}
	}
	n := int((to-from)/period+1e-6) + 1
	fold := max(1, int(math.Ceil(1/(period*p.MaxRateHz)-1e-9)))
	t := Trace{StartSec: from + float64(fold-1)/2*period, RateHz: 1 / (period * float64(fold))}
	t.Signal = folded(signal.onGrid(from, period, n), fold)
	if control != nil {
		t.Control = folded(control.onGrid(from, period, n), fold)
	}
	if len(t.Signal) < leastSamples {
		return Trace{}, fmt.Errorf("%d samples are too few to measure anything", len(t.Signal))
	}
	return t, nil
}

// check refuses what is no time series.
func (c Channel) check() error {
	if len(c.Sec) < 3 || len(c.Sec) != len(c.Value) {
		return fmt.Errorf("channel %s has %d samples", c.Name, len(c.Value))
	}
	finite := 0
	for i, s := range c.Sec {
		if math.IsNaN(s) || math.IsInf(s, 0) {
			return fmt.Errorf("channel %s: sample %d has no time", c.Name, i+1)
		}
		if i > 0 && s <= c.Sec[i-1] {
			return fmt.Errorf("channel %s: sample %d, at %.6g s, does not come after the one before it, at %.6g s\nhint: sort the file by time; if the clock was set back, cut the file there", c.Name, i+1, s, c.Sec[i-1])
		}
		if !math.IsNaN(c.Value[i]) && !math.IsInf(c.Value[i], 0) {
			finite++
		}
	}
	if finite < len(c.Value)/2 {
		return fmt.Errorf("channel %s: %d of %d samples have no value\nhint: in Doric files the channel of a light that was off is empty; choose another", c.Name, len(c.Value)-finite, len(c.Value))
	}
	low, high := extremes(c.Value)
	if low == high {
		return errors.New("channel " + c.Name + " never changes\nhint: was the light on, and is this the right channel?")
	}
	return nil
}

func extremes(x []float64) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, v := range x {
		if !math.IsNaN(v) {
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	return low, high
}

// usualStep is the mean step between samples without those of gaps, beyond one and
// a half medians: files round their times, and the median is of rounded ones.
func usualStep(sec []float64) float64 {
	d := make([]float64, len(sec)-1)
	for i := range d {
		d[i] = sec[i+1] - sec[i]
	}
	limit, sum, n := 1.5*median(d), 0.0, 0.0
	for _, v := range d {
		if v <= limit {
			sum, n = sum+v, n+1
		}
	}
	return sum / n
}

// onGrid interpolates between the samples on either side, where these are at most
// one and a half periods away.
func (c Channel) onGrid(from, period float64, n int) []float64 {
	out := make([]float64, n)
	j := 0
	for i := range out {
		at := from + float64(i)*period
		for j < len(c.Sec)-2 && c.Sec[j+1] <= at {
			j++
		}
		a, b := c.Sec[j], c.Sec[j+1]
		out[i] = nan
		switch {
		case math.Abs(at-a) < 1e-3*period:
			out[i] = c.Value[j]
		case math.Abs(at-b) < 1e-3*period:
			out[i] = c.Value[j+1]
		case at < a || at > b: // beyond the ends, by less than a period
			if d := math.Min(math.Abs(at-a), math.Abs(at-b)); d <= period {
				out[i] = c.Value[j]
				if at > b {
					out[i] = c.Value[j+1]
				}
			}
		case b-a <= 2.5*period:
			w := (at - a) / (b - a)
			out[i] = (1-w)*c.Value[j] + w*c.Value[j+1]
		}
		if math.IsInf(out[i], 0) {
			out[i] = nan
		}
	}
	return out
}

// folded averages k samples each; one that is missing leaves the average missing.
func folded(x []float64, k int) []float64 {
	if k == 1 {
		return x
	}
	out := make([]float64, len(x)/k)
	for i := range out {
		for _, v := range x[i*k : i*k+k] {
			out[i] += v / float64(k)
		}
	}
	return out
}
