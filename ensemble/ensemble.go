// Package ensemble finds moments at which more cells become active together
// than their own rates make likely, from the onsets of each cell, against
// surrogates that keep each cell's onsets and move them against each other
// (circular shift or jitter).
//
// Times are frames, rates are per minute of usable frames. n(t) is the number
// of cells with an onset in the window of frames [t, t+w); windows that reach
// into a bad frame or over a break are not looked at, in the recording and in
// surrogates alike. The threshold is a quantile of the maximum of n(t) over the
// session, so that a session of independent cells has an event at all with
// probability alpha.
//
// What it cannot see: why cells are active together. Motion, neuropil shared by
// neighbours and the state of the animal do it too; the jitter null keeps what
// is slower than its reach, the circular shift keeps none of it. Order within a
// window is not looked at.
package ensemble

import (
	"math"
	"math/rand/v2"
)

// Raster is when each cell of a session became active.
type Raster struct {
	Onsets [][]int // per cell: frames in increasing order
	Frames int
	RateHz float64
	Bad    []bool // per frame; nil where all are usable
	Breaks []int  // first frames of later epochs, between which nothing is shifted
}

// Null names what surrogates keep.
type Null int

// The two nulls.
const (
	CircularShift Null = iota // each cell's train turned within each epoch: keeps rates and intervals
	Jitter                    // each onset moved by up to JitterSec: keeps what is slower too
)

func (n Null) String() string { return [...]string{"circular shift", "jitter"}[n] }

// Params says what counts as an event. The zero Params means the defaults.
type Params struct {
	WindowSec    float64 // default 0.3: about one rise time of GCaMP6
	Null         Null
	Surrogates   int     // default 1000
	Alpha        float64 // of a false event anywhere in the session; default 0.05
	JitterSec    float64 // default 3
	LeastShift   float64 // seconds a train is turned at least; default 12: ten decays of GCaMP6s
	GapSec       float64 // events closer than this are one; default WindowSec
	PooledAtOnly float64 // see UncorrectedPercentile
}

// UncorrectedPercentile is the threshold of much of the literature: this
// percentile (95, 99, 99.9) of n(t) pooled over frames and surrogates. It is
// not corrected for looking at thousands of frames: independent cells have
// many events under it. It is here to compare with and to read older work.
func UncorrectedPercentile(percentile float64) Params { return Params{PooledAtOnly: percentile} }

func (p Params) orDefaults() Params {
	for _, f := range []struct {
		value    *float64
		standard float64
	}{{&p.WindowSec, 0.3}, {&p.Alpha, 0.05}, {&p.JitterSec, 3}, {&p.LeastShift, 12}} {
		if *f.value == 0 {
			*f.value = f.standard
		}
	}
	if p.GapSec == 0 {
		p.GapSec = p.WindowSec
	}
	if p.Surrogates == 0 {
		p.Surrogates = 1000
	}
	return p
}

// Event is a stretch in which enough cells became active together.
type Event struct {
	Start, End  int // frames Start:End, from the first onset to the last
	Peak        int // most cells within one window
	PeakFrame   int // of the first onset in that window
	Cells       []int
	ChanceCells float64 // expected from rates alone in the stretch that was looked at, windows included
}

// Result is the events of a session and what chance makes of the same cells.
type Result struct {
	Events       []Event
	Threshold    int // cells within a window
	Cells        int // of the raster
	Active       int // with an onset in a usable frame
	UsableMin    float64
	ChancePerMin float64  // events per minute of surrogates, at the same threshold
	ChanceSD     float64  // its SD over surrogates
	P            float64  // of the largest n(t): share of surrogates that reach it
	Interval     Interval // of ExcessPerMin
	Synchrony    Synchrony
	Params       Params
	Undetermined string // why nothing could be said, if so
}

// Find returns the synchronous events of a session.
func Find(r Raster, p Params, rng *rand.Rand) Result {
	p = p.orDefaults()
	ax := newAxis(r, p)
	out := Result{Cells: len(r.Onsets), Params: p, UsableMin: ax.minutes(), Active: ax.active()}
	if out.Undetermined = ax.lacking(out.Active); out.Undetermined != "" {
		return out
	}
	seen := ax.count(ax.trains)
	null := ax.play(p, rng)
	out.Threshold = null.threshold(p)
	out.P = null.reach(largest(seen))
	out.Synchrony = null.synchrony(ax, seen)
	out.Events = ax.events(seen, out.Threshold)
	out.ChancePerMin, out.ChanceSD = null.rate(ax, out.Threshold, p)
	out.Interval = ax.eventInterval(out.Events, out.ChancePerMin)
	return out
}

// RatePerMin is events per minute of usable frames.
func (r Result) RatePerMin() float64 { return float64(len(r.Events)) / r.UsableMin }

// ExcessPerMin is that rate less the one of surrogates.
func (r Result) ExcessPerMin() float64 { return r.RatePerMin() - r.ChancePerMin }

// Z is the excess over the SD of surrogates; NaN where no two of them differ.
func (r Result) Z() float64 {
	if r.ChanceSD == 0 {
		return math.NaN()
	}
	return r.ExcessPerMin() / r.ChanceSD
}

// Participation is the share of the active cells in an event.
func (r Result) Participation(e Event) float64 { return float64(len(e.Cells)) / float64(r.Active) }
