package behavior

import (
	"fmt"
	"math"
)

// Summary is one animal's test. Seconds and percent are of the test as it was
// filmed; what is undefined is NaN, and written as missing.
type Summary struct {
	TestSec                       float64
	ImmobileSec, ImmobilePercent  float64
	LastImmobileSec, LastPercent  float64 // of the last LastSec
	LatencySec                    float64 // from the start to the first immobility; NaN if there is none
	ImmobileBouts                 int
	MedianBoutSec, LongestBoutSec float64   // of immobility; NaN if there is none
	Struggles                     []float64 // onsets, s of the film
	ClimbPart                     float64
	Excluded                      string     // why, or ""
	ByMinBout                     [3]float64 // immobile s with MinBouts
}

// MinBouts are the shortest bouts under which the total is given beside.
var MinBouts = [3]float64{0.5, 1, 2}

func summarise(r Result, p Params) Summary {
	s := Summary{TestSec: r.EndSec - r.StartSec, LatencySec: missing, MedianBoutSec: missing, LongestBoutSec: missing}
	s.ImmobileSec = immobileIn(r.Bouts, r.StartSec, r.EndSec)
	lastFrom := math.Max(r.StartSec, r.EndSec-p.LastSec)
	s.LastImmobileSec = immobileIn(r.Bouts, lastFrom, r.EndSec)
	s.ImmobilePercent, s.LastPercent = percent(s.ImmobileSec, s.TestSec), percent(s.LastImmobileSec, r.EndSec-lastFrom)
	var lengths []float64
	climb := 0.0
	for i, b := range r.Bouts {
		switch b.State {
		case Immobile:
			if len(lengths) == 0 {
				s.LatencySec = b.FromSec - r.StartSec
			}
			lengths = append(lengths, b.Seconds())
			s.LongestBoutSec = quantile(lengths, 1)
		case Climbing:
			climb += b.Seconds()
		}
		if b.State != Immobile && i > 0 && r.Bouts[i-1].State == Immobile {
			s.Struggles = append(s.Struggles, b.FromSec)
		}
	}
	s.ImmobileBouts, s.MedianBoutSec = len(lengths), median(lengths)
	if s.TestSec > 0 {
		s.ClimbPart = climb / s.TestSec
	}
	for i, least := range MinBouts {
		s.ByMinBout[i] = immobileIn(r.Rest(least), r.StartSec, r.EndSec)
	}
	switch {
	case s.TestSec <= 0:
		s.Excluded = "the animal is not seen"
	case s.ClimbPart > p.ClimbPart:
		s.Excluded = fmt.Sprintf("climbed %.0f %% of the test, more than %.0f %%", 100*s.ClimbPart, 100*p.ClimbPart)
	}
	return s
}

func percent(of, in float64) float64 {
	if in <= 0 {
		return missing
	}
	return 100 * of / in
}

// Quality is what makes a score doubtful.
type Quality struct {
	FlickerPercent   float64 // standard deviation of the light
	GapSec           float64 // in steps more than 2.5 times the usual, over which movement cannot be seen
	LostPercent      float64 // of the frames of the test, with hardly a silhouette
	SaturatedPercent float64 // of the region
	Warnings         []string
}

// MinRateHz are the frames per second below which movement over LagSec is not seen: at
// 8 frames are 0.125 s apart, the nearest to LagSec; fewer compare the mouse with itself
// up to 0.25 s ago, which is more movement, and below 4 with nothing at all.
const MinRateHz = 8.0

// RateHz are the frames per second, by the usual step between two; 0 of fewer frames
// than two.
func (t Trace) RateHz() float64 {
	dt := step(t.Sec)
	if dt <= 0 {
		return 0
	}
	return 1 / dt
}

// shortPart is of the test, below which it is told that it is not whole.
const shortPart = 0.95

func quality(r Result, testSec float64) Quality {
	var q Quality
	t := r.Trace
	dt := step(t.Sec)
	var n, light, square, lost, saturated float64
	usualArea := quantile(t.Area, 0.6)
	for i, sec := range t.Sec {
		if r.States[i] == Outside {
			continue
		}
		n++
		light, square, saturated = light+t.Light[i], square+t.Light[i]*t.Light[i], saturated+t.Saturated[i]
		if t.Area[i] < presentPart*usualArea {
			lost++
		}
		if i > 0 && sec-t.Sec[i-1] > math.Max(2.5*dt, 1.5*LagSec) {
			q.GapSec += sec - t.Sec[i-1] - dt
		}
	}
	if n == 0 {
		q.Warnings = append(q.Warnings, "no frame of the test is in the film")
		return q
	}
	mean := light / n
	q.FlickerPercent = 100 * math.Sqrt(math.Max(0, square/n-mean*mean)) / math.Max(mean, 1e-9)
	q.LostPercent, q.SaturatedPercent = 100*lost/n, 100*saturated/n
	warn := func(bad bool, format string, args ...any) {
		if bad {
			q.Warnings = append(q.Warnings, fmt.Sprintf(format, args...))
		}
	}
	warn(q.FlickerPercent > 10, "the light varies by %.0f %%", q.FlickerPercent)
	warn(q.GapSec > 1, "%.1f s are missing between frames", q.GapSec)
	warn(q.LostPercent > 2, "the animal is lost in %.0f %% of the frames", q.LostPercent)
	warn(q.SaturatedPercent > 20, "%.0f %% of the region is overexposed", q.SaturatedPercent)
	warn(r.EndSec-r.StartSec < shortPart*testSec, "the film shows %.3g s of a test of %.3g s", r.EndSec-r.StartSec, testSec)
	warn(t.Place.EndSec > r.EndSec+dt, "the film ends at %.4g s, before the end that was told, %.4g s", r.EndSec, t.Place.EndSec)
	warn(t.RateHz() < MinRateHz, "%.3g frames per second are fewer than the %g that movement over %g s needs", t.RateHz(), MinRateHz, LagSec)
	return q
}
