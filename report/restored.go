package report

import (
	"fmt"
	"math"
)

// restored asks whether new spines stand where others were lost more often
// than chance would have it.
func restored(s source, radiusUm float64) []block {
	r, why := s.find(restoredNames(), "session_from", "session_to", "new", "lost_before", "restored")
	if why != "" {
		return []block{missing(why)}
	}
	if r.Len() == 0 {
		return []block{missing("Restored spines need three sessions: one interval to lose spines in, and the next to form new ones.")}
	}
	out := []block{paragraph(fmt.Sprintf("A new spine counts as restored when it stands nearer than %s µm along the same branch to a spine lost in the interval before, "+
		"one to one. By chance alone some would; p is the share of random placements that restore at least as many.", digits(radiusUm, 3)))}
	for i := range r.Len() {
		out = append(out, block{Finding: restoredSentence(s, r, i, radiusUm)})
	}
	charts := s.restoredCharts(r, radiusUm)
	if len(charts) > 0 {
		out = append(out, block{Charts: charts})
	} else {
		out = append(out, missing("No sweep over radii was given, or it found nothing to place."))
	}
	return append(out, block{Grid: restoredGrid(s, r)}, paragraph("No chance computed here knows the errors of the scoring: "+
		"a spine missed once is a loss and then a restored spine at its own place. Read this beside the errors below, look at the pictures, and prefer confirmed events."))
}

// restoredSentence says in plain words what one interval shows.
func restoredSentence(s source, r rows, i int, radiusUm float64) string {
	to := s.session(r.count("session_to", i))
	fresh, again := r.count("new", i), r.count("restored", i)
	few := fresh < LeastForPercent
	if fresh <= 0 {
		return fmt.Sprintf("On %s there were no new spines.", to)
	}
	if r.count("lost_before", i) == 0 {
		return fmt.Sprintf("On %s there were %s, but none had been lost in the interval before: nothing to restore.", to, plural(fresh, "new spine", "new spines"))
	}
	out := fmt.Sprintf("On %s, %d of %s", to, again, plural(fresh, "new spine", "new spines"))
	if !few {
		out += " (" + percent(float64(again)/float64(fresh))
		if v := span(r.number("fraction_of_new_lo", i), r.number("fraction_of_new_hi", i)); v != "" {
			out += ", 95 % interval " + v
		}
		out += ")"
	}
	out += fmt.Sprintf(" stood nearer than %s µm to one of %s.", digits(radiusUm, 3), plural(r.count("lost_before", i), "spine lost before", "spines lost before"))
	out += s.missedOnce(r.count("session_to", i), fresh, again)
	chance := r.number("chance_uniform", i)
	if math.IsNaN(chance) {
		why := r.text("undefined", i)
		if why == "" {
			why = "it was not computed"
		}
		return out + " What chance would give is not known: " + why + "."
	}
	lo, hi := r.number("chance_uniform_lo", i), r.number("chance_uniform_hi", i)
	middle := span(lo, hi)
	if few {
		n := float64(fresh)
		out += fmt.Sprintf(" Chance alone would give %s of the %d", digits(chance*n, 2), fresh)
		if middle != "" {
			middle = fmt.Sprintf("%.0f to %.0f", lo*n, hi*n)
		}
	} else {
		out += fmt.Sprintf(" Chance alone would give %s", percent(chance))
	}
	if middle != "" {
		out += " (" + middle + " in 95 % of random placements)"
	}
	return out + ". " + verdict(r.number("p_uniform", i), r.number("p_avoiding", i))
}

// SamePlaceUm is how near to a lost place, on its side of the shaft, a restored
// spine most likely is the same spine, missed in one session: places of one
// spine on two days scatter by about this much along the branch.
const SamePlaceUm = 0.2

// missedOnce says how many of the restored spines would look the same if a
// spine had been missed once, and what is left without them; "" if the table of
// pairs is not there or there are none to doubt.
func (s source) missedOnce(to, fresh, restored int) string {
	r, why := s.find(pairNames(), "session_to", "distance_um", "same_side")
	if why != "" || restored == 0 {
		return ""
	}
	n := 0
	for i := range r.Len() {
		if r.count("session_to", i) == to && r.number("distance_um", i) <= SamePlaceUm && r.text("same_side", i) == "yes" {
			n++
		}
	}
	if n == 0 {
		return fmt.Sprintf(" None of them stands within %g µm of the lost place on the same side, as the same spine missed once would.", SamePlaceUm)
	}
	out := fmt.Sprintf(" %d of %d restored stand within %g µm of the lost place on the same side: the same spine missed once would look so. Without them, %d of %s",
		n, restored, SamePlaceUm, restored-n, plural(fresh-n, "new spine", "new spines"))
	if fresh-n >= LeastForPercent {
		out += " (" + percent(float64(restored-n)/float64(fresh-n)) + ")"
	}
	if fresh-n == 1 {
		return out + " is restored."
	}
	return out + " are restored."
}

// verdict reads the p-values of the two nulls; the second may be missing.
func verdict(uniform, avoiding float64) string {
	const level = 0.05
	above, other := uniform < level, avoiding < level
	p := "p = " + probability(uniform)
	if uniform < 0.001 {
		p = "p < 0.001"
	}
	if !math.IsNaN(avoiding) {
		p += ", " + probability(avoiding) + " when placed away from standing spines"
	}
	switch {
	case math.IsNaN(uniform):
		return "Whether that is more than chance was not tested."
	case above && (other || math.IsNaN(avoiding)):
		return "That is more than chance gives (" + p + ")."
	case above != other && !math.IsNaN(avoiding):
		return "Whether that is more than chance depends on where chance may place spines (" + p + ")."
	}
	return "That is not shown to be more than chance gives (" + p + ")."
}

func restoredGrid(s source, r rows) *grid {
	g := &grid{Caption: "Restored spines, and the share of new spines that chance would restore.", Words: []bool{true, false, false, false, false, false, false, false, false, false, true},
		Head: []string{"New on", "New", "Lost before", "Restored", "De novo", "Of new", "Chance: formula", "Chance: exact expectation on the judgeable path", "Chance: placed anywhere", "Chance: away from standing spines", "Not known because"}}
	for i := range r.Len() {
		chance := func(name string) cell {
			c := ofMany(r.number("chance_"+name, i), r.number("new", i), r.number("chance_"+name+"_lo", i), r.number("chance_"+name+"_hi", i))
			if p := r.number("p_"+name, i); !math.IsNaN(p) {
				c.Small = "p " + probability(p)
			}
			return c
		}
		g.Rows = append(g.Rows, []cell{{Main: s.session(r.count("session_to", i))}, whole(r.count("new", i)), whole(r.count("lost_before", i)),
			whole(r.count("restored", i)), whole(r.count("de_novo", i)),
			fraction(r.number("restored", i), r.number("new", i), r.number("fraction_of_new_lo", i), r.number("fraction_of_new_hi", i)),
			{Main: percent(r.number("chance_formula", i))}, {Main: percent(r.number("chance_exact", i))},
			chance("uniform"), chance("avoiding"), {Main: r.text("undefined", i)}})
	}
	return g
}
