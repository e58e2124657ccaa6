package ensemble

import (
	"math"
	"math/rand/v2"
	"slices"
)

// RecurParams says how recurrence is tested. The zero RecurParams means the defaults.
type RecurParams struct {
	Surrogates int     // default 1000
	Alpha      float64 // of any pair of unrelated events being linked; default 0.05
}

// EventPair is two events of a session and the cells that joined both.
type EventPair struct {
	A, B   int     // as numbered in Result.Events, A before B
	Shared int     // cells in both
	Chance float64 // mean of surrogates
	Z      float64 // Shared less Chance, over the SD of surrogates; 0 where they do not vary
	P      float64 // corrected: share of surrogates in which any pair reaches Z
}

// Recurrence is whether the same cells come back from event to event.
type Recurrence struct {
	Pairs        []EventPair
	P            float64 // of all pairs together: share of surrogates with as large a sum of Shared^2
	Groups       []int   // per event: number of its group, from 0 in order of time; -1 for none
	Undetermined string  // why nothing could be said, if so
}

// Recur tests whether events of a session have more cells in common than the
// number of events that each cell joins, and the number of cells that each event
// has, make likely. Surrogates keep both exactly and swap which cells join which
// event: trades between pairs of events, which in the long run visit every such
// matrix equally often (curveball: Strona et al. 2014, doi 10.1038/ncomms5114;
// Carstens 2015, doi 10.1103/PhysRevE.91.042812).
//
// A pair of events is linked where its P is at most Alpha. P is corrected for all
// pairs by the largest Z of each surrogate (Westfall and Young 1993). Groups are the
// events that links hold together: an event in which two ensembles took part joins
// their groups.
//
// What it cannot see: one ensemble alone. If the same cells join every event, then
// every matrix with these sums looks like it, and P is 1; that they join more than
// their rates have it is what Members tests. It takes two different groups of
// participants, or events apart from them, to show that either comes back.
func Recur(res Result, p RecurParams, rng *rand.Rand) Recurrence {
	if p.Surrogates == 0 {
		p.Surrogates = 1000
	}
	if p.Alpha == 0 {
		p.Alpha = 0.05
	}
	out := Recurrence{P: math.NaN(), Groups: slices.Repeat([]int{-1}, len(res.Events))}
	switch {
	case res.Undetermined != "":
		out.Undetermined = res.Undetermined
	case len(res.Events) < 3:
		out.Undetermined = "fewer than three events"
	}
	if out.Undetermined != "" {
		return out
	}
	seen := newMembership(res.Events, res.Cells)
	null := seen.play(p.Surrogates, [2]uint64{rng.Uint64(), rng.Uint64()})
	out.Pairs, out.P = null.pairs(seen), null.p
	out.link(p.Alpha)
	return out
}

// link numbers the groups of events.
func (r *Recurrence) link(alpha float64) {
	of := make([]int, len(r.Groups)) // the first event of the group, as far as known
	for i := range of {
		of[i] = i
	}
	for _, v := range r.Pairs { // pairs come by their first event
		if a, b := of[v.A], of[v.B]; v.P <= alpha && a != b {
			for i := range of {
				if of[i] == max(a, b) {
					of[i] = min(a, b)
				}
			}
		}
	}
	size := make([]int, len(of))
	for _, first := range of {
		size[first]++
	}
	number := map[int]int{}
	for i, first := range of {
		if size[first] < 2 {
			continue
		}
		if _, is := number[first]; !is {
			number[first] = len(number)
		}
		r.Groups[i] = number[first]
	}
}

// Count returns how many groups there are.
func (r Recurrence) Count() int {
	if len(r.Groups) == 0 {
		return 0
	}
	return slices.Max(r.Groups) + 1
}
