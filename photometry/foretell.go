package photometry

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"respine/stats"
)

// Verdict is what may be said.
type Verdict string

// The verdicts.
const (
	Supported    Verdict = "supported"
	NotSupported Verdict = "not supported"
	Undetermined Verdict = "undetermined"
	Refused      Verdict = "refused"
)

// Foretold is the claim that calcium in immobility tells of the struggle to come,
// with all that could undo it.
type Foretold struct {
	Pipelines []Prediction // the reported one first
	Control   Prediction   // of the control channel without bleaching
	Motion    Prediction   // of the animal's own movement, if it was measured
	Reverse   Prediction   // struggling tells of a transient
	Verdict   Verdict
	Because   []string
	Exploring bool // the clocks were refused: numbers to look at, no evidence
}

// leastAnimals may carry a statement about animals.
const leastAnimals = 3

// tooFewAnimals is what is said of fewer.
const tooFewAnimals = " animals with enough struggles, fewer than"

// alpha is the level of tests.
const alpha = 0.05

// Foretell asks whether dF/F tells of struggles. Sessions whose clock is refused
// are not asked, unless all are: then the numbers are given as exploring and the
// verdict is refused.
//
// It is supported where, in every pipeline, the AUC between animals lies above
// one half with its interval, the session permutation at the lag named
// beforehand is below 0.05, and the control channel does not predict as well.
// Struggling that tells of transients as well is said, and takes nothing away:
// both may be. Where chance could not have been excluded, with few animals or
// sessions, it is undetermined.
func Foretell(all []Session, p Params, rng *rand.Rand) Foretold {
	p = p.orDefaults()
	good, bad, why := Usable(all, p)
	out := Foretold{}
	use := good
	if len(good) == 0 {
		use, out.Exploring = bad, true
	}
	if len(use) == 0 {
		out.Verdict, out.Because = Undetermined, []string{"no session has behaviour"}
		return out
	}
	names := animals(use)
	delay := LowpassDelaySec(p.LowpassHz)
	of := func(pipeline string) func(Session, bins) []float64 {
		return func(s Session, b bins) []float64 {
			if d := s.Data.dff(pipeline); d != nil {
				return b.course(s, d.Causal)
			}
			return nil
		}
	}
	for _, d := range use[0].Data.All {
		out.Pipelines = append(out.Pipelines, predict(d.Pipeline, names, series(use, p, of(d.Pipeline)), delay, p, rng))
	}
	out.Control = absent("control", "there is no control channel")
	if control := series(use, p, of("control")); len(control) > 0 {
		out.Control = predict("control", names, control, delay, p, rng)
	}
	out.Motion = absent("motion", "movement was not measured")
	if moved := series(use, p, movement); len(moved) > 0 {
		out.Motion = predict("motion", names, moved, 0, p, rng)
	}
	out.Reverse = predict("struggling", names, reversed(use, p, out.Pipelines[0].Course), 0, p, rng)
	out.Verdict, out.Because = out.judge()
	out.mind(good, bad, why)
	if out.Exploring {
		out.Verdict, out.Because = Refused, distinct(why)
	}
	return out
}

// mind names the sessions that were not asked where nothing is determined without
// them, and those whose clock is believed.
func (f *Foretold) mind(good, bad []Session, refused []string) {
	if f.Verdict == Undetermined && len(refused) > 0 {
		first := fmt.Sprintf("%d of %d sessions are refused: %s", len(refused), len(refused)+len(good), strings.Join(distinct(refused), "; "))
		if len(animals(slices.Concat(good, bad))) >= leastAnimals { // with them there would have been enough
			f.Because = slices.DeleteFunc(f.Because, func(s string) bool { return strings.Contains(s, tooFewAnimals) })
		}
		f.Because = append([]string{first}, f.Because...)
	}
	n := 0
	for _, s := range good {
		if s.Clock.Unchecked != "" {
			n++
		}
	}
	if n > 0 {
		f.Because = append(f.Because, fmt.Sprintf("the clock of %d of %d sessions is believed, not checked", n, len(good)))
	}
}

func absent(course, why string) Prediction {
	return Prediction{Course: course, LagSec: nan, LeadSec: nan, HazardLagSec: nan, Undetermined: why}
}

// movement is how much the animal moved, nil if it was not measured; bins beside a gap
// in its times are NaN.
func movement(s Session, b bins) []float64 {
	if s.Motion == nil {
		return nil
	}
	first, last, period := s.Motion.Sec[0], s.Motion.Sec[len(s.Motion.Sec)-1], usualStep(s.Motion.Sec)
	even := s.Motion.onGrid(first, period, int((last-first)/period+1e-6)+1)
	return b.course(Session{Data: Processed{Trace: Trace{StartSec: first, RateHz: 1 / period}}}, even)
}

func distinct(x []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, v := range x {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// judge says what the predictions support.
func (f Foretold) judge() (Verdict, []string) {
	var against, open []string
	for _, q := range f.Pipelines {
		if q.Course == SignalOnly && len(f.Pipelines) > 1 {
			continue // shown for comparison: movement is in it
		}
		no, unknown := q.doubts()
		against, open = append(against, no...), append(open, unknown...)
	}
	if why := f.asGood(); why != "" {
		against = append(against, why)
	}
	switch {
	case len(open) > 0:
		return Undetermined, distinct(append(open, against...))
	case len(against) > 0:
		return NotSupported, distinct(against)
	}
	return Supported, nil
}

// doubts are what speaks against a prediction, and what leaves it open.
func (q Prediction) doubts() (against, open []string) {
	n := 0
	for _, a := range q.Per {
		if a.Left == "" {
			n++
		}
	}
	switch {
	case q.Undetermined != "":
		return nil, []string{q.Course + ": " + q.Undetermined}
	case n < leastAnimals:
		return nil, []string{fmt.Sprintf("%s: %d%s %d", q.Course, n, tooFewAnimals, leastAnimals)}
	case q.AUC.Undetermined != "":
		return nil, []string{q.Course + ": " + q.AUC.Undetermined}
	case q.AUC.Interval.Lo <= 0.5:
		against = append(against, fmt.Sprintf("%s: AUC %.3f, 95 %% interval %.3f to %.3f, does not exclude 0.5", q.Course, q.AUC.Estimate, q.AUC.Interval.Lo, q.AUC.Interval.Hi))
	}
	switch s := q.Permutation; {
	case s.Undetermined != "":
		open = append(open, q.Course+": "+s.Undetermined)
	case s.MinimumP >= alpha:
		open = append(open, fmt.Sprintf("%s: %d sessions permit no p below %.3f", q.Course, q.Sessions, s.MinimumP))
	case s.P >= alpha:
		against = append(against, fmt.Sprintf("%s: no more than with the signals of other sessions, p %.3f", q.Course, s.P))
	}
	return against, open
}

// asGood says that a course without calcium predicts as well as calcium: its AUC
// lies above one half with its interval, and is not below that of dF/F in pairs of
// animals.
func (f Foretold) asGood() string {
	var as []string
	for _, q := range []Prediction{f.Control, f.Motion} {
		if q.Undetermined != "" || q.AUC.Undetermined != "" || q.AUC.Interval.Lo <= 0.5 {
			continue
		}
		var d []float64
		for i, a := range q.Per {
			if b := f.Pipelines[0].Per[i]; a.Left == "" && b.Left == "" {
				d = append(d, b.AUC.Estimate-a.AUC.Estimate)
			}
		}
		if t := stats.OneSample(d, stats.DefaultConfidence); t.Undetermined != "" || t.Interval.Lo <= 0 {
			as = append(as, fmt.Sprintf("the %s predicts too, AUC %.3f, and calcium not surely better", q.Course, q.AUC.Estimate))
		}
	}
	return strings.Join(as, "; ")
}
