package measure

import (
	"strconv"

	"respine/study"
	"respine/turnover"
)

// elimination is lost over standing, over all branches, with a row per branch.
func elimination(a animal, at []study.Hours) Value {
	return a.change(at, func(v turnover.Interval) (float64, float64) { return float64(v.Lost), float64(v.NA) },
		func(c turnover.Corrected) float64 { return c.Lost.Moment })
}

// formation is new over standing before.
func formation(a animal, at []study.Hours) Value {
	return a.change(at, func(v turnover.Interval) (float64, float64) { return float64(v.Gained), float64(v.NA) },
		func(c turnover.Corrected) float64 { return c.Gained.Moment })
}

// change measures one interval. Corrected are the moment equations of
// turnover.Correct as they stand, also where they overshoot zero: cut off, their
// mean over animals would not be right.
func (a animal) change(at []study.Hours, of func(turnover.Interval) (float64, float64), corrected func(turnover.Corrected) float64) Value {
	v := a.see()
	p, why := v.pick(at, a.how.Reading)
	if why != "" {
		return undefined(why)
	}
	total := turnover.Interval{CommonUm: v.pathUm()}
	out := Value{}
	for _, one := range byBranch(p) {
		total.Kept, total.Lost, total.Gained = total.Kept+one.Kept, total.Lost+one.Lost, total.Gained+one.Gained
		y, n := of(one)
		if b := v.branches[one.Branch]; n > 0 || y > 0 { // new spines where none stood
			out.Rows = append(out.Rows, Row{Cell: b.cell, Branch: b.id, Y: y, Of: n})
		}
	}
	total.NA, total.NB = total.Kept+total.Lost, total.Kept+total.Gained
	out.Sum, out.Of = of(total)
	out.Counts = v.counts(p)
	if out.Of == 0 {
		return undefined("no spine stood")
	}
	if a.how.Reading == Corrected {
		e, why := a.errors()
		if why != "" {
			return undefined(why)
		}
		if e.FalsePerUm > 0 && total.CommonUm == 0 {
			return undefined(noLength)
		}
		c := turnover.Correct(total, e)
		out.Sum, out.Of = corrected(c), c.NA.Moment
		if !(out.Of > 0) {
			return undefined("the stated errors explain all that was seen")
		}
	}
	return out
}

// byBranch counts the only interval of a table of two sessions, branch by branch
// in rising order.
func byBranch(p turnover.Presence) []turnover.Interval {
	of := map[int]int{}
	var out []turnover.Interval
	for _, s := range p.Sites { // sorted by branch
		a, b := s.States[0], s.States[1]
		if a == turnover.NotJudgeable || b == turnover.NotJudgeable {
			continue
		}
		i, known := of[s.Branch]
		if !known {
			i = len(out)
			of[s.Branch] = i
			out = append(out, turnover.Interval{Branch: s.Branch})
		}
		v := &out[i]
		switch {
		case a == turnover.Present && b == turnover.Present:
			v.Kept++
		case a == turnover.Present:
			v.Lost++
		case b == turnover.Present:
			v.Gained++
		}
		v.NA, v.NB = v.Kept+v.Lost, v.Kept+v.Gained
	}
	return out
}

// pattern counts the sites that show some states, P present and A absent, in the
// order of the table; other sites do not match.
func pattern(p turnover.Presence, states string) float64 {
	n := 0.0
	for _, s := range p.Sites {
		if matches(s, states) {
			n++
		}
	}
	return n
}

func matches(s turnover.Site, states string) bool {
	for t, want := range states {
		switch {
		case want == 'P' && s.States[t] != turnover.Present, want == 'A' && s.States[t] != turnover.Absent:
			return false
		case want != 'P' && want != 'A':
			panic("measure: pattern " + strconv.Quote(states))
		}
	}
	return true
}
