package measure

import (
	"math"
	"strings"

	"respine/scored"
	"respine/study"
)

// preference is sucrose over all that was drunk, in per cent.
func preference(a animal, at []study.Hours) Value {
	if t := a.set.Rows("preference", a.id, at[0]); t != nil && a.reads("preference") {
		return Value{Sum: scored.Numbers(t, "preference_percent")[0], Of: 1, Counts: Counts{Items: 1}}
	}
	d, why := a.drunk(at[0])
	if why != "" {
		return undefined(why)
	}
	v := share(100*d.sucrose, d.all, "nothing was drunk")
	v.Counts.Items = d.bottles
	return v
}

// intake is all that was drunk in the half days without a leak, g.
func intake(a animal, at []study.Hours) Value {
	if t := a.set.Rows("preference", a.id, at[0]); t != nil && a.reads("preference") {
		if x := scored.Numbers(t, "intake_g"); x != nil && !math.IsNaN(x[0]) {
			return Value{Sum: x[0], Of: 1, Counts: Counts{Items: 1}}
		}
		return undefined("the total is not in the table (intake_g)")
	}
	d, why := a.drunk(at[0])
	if why != "" {
		return undefined(why)
	}
	return Value{Sum: d.all, Of: d.halves, Counts: Counts{Items: d.bottles}}
}

type drunk struct {
	sucrose, all, halves float64
	bottles              int
}

// drunk adds up what the scales show, less what blank bottles lost. A half day
// in which a bottle leaked is left out, both bottles of it.
func (a animal) drunk(at study.Hours) (drunk, string) {
	t := a.set.Rows("sucrose", a.id, at)
	if t == nil || !a.reads("sucrose") {
		if !a.set.Has("sucrose") {
			return drunk{}, "no row of that session in table preference"
		}
		return drunk{}, "no bottles weighed in that session"
	}
	bottle, lost, blank := scored.Text(t, "bottle"), scored.Numbers(t, "lost_g"), scored.Numbers(t, "blank_lost_g")
	half, leaks := scored.Text(t, "half"), scored.Truths(t, "leaked", false)
	of := func(i int) string {
		if half == nil {
			return ""
		}
		return half[i]
	}
	leaked, halves := map[string]bool{}, map[string]bool{}
	for i := range t.Len() {
		leaked[of(i)] = leaked[of(i)] || leaks[i]
	}
	var d drunk
	for i := range t.Len() {
		if leaked[of(i)] {
			continue
		}
		halves[of(i)] = true
		d.bottles++
		g := lost[i]
		if blank != nil && !math.IsNaN(blank[i]) {
			g -= blank[i]
		}
		g = math.Max(0, g)
		d.all += g
		if strings.EqualFold(strings.TrimSpace(bottle[i]), "sucrose") {
			d.sucrose += g
		}
	}
	d.halves = float64(len(halves))
	if d.bottles == 0 {
		return d, "a bottle leaked in every part of the session"
	}
	return d, ""
}
