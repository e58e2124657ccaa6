package pipeline

import (
	"slices"

	"respine/report"
	"respine/scored"
	"respine/study"
	"respine/table"
)

// looked is an animal in a session of some kind.
type looked struct {
	kind            study.SessionKind
	animal, session string
}

// scoredBy says of every kind of session and arm which animals were measured from
// recordings, and which were scored otherwise and by whom: tables are those given,
// in the order of the manifest. Rows of what was measured are passed over there, and
// make nobody scored by hand.
func scoredBy(s study.Study, measured, given []tableSource, tables []*table.Table) []report.ScoredRow {
	var out []report.ScoredRow
	from, seen := measuredOf(s, measured), handOf(s, given, tables)
	for _, kind := range study.SessionKinds() {
		for _, arm := range s.Arms {
			row := report.ScoredRow{Kind: string(kind), Arm: arm.ID}
			for _, a := range s.Animals {
				if a.Arm != arm.ID {
					continue
				}
				is := func(l looked) bool { return l.kind == kind && l.animal == a.ID }
				if slices.ContainsFunc(from, is) {
					row.Measured = append(row.Measured, a.ID)
				}
				for _, h := range seen {
					covered := slices.ContainsFunc(from, func(l looked) bool { return is(l) && (l.session == "" || l.session == h.session) })
					if is(h.looked) && !covered {
						row.ByHand = add(row.ByHand, h.rater, a.ID)
					}
				}
			}
			if row.Measured != nil || row.ByHand != nil {
				out = append(out, row)
			}
		}
	}
	return out
}

// add adds an animal to those of a rater, once.
func add(all []report.Rated, rater, animal string) []report.Rated {
	i := slices.IndexFunc(all, func(r report.Rated) bool { return r.Rater == rater })
	if i < 0 {
		return append(all, report.Rated{Rater: rater, Animals: []string{animal}})
	}
	if !slices.Contains(all[i].Animals, animal) {
		all[i].Animals = append(all[i].Animals, animal)
	}
	return all
}

// measuredOf are the animals and sessions that steps measured; no session is all of
// them, as of stacks.
func measuredOf(s study.Study, sources []tableSource) []looked {
	var out []looked
	for _, v := range sources {
		if v.Step == "" {
			continue
		}
		one := looked{study.Spines, v.Animal, v.Session}
		if i := slices.IndexFunc(s.Sessions, func(x study.Session) bool { return x.ID == v.Session }); i >= 0 {
			one.kind = s.Sessions[i].Kind
		}
		out = append(out, one)
	}
	return out
}

type rated struct {
	looked
	rater string
}

// handOf are the animals and sessions of tables given. Tables without sessions, of
// branches and of errors, score nothing by themselves.
func handOf(s study.Study, given []tableSource, tables []*table.Table) []rated {
	var out []rated
	for i, g := range given {
		animals, sessions := scored.Text(tables[i], "animal"), scored.Text(tables[i], "session")
		if animals == nil || sessions == nil {
			continue
		}
		for r := range animals {
			one := rated{looked{study.SessionKind(g.Kind), animals[r], sessions[r]}, g.Rater}
			if !slices.Contains(out, one) {
				out = append(out, one)
			}
		}
	}
	return out
}
