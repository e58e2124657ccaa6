package report

import (
	"fmt"
	"math"
)

// scoringErrors lists what is known of the errors of the scoring.
func scoringErrors(s source) []block {
	r, why := s.find([]string{"errors"}, "session", "miss", "false_per_um")
	if why != "" {
		return []block{missing(why + " How often the scoring misses a spine or sees one that is not there was not estimated.")}
	}
	if r.Len() == 0 {
		return []block{missing("The errors of the scoring were not estimated.")}
	}
	g := &grid{Caption: "Estimated errors, by session.", Words: []bool{true, false, true, false, false, false, true},
		Head: []string{"Session", "Missed", "By how many", "False per µm", "False of those called", "Missed, from repeats", "Not known because"}}
	for i := range r.Len() {
		miss := cell{Main: percent(r.number("miss", i)), Range: span(r.number("miss_lo", i), r.number("miss_hi", i))}
		planted := cell{Main: none}
		if n := r.number("planted", i); n > 0 {
			planted.Main = fmt.Sprintf("of %s spines planted into the pictures, %s were found", digits(n, 6), digits(r.number("planted_found", i), 6))
		}
		repeats := cell{Main: percent(r.number("miss_repeat", i))}
		if f := r.number("false_repeat_per_um", i); !math.IsNaN(f) {
			repeats.Small = fixed(f, 4) + " false per µm"
		}
		g.Rows = append(g.Rows, []cell{{Main: s.session(r.count("session", i))}, miss, planted, {Main: fixed(r.number("false_per_um", i), 4)},
			{Main: percent(r.number("false_share", i))}, repeats, {Main: r.text("reason", i)}})
	}
	return []block{
		paragraph("Missed: spines of the session were planted again on empty, judgeable dendrite with varied contrast, and the share not found is weighed by the " +
			"contrast of the spines found. False: from the probabilities of the spines called, which are as good as their calibration. " +
			"From repeats: sessions that disagree with both their neighbours; spines that truly come and go raise it."),
		{Grid: g},
	}
}
