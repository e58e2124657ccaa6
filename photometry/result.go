package photometry

import (
	"fmt"
	"math/rand/v2"
)

// Result is everything measured of a set of sessions.
type Result struct {
	Params   Params
	Sessions []Session
	Events   [][]Found // of each session, a value a course
	Around   []PeriEvent
	Foretold Foretold
	// Doubts says of each session why its channels look exchanged, "" where they do not.
	Doubts []string
	// Refused says why nothing is claimed around behaviour; "" where something may be.
	Refused string
}

// Found is the transients of one course of one session, on the recorder's clock.
type Found struct {
	Pipeline string
	All      []Transient // by the noise rule
	ByMAD    []Transient // by the two-step MAD
	DFF      []float64
	// Likeness is the correlation with the first pipeline, Shared the share of its
	// transients that the first has too, and that of the first that it has.
	Likeness           float64
	Shared, SharedBack float64
}

// Analyse measures sessions that were processed and joined to their behaviour. The
// same seed gives the same result.
func Analyse(all []Session, p Params, rng *rand.Rand) Result {
	p = p.orDefaults()
	out := Result{Params: p, Sessions: all}
	for _, s := range all {
		events := found(s.Data, p)
		n := map[string]int{}
		for _, f := range events {
			n[f.Pipeline] = len(f.All)
		}
		out.Events = append(out.Events, events)
		out.Doubts = append(out.Doubts, s.Data.exchanged(n[SignalOnly], n[s.Data.Control.Pipeline]))
	}
	good, bad, why := Usable(all, p)
	use := good
	switch {
	case len(good)+len(bad) == 0:
		out.Refused = "no behaviour was given"
	case len(good) == 0:
		use, out.Refused = bad, why[0]
		if n := len(distinct(why)); n > 1 {
			out.Refused = fmt.Sprintf("%s (and %d other reasons)", why[0], n-1)
		}
	}
	if len(use) > 0 {
		for _, pipeline := range pipelinesOf(use) {
			out.Around = append(out.Around, PeriEvents(use, pipeline, p, rng))
		}
	}
	out.Foretold = Foretell(all, p, rng)
	return out
}

// pipelinesOf are those of the first session, and the control.
func pipelinesOf(all []Session) []string {
	var out []string
	for _, d := range all[0].Data.All {
		out = append(out, d.Pipeline)
	}
	if all[0].Data.Control.Pipeline != "" {
		out = append(out, all[0].Data.Control.Pipeline)
	}
	return out
}

// found looks for transients in every course, and in the control.
func found(d Processed, p Params) []Found {
	courses := append([]DFF(nil), d.All...)
	if d.Control.Pipeline != "" {
		courses = append(courses, d.Control)
	}
	var out []Found
	for _, c := range courses {
		f := Found{Pipeline: c.Pipeline, DFF: c.Smooth}
		f.All = Rises(c.Smooth, c.NoiseMAD, d.Trace.StartSec, d.Trace.RateHz, p)
		f.ByMAD = Transients(c.Smooth, d.Trace.StartSec, d.Trace.RateHz, p)
		f.Likeness = correlation(c.Smooth, d.All[0].Smooth)
		if len(out) > 0 {
			f.Shared, f.SharedBack = Overlap(f.All, out[0].All, 0), Overlap(out[0].All, f.All, 0)
		} else {
			f.Shared, f.SharedBack = 1, 1
		}
		out = append(out, f)
	}
	return out
}

// Overlap is the share of one list of transients that go with one of another, each
// with one: two go together where the times from onset to peak, widened by slack
// seconds, overlap. Both lists are in the order of time. It is NaN of an empty list.
func Overlap(of, with []Transient, slack float64) float64 {
	if len(of) == 0 {
		return nan
	}
	return float64(len(Pairs(of, with, slack))) / float64(len(of))
}

// Pairs returns which transients of two lists go together, as Overlap says.
func Pairs(a, b []Transient, slack float64) [][2]int {
	var out [][2]int
	j := 0
	for i, t := range a {
		for j < len(b) && b[j].PeakSec+slack < t.OnsetSec {
			j++
		}
		if j < len(b) && b[j].OnsetSec <= t.PeakSec+slack {
			out = append(out, [2]int{i, j})
			j++
		}
	}
	return out
}
