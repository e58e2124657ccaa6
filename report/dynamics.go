package report

import (
	"fmt"
	"math"
)

// dynamics is the key table: what came and went in every interval.
func dynamics(s source) []block {
	all, why := s.find(dynamicsNames(), "session_from", "session_to", "day_from", "day_to", "branch_id", "kind",
		"n_a", "n_b", "kept", "lost", "gained")
	if why != "" {
		return []block{missing(why)}
	}
	spines := all.ofKind("spine")
	if spines.total().Len() == 0 {
		return []block{missing("There are not two sessions to compare.")}
	}
	out := []block{
		paragraph("Between two neighbouring used sessions, over the places that could be judged in both. " +
			"n at the start = kept + lost; n at the end = kept + gained. Formation and elimination are shares of the spines at the start, " +
			"turnover is (gained + lost) of the spines of both sessions. µm judged is the dendrite judged in both. Small print: numerator and denominator, 95 % interval; of fewer than ten spines, only numerator/denominator."),
		{Charts: s.dynamicsChart(spines.total())},
		{Grid: intervalGrid(spines.total(), "All branches together.")},
	}
	if g := correctedGrid(spines.total()); g != nil {
		out = append(out, paragraph("With the stated errors of the scoring taken off. Corrected figures are what would be left if the errors were "+
			"independent from session to session; where they explain more than was seen, nothing is left to report."), block{Grid: g})
	} else {
		out = append(out, block{Missing: "The errors of the scoring, below, have not been taken off these rates."})
	}
	out = append(out, block{Grid: branchGrid(spines.detail())})
	if f := all.ofKind("filopodium").total(); anySeen(f) {
		out = append(out, block{Grid: intervalGrid(f, "Filopodia, all branches together.")})
	}
	return append(out, confirmed(s)...)
}

// anySeen reports whether anything was counted at all.
func anySeen(r rows) bool {
	for i := range r.Len() {
		if r.count("kept", i)+r.count("lost", i)+r.count("gained", i) > 0 {
			return true
		}
	}
	return false
}

func interval(r rows, i int) string {
	return fmt.Sprintf("%s\u00a0→\u00a0%s", digits(r.number("day_from", i), 6), digits(r.number("day_to", i), 6))
}

// intervalGrid lists intervals.
func intervalGrid(r rows, caption string) *grid {
	g := &grid{Caption: caption, Words: []bool{true},
		Head: []string{"Days", "Formation", "Elimination", "Turnover", "n at start", "n at end", "Kept", "Lost", "Gained", "µm judged"}}
	for i := range r.Len() {
		row := append([]cell{{Main: interval(r, i)}}, ratios(r, i)...)
		for _, c := range []string{"n_a", "n_b", "kept", "lost", "gained"} {
			row = append(row, whole(r.count(c, i)))
		}
		g.Rows = append(g.Rows, append(row, cell{Main: micrometres(r.number("common_um", i))}))
	}
	return g
}

// branchGrid lists the intervals of every branch, in columns few enough for a
// sheet of paper: lost and gained are the numerators.
func branchGrid(r rows) *grid {
	g := &grid{Caption: "By branch. Branches are not independent of one another within an animal.", Tall: true, Words: []bool{false, true},
		Head: []string{"Branch", "Days", "Formation", "Elimination", "Turnover", "n at start → end", "µm judged"}}
	for _, i := range r.byBranch() {
		row := append([]cell{whole(r.count("branch_id", i)), {Main: interval(r, i)}}, ratios(r, i)...)
		g.Rows = append(g.Rows, append(row, cell{Main: whole(r.count("n_a", i)).Main + " → " + whole(r.count("n_b", i)).Main},
			cell{Main: micrometres(r.number("common_um", i))}))
	}
	return g
}

// ratios are formation, elimination and turnover of an interval.
func ratios(r rows, i int) []cell {
	na, nb := r.count("n_a", i), r.count("n_b", i)
	kept, lost, gained := r.count("kept", i), r.count("lost", i), r.count("gained", i)
	fl, fh := formationInterval(gained, na)
	el, eh := eliminationInterval(lost, na)
	tl, th := turnoverInterval(kept, gained, lost)
	return []cell{fraction(float64(gained), float64(na), fl, fh), fraction(float64(lost), float64(na), el, eh),
		fraction(float64(gained+lost), float64(na+nb), tl, th)}
}

func whole(n int) cell {
	if n < 0 {
		return cell{Main: none}
	}
	return cell{Main: fmt.Sprint(n)}
}

// correctedGrid lists raw and corrected rates side by side; nil if there are
// none.
func correctedGrid(r rows) *grid {
	if !r.Has("formation_corrected") || !r.Has("elimination_corrected") {
		return nil
	}
	g := &grid{Caption: "Rates as counted and with the scoring errors taken off.", Words: []bool{true, false, false, false, false, true},
		Head: []string{"Days", "Formation", "corrected", "Elimination", "corrected", "Undefined because"}}
	for i := range r.Len() {
		na := float64(r.count("n_a", i))
		nan := math.NaN()
		g.Rows = append(g.Rows, []cell{{Main: interval(r, i)},
			fraction(float64(r.count("gained", i)), na, nan, nan), ofMany(r.number("formation_corrected", i), na, nan, nan),
			fraction(float64(r.count("lost", i)), na, nan, nan), ofMany(r.number("elimination_corrected", i), na, nan, nan),
			{Main: r.text("undefined_corrected", i)}})
	}
	return g
}

// confirmed lists the events seen twice before and after.
func confirmed(s source) []block {
	r, why := s.find(confirmedNames(), "session_from", "session_to", "kind", "change", "confirmed", "contradicted", "unconfirmable")
	if why != "" {
		return nil
	}
	r = r.ofKind("spine")
	g := &grid{Caption: "Events by what the sessions around them say: confirmed means two sessions before and two after agree.",
		Words: []bool{true, true}, Head: []string{"Sessions", "Change", "Confirmed", "Contradicted", "Cannot be confirmed"}}
	for i := range r.Len() {
		g.Rows = append(g.Rows, []cell{{Main: fmt.Sprintf("%s → %s", s.session(r.count("session_from", i)), s.session(r.count("session_to", i)))},
			{Main: r.text("change", i)}, whole(r.count("confirmed", i)), whole(r.count("contradicted", i)), whole(r.count("unconfirmable", i))})
	}
	if len(g.Rows) == 0 {
		return nil
	}
	if n := len(s.days()); n > 0 && n < 4 {
		return []block{missing("A spine is confirmed as lost or new only with four sessions or more: two before the change and two after.")}
	}
	return []block{{Grid: g}}
}
