package sucrose

import (
	"fmt"
	"math"
	"slices"
)

// blanks is what bottles lose in cages without a mouse.
type blanks struct {
	weights []Weight
	perDay  float64 // where there are none
	leaks   int
}

// blankLeakG is what a bottle without a mouse loses in a day at most without a
// leak: five times what Tordoff & Bachmanov 2003 find in two days, and a scale that
// shows 0.1 g.
const blankLeakG = 1

// blanksOf gathers the weights of cages without a mouse, leaks left out.
func blanksOf(all []Weight, p Params) blanks {
	b := blanks{perDay: p.EvaporationGPerDay}
	for _, w := range all {
		switch {
		case w.Animal != "":
		case w.Leaked || w.LostG > blankLeakG*math.Max(1, days(w)) || w.Exclude != "":
			b.leaks++
		default:
			b.weights = append(b.weights, w)
		}
	}
	return b
}

// days is how long a bottle hung; 1 if nobody wrote it down.
func days(w Weight) float64 {
	if math.IsNaN(w.Hours) || w.Hours <= 0 {
		return 1
	}
	return w.Hours / 24
}

// of is what a bottle without a mouse loses while this one hangs: the mean of all
// that hung as long in the same session, else in any. A single reading is no better
// than the step of the scale, and what a bottle drips when it is hung does not grow
// with the hours, so that periods of another length are only taken, by the hour,
// where there are none of this.
func (b blanks) of(w Weight) float64 {
	alike := func(v Weight) bool { return math.Abs(days(v)-days(w)) <= 0.1*days(w) }
	for _, fits := range []func(Weight) bool{
		func(v Weight) bool { return v.Session == w.Session && alike(v) },
		alike,
	} {
		sum, n := 0.0, 0.0
		for _, v := range b.weights {
			if fits(v) {
				sum, n = sum+v.LostG, n+1
			}
		}
		if n > 0 {
			return math.Max(0, sum/n)
		}
	}
	sum, over := 0.0, 0.0
	for _, v := range b.weights {
		sum, over = sum+v.LostG, over+days(v)
	}
	switch {
	case over > 0:
		return math.Max(0, sum/over*days(w))
	case b.perDay > 0:
		return b.perDay * days(w)
	}
	return math.NaN()
}

// warnings tells what is doubtful about the correction.
func (b blanks) warnings(bottles []Bottle) []string {
	var out []string
	if b.leaks > 0 {
		out = append(out, fmt.Sprintf("%d bottles of cages without a mouse leaked, or lost more than %g g a day: left out", b.leaks, float64(blankLeakG)))
	}
	if slices.ContainsFunc(bottles, func(v Bottle) bool { return math.IsNaN(v.BlankG) }) {
		out = append(out, "no cage without a mouse was weighed: what evaporates and drips counts as drunk, and draws every preference towards 50 %")
	}
	return out
}
