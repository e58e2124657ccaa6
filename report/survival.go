package report

import "fmt"

// survival follows the spines of a session.
func survival(s source) []block {
	r, why := s.find(survivalNames(), "spines", "session_start", "n", "session", "days", "judged", "present")
	if why != "" {
		return []block{missing(why)}
	}
	if r.Len() == 0 {
		return []block{missing("There are not two sessions to compare.")}
	}
	g := &grid{Caption: "Spines still present, of those that could be judged.", Tall: true, Words: []bool{true, true},
		Head: []string{"Spines", "From", "n", "After days", "Still present", "Never gone (Kaplan–Meier)", "Bounds from bracketed losses"}}
	for i := range r.Len() {
		which := "all present"
		if r.text("spines", i) == "new" {
			which = "new"
		}
		n := r.number("n", i)
		km := ofMany(r.number("kaplan_meier", i), n, r.number("kaplan_meier_lo", i), r.number("kaplan_meier_hi", i))
		bounds := none
		if v := span(r.number("bracketed_least", i), r.number("bracketed_most", i)); v != "" && n >= LeastForPercent {
			bounds = v
		}
		g.Rows = append(g.Rows, []cell{{Main: which}, {Main: s.session(r.count("session_start", i))}, whole(r.count("n", i)),
			{Main: digits(r.number("days", i), 6)},
			fraction(r.number("present", i), r.number("judged", i), r.number("fraction_lo", i), r.number("fraction_hi", i)), km, {Main: bounds}})
	}
	return []block{
		paragraph("The line dates every loss to the first session without the spine (Kaplan–Meier, 95 % band); marks are the spines still or again present, " +
			"with Wilson's 95 % interval; below are the numbers judged. Of fewer than ten spines no percentage is given. Spines of one animal are not independent, so the true uncertainty is larger."),
		{Charts: survivalChart(r)},
		{Grid: g},
	}
}

// curve is one group of spines followed from one session.
type curve struct {
	name  string
	short string // of its row of numbers below the chart
	n     int
	rows  rows
}

// curves splits a survival table: all spines of its first session, and the new
// spines of each later one.
func curves(r rows) []curve {
	var out []curve
	for _, g := range r.GroupBy("spines", "session_start") {
		c := curve{rows: rows{g.Rows}}
		c.n = c.rows.count("n", 0)
		start := c.rows.number("days", 0)
		switch {
		case c.n <= 0 || start != start:
			continue
		case g.Key[0] == "all" && len(out) == 0:
			c.name, c.short = fmt.Sprintf("all spines of the first session (n = %d)", c.n), "n of all"
		case g.Key[0] == "new":
			c.name, c.short = fmt.Sprintf("new in session %s (n = %d)", g.Key[1], c.n), "n new "+g.Key[1]
		default:
			continue
		}
		out = append(out, c)
	}
	return out
}
