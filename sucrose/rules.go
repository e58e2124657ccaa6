package sucrose

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// scaleG is how far a scale may err: a bottle that gains no more than this has lost
// nothing. Scales of animal rooms show 0.1 g.
const scaleG = 0.15

// mostTold is how many contradictions are told.
const mostTold = 8

// contradictions finds rows that cannot both be true. Hints are those of the first.
func contradictions(weights []Weight) error {
	var found []string
	tell := func(line int, format string, args ...any) {
		found = append(found, fmt.Sprintf("line %d: ", line)+fmt.Sprintf(format, args...))
	}
	type period struct{ animal, session, period string }
	first := map[period]Weight{}
	count := map[period]int{}
	for _, w := range weights {
		if w.Animal == "" {
			continue
		}
		k := period{w.Animal, w.Session, w.Period}
		other, second := first[k]
		count[k]++
		switch {
		case !second:
			first[k] = w
		case count[k] > 2:
			tell(w.Line, "a third bottle of period %s; the first is on line %d\nhint: give every pair of bottles a period of its own", w.Period, other.Line)
		case w.Content == Sucrose && other.Content == Sucrose:
			tell(w.Line, "sucrose in both bottles of period %s; the other is on line %d\nhint: one of the two held water", w.Period, other.Line)
		case w.Side != Unknown && w.Side == other.Side:
			tell(w.Line, "both bottles of period %s hung on the %s; the other is on line %d\nhint: one of the two hung on the other side", w.Period, w.Side, other.Line)
		}
	}
	if more := len(found) - mostTold; more > 0 {
		found = append(found[:mostTold], fmt.Sprintf("and %d more like these", more))
	}
	if found == nil {
		return nil
	}
	return errors.New(strings.Join(found, "\n"))
}

// leaveOut applies the rules to periods: both bottles of one that does not count
// are left out, each with the reason.
func (r *Result) leaveOut() {
	for i := range r.Bottles {
		b := &r.Bottles[i]
		limit := r.Params.MaxGPerDay * math.Max(1, b.Hours/24)
		if math.IsNaN(limit) {
			limit = r.Params.MaxGPerDay
		}
		b.Leak = b.Leaked || b.LostG > limit
		switch {
		case b.Exclude != "":
			r.period(i, "noted", b.Exclude)
		case b.Leaked:
			r.period(i, "leak", "a leak was noted")
		case b.Leak:
			r.period(i, "leak", fmt.Sprintf("a bottle lost %.1f g, above %g g", b.LostG, limit))
		case r.pair(i) < 0:
			r.period(i, "pair", "only one bottle was weighed")
		case b.Content == Water && r.Bottles[r.pair(i)].Content == Water && !r.habituation(sessionKey{b.Animal, b.Session}):
			r.period(i, "sucrose", "both bottles held water")
		}
		if e := r.exchanged(i); e >= 0 {
			r.period(i, "exchanged", fmt.Sprintf("the bottles look exchanged: it begins as heavy as the %s ended the period before", r.Bottles[e].Content))
		}
	}
}

// period leaves the period of a bottle out.
func (r *Result) period(i int, rule, reason string) {
	b := r.Bottles[i]
	told := false
	for k := range r.Bottles {
		o := &r.Bottles[k]
		if o.Animal == b.Animal && o.Session == b.Session && o.Period == b.Period {
			told = told || o.Reason != ""
			if o.Reason == "" {
				o.Reason = reason
			}
		}
	}
	if !told {
		r.Excluded = append(r.Excluded, Exclusion{b.Animal, b.Session, b.Period, rule, reason})
	}
}

// pair is the other bottle of the same period, -1 for none.
func (r Result) pair(i int) int {
	b := r.Bottles[i]
	for k, o := range r.Bottles {
		if k != i && o.Animal == b.Animal && o.Session == b.Session && o.Period == b.Period {
			return k
		}
	}
	return -1
}

// exchanged finds the bottle of the other content that ended the period before as
// heavy as this one begins, where its own ended otherwise: who wrote the weights
// down, or hung the bottles, took one for the other. Bottles filled anew are
// heavier than either.
func (r Result) exchanged(i int) int {
	b := r.Bottles[i]
	own, other := r.before(i, b.Content), r.before(i, Water+Sucrose-b.Content)
	if own < 0 || other < 0 || r.Bottles[own].Period != r.Bottles[other].Period {
		return -1
	}
	near := func(k int) bool { return math.Abs(r.Bottles[k].EndG-b.StartG) <= 2*scaleG }
	const apartG = 1 // ends that are nearer are no evidence
	if near(other) && !near(own) && math.Abs(r.Bottles[own].EndG-r.Bottles[other].EndG) > apartG {
		return other
	}
	return -1
}

// before is the bottle of a content in the period before that of bottle i, -1 if
// there is none.
func (r Result) before(i int, c Content) int {
	b := r.Bottles[i]
	found := -1
	for k := range i {
		o := r.Bottles[k]
		if o.Animal == b.Animal && o.Session == b.Session && o.Period != b.Period && o.Content == c {
			found = k
		}
	}
	return found
}
