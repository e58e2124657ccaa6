package photometry

import (
	"fmt"
	"math"
	"slices"
)

// Clock says how the recorder's clock stands to the film's:
//
//	recorder = OffsetSec + film (1 + DriftPPM·1e-6).
type Clock struct {
	How       string // pulses, one clock, or stated
	OffsetSec float64
	DriftPPM  float64
	// ErrorSec bounds how far a time may be off: the largest residual of a pulse,
	// half of how late a pulse may have been seen, and twice the standard error of
	// the line at the end of the pulses that is worse. NaN where it cannot be known.
	ErrorSec       float64
	ResidualSec    float64 // largest residual of a matched pulse
	ResidualSD     float64
	RecorderPulses int // seen by the recorder
	FilmPulses     int // and by the film
	Matched        int
	Unknown        string // why the clock, or its error, cannot be known
	Unchecked      string // what speaks against one clock that was declared and not compared, or could have been
}

// Film returns the time of the film at which the recorder's clock shows sec.
func (c Clock) Film(sec float64) float64 { return (sec - c.OffsetSec) / (1 + c.DriftPPM*1e-6) }

// Refused says why nothing is to be claimed around behaviour; "" if it may.
func (c Clock) Refused(p Params) string {
	p = p.orDefaults()
	switch {
	case c.Unknown != "":
		return c.Unknown
	case math.IsNaN(c.ErrorSec):
		return "the error of the clock is not known"
	case c.ErrorSec > p.MaxSyncSec:
		return fmt.Sprintf("the clocks of recorder and film may be %.3f s apart, more than %g s", c.ErrorSec, p.MaxSyncSec)
	}
	return ""
}

// OneClock is that of behaviour scored on the recorder's own clock. Where pulses
// were seen by both they must agree.
func OneClock() Clock { return Clock{How: "one clock"} }

// StatedClock is an offset somebody names; without pulses nobody knows its error.
func StatedClock(offsetSec float64) Clock {
	return Clock{How: "stated", OffsetSec: offsetSec, ErrorSec: nan, Unknown: "the offset between recorder and film was stated, not measured: no pulses were seen by both"}
}

// NoClock is that of a recording of which nothing is known.
func NoClock(start float64, why string) Clock {
	return Clock{How: "none", OffsetSec: start, ErrorSec: nan, Unknown: why}
}

// What two clocks may do.
const (
	mostDrift    = 2e-3 // of quartz with a large margin: 2000 ppm
	jitterSec    = 0.04 // between pulses, beside resolution: a frame of a film
	leastPulses  = 4
	leastMatched = 0.8 // of the pulses of the shorter train
	runnerUp     = 0.8 // another shift with so many matches makes the first one doubtful
)

// Synchronise finds the clock from the pulses that recorder and film both saw,
// rising edges each on its own clock; resolution is how late the recorder may see
// one, which on average is half of it. The trains may begin and end at
// different pulses and miss some. Matched are pulses whose intervals agree; the
// line through them is fitted by least squares. It is unknown where few match,
// where another shift matches nearly as many, as in trains of equal intervals,
// or where the drift is more than clocks have.
func Synchronise(recorder, film []float64, resolutionSec float64) Clock {
	c := Clock{How: "pulses", RecorderPulses: len(recorder), FilmPulses: len(film), ErrorSec: nan}
	if min(len(recorder), len(film)) < leastPulses {
		c.Unknown = fmt.Sprintf("%d pulses seen by the recorder and %d by the film are too few to know the clock", len(recorder), len(film))
		return c
	}
	best, second := align(recorder, film, resolutionSec)
	c.Matched = len(best.pairs)
	shorter := min(len(recorder), len(film))
	if float64(c.Matched) < math.Max(leastPulses, leastMatched*float64(shorter)) {
		c.Unknown = fmt.Sprintf("only %d of %d pulses agree between recorder and film: another session, a clock that jumped, or pulses that were lost", c.Matched, shorter)
	}
	c.fit(recorder, film, best.pairs, resolutionSec)
	switch {
	case c.Unknown != "":
	case float64(second.n) >= runnerUp*float64(c.Matched):
		c.Unknown = fmt.Sprintf("the pulses also agree when shifted by %.3g s: equal intervals cannot tell which pulse is which", second.offset-best.offset)
	case math.Abs(c.DriftPPM) > mostDrift*1e6:
		c.Unknown = fmt.Sprintf("a drift of %.0f ppm is more than clocks have", c.DriftPPM)
	}
	return c
}

// alignment is one way to pair pulses.
type alignment struct {
	pairs  [][2]int // recorder, film
	n      int
	offset float64
	spread float64 // of the offsets, to choose among alignments with as many pairs
}

// align tries pairs of pulses as the beginning and follows the trains from there
// both ways. It returns the best alignment, and the best of those with an offset
// of more than a pulse's uncertainty from it.
func align(recorder, film []float64, resolution float64) (best, second alignment) {
	const anchors = 24
	var all []alignment
	for k := range min(anchors, len(film)) {
		j := k * (len(film) - 1) / max(1, min(anchors, len(film))-1)
		for i := range recorder {
			a := follow(recorder, film, i, j, resolution)
			all = append(all, a)
			if a.n > best.n || a.n == best.n && a.spread < best.spread {
				best = a
			}
		}
	}
	apart := 2*(jitterSec+resolution) + mostDrift*(film[len(film)-1]-film[0])
	for _, a := range all {
		if math.Abs(a.offset-best.offset) > apart && a.n > second.n {
			second = a
		}
	}
	return best, second
}

// follow pairs pulses outward from a pair, each by its interval to the pair before.
func follow(recorder, film []float64, i, j int, resolution float64) alignment {
	a := alignment{pairs: [][2]int{{i, j}}}
	for _, way := range []int{1, -1} {
		li, lj := i, j
		ni := i + way
		for nj := j + way; nj >= 0 && nj < len(film); nj += way {
			want := film[nj] - film[lj]
			tolerance := jitterSec + resolution + mostDrift*math.Abs(want)
			for ni >= 0 && ni < len(recorder) && float64(way)*(recorder[ni]-recorder[li]-want) < -tolerance {
				ni += way
			}
			if ni >= 0 && ni < len(recorder) && math.Abs(recorder[ni]-recorder[li]-want) <= tolerance {
				a.pairs = append(a.pairs, [2]int{ni, nj})
				li, lj = ni, nj
				ni += way
			}
		}
	}
	slices.SortFunc(a.pairs, func(p, q [2]int) int { return p[1] - q[1] })
	offsets := make([]float64, len(a.pairs))
	for k, p := range a.pairs {
		offsets[k] = recorder[p[0]] - film[p[1]]
	}
	a.n, a.offset = len(a.pairs), median(offsets)
	a.spread = mad(offsets)
	return a
}

// fit draws the line through the pairs.
func (c *Clock) fit(recorder, film []float64, pairs [][2]int, resolution float64) {
	n := float64(len(pairs))
	var mx, my float64
	for _, p := range pairs {
		mx, my = mx+film[p[1]]/n, my+(recorder[p[0]]-resolution/2)/n
	}
	var sxx, sxy, rss float64
	for _, p := range pairs {
		x := film[p[1]] - mx
		sxx, sxy = sxx+x*x, sxy+x*(recorder[p[0]]-resolution/2-my)
	}
	slope := 1.0
	if sxx > 0 {
		slope = sxy / sxx
	}
	c.OffsetSec, c.DriftPPM = my-slope*mx, (slope-1)*1e6
	if n < 3 || sxx == 0 {
		return
	}
	far := 0.0
	for _, p := range pairs {
		r := recorder[p[0]] - resolution/2 - my - slope*(film[p[1]]-mx)
		rss += r * r
		c.ResidualSec = math.Max(c.ResidualSec, math.Abs(r))
		far = math.Max(far, math.Abs(film[p[1]]-mx))
	}
	c.ResidualSD = math.Sqrt(rss / (n - 2))
	c.ErrorSec = math.Max(c.ResidualSec, resolution/2) + 2*c.ResidualSD*math.Sqrt(1/n+far*far/sxx)
}

// Agrees compares a clock that was declared with the pulses, at both ends of a
// recording: where those tell another time than declared, by more than they can be
// wrong, the clock is unknown. Pulses that tell no clock contradict none.
func (c Clock) Agrees(pulses Clock, fromSec, toSec float64) Clock {
	c.RecorderPulses, c.FilmPulses, c.Matched = pulses.RecorderPulses, pulses.FilmPulses, pulses.Matched
	if pulses.Unknown != "" || math.IsNaN(pulses.ErrorSec) {
		c.Unchecked = "one clock is believed, not checked: " + pulses.Unknown
		return c
	}
	worst := 0.0
	for _, at := range []float64{fromSec, toSec} {
		if d := c.Film(at) - pulses.Film(at); math.Abs(d) > math.Abs(worst) {
			worst = d
		}
	}
	if math.Abs(worst) > pulses.ErrorSec+jitterSec {
		c.Unknown = fmt.Sprintf("the clock was said to be known, but the pulses tell a time that differs by %.3g s", worst)
		c.ErrorSec = math.Abs(worst)
	}
	return c
}

// mostBefore is how long before a recording behaviour on its own clock may begin: the
// time between switching on one and the other by hand. A film's clock begins at 0.
const mostBefore = 1.0

// Against looks at one clock that was declared and compared with no pulses: behaviour
// that begins long before the recording does is likely on the film's clock. Where the
// recording carries pulses as well, which are there to find that clock, it is unknown.
func (c Clock) Against(bouts []Bout, startSec float64) Clock {
	if c.How != OneClock().How || c.Matched > 0 || len(bouts) == 0 || startSec-bouts[0].FromSec <= mostBefore {
		return c
	}
	why := fmt.Sprintf("bouts begin at %.4g s, the recording at %.4g s: times from the start of a film are not on this clock", bouts[0].FromSec, startSec)
	if c.Unchecked != "" {
		why = c.Unchecked + "; " + why
		c.Unknown, c.ErrorSec = why, nan
	}
	c.Unchecked = why
	return c
}
