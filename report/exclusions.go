package report

import (
	"fmt"
	"math"
	"slices"
)

// exclusions lists everything that was left out, first by reason, then one by
// one.
func exclusions(s source) []block {
	r, why := s.find([]string{"exclusions"}, "session", "branch_id", "reason")
	if why != "" {
		return []block{missing(why)}
	}
	if r.Len() == 0 {
		return []block{paragraph("Nothing was left out.")}
	}
	short := &grid{Caption: "By reason.", Words: []bool{true}, Head: []string{"Reason", "Entries", "µm"}}
	for _, g := range r.GroupBy("reason") {
		part, um := rows{g.Rows}, 0.0
		for i := range part.Len() {
			um += extent(part, i)
		}
		length := cell{Main: none} // single places
		if um > 0 {
			length.Main = micrometres(um)
		}
		short.Rows = append(short.Rows, []cell{{Main: g.Key[0]}, whole(part.Len()), length})
	}
	long := &grid{Caption: fmt.Sprintf("All %d, one by one.", r.Len()), Tall: true, Words: []bool{true, true, false, false, true, true},
		Head: []string{"Session", "Branch", "From µm", "To µm", "Reason", "By"}}
	for _, i := range inOrder(r) {
		long.Rows = append(long.Rows, []cell{{Main: s.whichSession(r.count("session", i))}, {Main: whichBranch(r.count("branch_id", i))},
			{Main: fixed(r.number("from_um", i), 1)}, {Main: fixed(r.number("to_um", i), 1)}, {Main: r.text("reason", i)}, {Main: r.text("who", i)}})
	}
	return []block{{Grid: short}, {Grid: long}}
}

// extent is the length left out, 0 for a single place.
func extent(r rows, i int) float64 {
	if um := r.number("to_um", i) - r.number("from_um", i); !math.IsNaN(um) {
		return um
	}
	return 0
}

// inOrder sorts the rows by session, branch and place.
func inOrder(r rows) []int {
	at := make([]int, r.Len())
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(i, j int) int {
		for _, c := range []string{"session", "branch_id", "from_um"} {
			if a, b := r.number(c, i), r.number(c, j); a < b {
				return -1
			} else if a > b {
				return 1
			}
		}
		return 0
	})
	return at
}

func (s source) whichSession(k int) string {
	if k < 0 {
		return "all"
	}
	return s.session(k)
}

func whichBranch(b int) string {
	if b < 0 {
		return "all"
	}
	return fmt.Sprint(b)
}
