package report

// density is how many spines stand on a micrometre, by session.
func density(s source) []block {
	all, why := s.find(densityNames(), "session", "day", "branch_id", "kind", "present", "judgeable_um", "density_per_um")
	if why != "" {
		return []block{missing(why)}
	}
	spines := all.ofKind("spine")
	out := []block{
		paragraph("Spines present over micrometres of dendrite that could be judged in that session. " +
			"Only spines that stand out sideways are seen; what points up or down the optical axis is not counted."),
		{Charts: densityChart(spines)},
		{Grid: densityGrid(spines.total(), "All branches together.", false)},
		{Grid: densityGrid(spines.detail(), "By branch.", true)},
	}
	return out
}

func densityGrid(r rows, caption string, branches bool) *grid {
	g := &grid{Caption: caption, Tall: branches, Head: []string{"Day", "Spines", "Places not judgeable", "Judgeable µm", "Spines per µm"}}
	if branches {
		g.Head = append([]string{"Branch"}, g.Head...)
	}
	for _, i := range r.byBranch() {
		row := []cell{{Main: digits(r.number("day", i), 6)}, whole(r.count("present", i)), whole(r.count("not_judgeable", i)),
			{Main: micrometres(r.number("judgeable_um", i))}, {Main: fixed(r.number("density_per_um", i), 3)}}
		if branches {
			row = append([]cell{whole(r.count("branch_id", i))}, row...)
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}
