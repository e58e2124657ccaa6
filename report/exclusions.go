package report

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
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
	short := s.reasonGrid(r)
	long := &grid{Caption: fmt.Sprintf("All %d, one by one.", r.Len()), Tall: true, Words: []bool{true, true, false, false, true, true},
		Head: []string{"Session", "Branch", "From µm", "To µm", "Reason", "By"}}
	for _, i := range inOrder(r) {
		long.Rows = append(long.Rows, []cell{{Main: s.whichSession(r.count("session", i))}, {Main: whichBranch(r.count("branch_id", i))},
			{Main: fixed(r.number("from_um", i), 1)}, {Main: fixed(r.number("to_um", i), 1)}, {Main: r.text("reason", i)}, {Main: r.text("who", i)}})
	}
	return []block{{Grid: short}, {Grid: long}}
}

// reasonGrid groups the exclusions by reason, the longest first. What a reason
// says in brackets, a correlation as a rule, is left to the list.
func (s source) reasonGrid(r rows) *grid {
	type group struct {
		reason   string
		n        int
		um       float64
		sessions map[int]bool
	}
	at := map[string]*group{}
	var all []*group
	total := 0.0
	for i := range r.Len() {
		reason, _, _ := strings.Cut(r.text("reason", i), " (")
		g := at[reason]
		if g == nil {
			g = &group{reason: reason, sessions: map[int]bool{}}
			at[reason], all = g, append(all, g)
		}
		g.n++
		g.um += extent(r, i)
		g.sessions[r.count("session", i)] = true
		total += extent(r, i)
	}
	slices.SortStableFunc(all, func(a, b *group) int { return cmp.Compare(b.um, a.um) })
	g := &grid{Caption: "By reason; µm are summed over sessions.", Words: []bool{true, false, false, true}, Head: []string{"Reason", "Entries", "µm in all", "Sessions"}}
	for _, v := range all {
		length := cell{Main: none} // single places
		if v.um > 0 {
			length.Main = micrometres(v.um)
		}
		var names []string
		for _, k := range slices.Sorted(maps.Keys(v.sessions)) {
			names = append(names, s.whichSession(k))
		}
		g.Rows = append(g.Rows, []cell{{Main: v.reason}, whole(v.n), length, {Main: strings.Join(names, ", ")}})
	}
	if len(all) > 1 {
		g.Rows = append(g.Rows, []cell{{Main: "All together"}, whole(r.Len()), {Main: micrometres(total)}, {}})
	}
	return g
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
