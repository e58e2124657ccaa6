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
	if fresh <= 0 {
		return fmt.Sprintf("On %s there were no new spines.", to)
	}
	if r.count("lost_before", i) == 0 {
		return fmt.Sprintf("On %s there were %s, but none had been lost in the interval before: nothing to restore.", to, plural(fresh, "new spine", "new spines"))
	}
	out := fmt.Sprintf("On %s, %d of %s (%s", to, again, plural(fresh, "new spine", "new spines"), percent(float64(again)/float64(fresh)))
	if v := span(r.number("fraction_of_new_lo", i), r.number("fraction_of_new_hi", i)); v != "" {
		out += ", 95 % interval " + v
	}
	out += fmt.Sprintf(") stood nearer than %s µm to one of %s.", digits(radiusUm, 3), plural(r.count("lost_before", i), "spine lost before", "spines lost before"))
	chance := r.number("chance_uniform", i)
	if math.IsNaN(chance) {
		why := r.text("undefined", i)
		if why == "" {
			why = "it was not computed"
		}
		return out + " What chance would give is not known: " + why + "."
	}
	out += fmt.Sprintf(" Chance alone would give %s", percent(chance))
	if v := span(r.number("chance_uniform_lo", i), r.number("chance_uniform_hi", i)); v != "" {
		out += " (" + v + " in 95 % of random placements)"
	}
	return out + ". " + verdict(r.number("p_uniform", i), r.number("p_avoiding", i))
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
		Head: []string{"New on", "New", "Lost before", "Restored", "De novo", "Of new", "Chance: formula", "Chance: exact", "Chance: placed anywhere", "Chance: away from standing spines", "Not known because"}}
	for i := range r.Len() {
		chance := func(name string) cell {
			c := cell{Main: percent(r.number("chance_"+name, i)), Range: span(r.number("chance_"+name+"_lo", i), r.number("chance_"+name+"_hi", i))}
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
