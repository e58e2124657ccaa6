package measure

import (
	"cmp"
	"slices"
	"strings"

	"respine/scored"
	"respine/spatial"
	"respine/study"
	"respine/turnover"
)

// branch is a dendrite with its length and the cell it is of, "" if unknown.
type branch struct {
	id, cell string
	lengthUm float64
}

// branches returns those of the animal, in the order of the table; without one,
// those its spines name, of unknown length.
func (a animal) branches() []branch {
	var out []branch
	known := map[string]bool{}
	if t := a.set.Rows("branches", a.id, 0); t != nil {
		id, length, cell := scored.Text(t, "branch_id"), scored.Numbers(t, "length_um"), scored.Text(t, "cell_id")
		for i := range id {
			if known[id[i]] {
				continue // tables that have a row per session repeat a branch
			}
			known[id[i]] = true
			b := branch{id: id[i], lengthUm: length[i]}
			if cell != nil {
				b.cell = cell[i]
			}
			out = append(out, b)
		}
	}
	for _, s := range a.set.Study.Sessions {
		if t := a.set.Rows("observations", a.id, s.At); t != nil && s.Kind == study.Spines {
			for _, id := range scored.Text(t, "branch_id") {
				if !known[id] {
					known[id] = true
					out = append(out, branch{id: id})
				}
			}
		}
	}
	return out
}

// imaged is all sessions of spines of an animal: moments rising, and the presence
// table of them.
type imaged struct {
	at       []study.Hours
	branches []branch
	turnover.Presence
}

// see builds the presence table. A session is one in which the animal has rows;
// a spine without a row in it is absent. Filopodia are left out.
func (a animal) see() imaged {
	v := imaged{branches: a.branches()}
	for _, s := range a.set.Study.Sessions {
		if s.Kind == study.Spines && !slices.Contains(v.at, s.At) && a.set.Rows("observations", a.id, s.At) != nil {
			v.at = append(v.at, s.At)
		}
	}
	slices.Sort(v.at)
	number, site := map[string]int{}, map[string]int{}
	for i, b := range v.branches {
		number[b.id] = i
	}
	known := len(v.branches) > 0
	for _, b := range v.branches {
		known = known && b.lengthUm > 0
	}
	for t, h := range v.at {
		v.Sessions = append(v.Sessions, turnover.Session{Day: float64(h / study.Day)})
		if known {
			path := map[int][]spatial.Span{}
			for i, b := range v.branches {
				path[i] = []spatial.Span{{Lo: 0, Hi: b.lengthUm}}
			}
			v.Judgeable = append(v.Judgeable, path)
		}
		v.addSession(a, t, number, site)
	}
	v.Sites = slices.DeleteFunc(v.Sites, func(s turnover.Site) bool { return !slices.Contains(s.States, turnover.Present) })
	slices.SortStableFunc(v.Sites, func(p, q turnover.Site) int {
		return cmp.Or(cmp.Compare(p.Branch, q.Branch), cmp.Compare(p.PositionUm, q.PositionUm), strings.Compare(p.Spine, q.Spine))
	})
	return v
}

// addSession takes the rows of one session.
func (v *imaged) addSession(a animal, t int, number, site map[string]int) {
	rows := a.set.Rows("observations", a.id, v.at[t])
	id, on, at := scored.Text(rows, "spine_id"), scored.Text(rows, "branch_id"), scored.Numbers(rows, "position_um")
	side, kind := scored.Text(rows, "side"), scored.Text(rows, "kind")
	present, judgeable := scored.Truths(rows, "present", true), scored.Truths(rows, "judgeable", true)
	for i := range id {
		if kind != nil && kind[i] == "filopodium" {
			continue
		}
		k, known := site[id[i]]
		if !known {
			k = len(v.Sites)
			site[id[i]] = k
			s := turnover.Site{Spine: id[i], Branch: number[on[i]], PositionUm: at[i], States: slices.Repeat([]turnover.State{turnover.Absent}, len(v.at))}
			if side != nil && (side[i] == "-1" || strings.EqualFold(side[i], "left")) {
				s.Side = -1
			} else if side != nil {
				s.Side = 1
			}
			v.Sites = append(v.Sites, s)
		}
		switch {
		case !judgeable[i]:
			v.Sites[k].States[t] = turnover.NotJudgeable
		case present[i]:
			v.Sites[k].States[t] = turnover.Present
		}
	}
}

const noStacks = "no spines scored in one of the sessions"

// pick returns the presence table of some moments, or why there is none. In the
// reading Confirmed a state holds only where the neighbouring session agrees,
// and is not judgeable elsewhere: the one before for the first moment, the one
// after for the others, which must not reach the next moment; the last moment is
// taken as it is where nothing follows, since what it shows is asked for alike
// of all spines.
func (v imaged) pick(at []study.Hours, how Reading) (turnover.Presence, string) {
	var out turnover.Presence
	var states []func(turnover.Site) turnover.State
	for i, h := range at {
		t := slices.Index(v.at, h)
		if t < 0 {
			return out, noStacks
		}
		out.Sessions = append(out.Sessions, v.Sessions[t])
		if v.Judgeable != nil {
			out.Judgeable = append(out.Judgeable, v.Judgeable[t])
		}
		other := t
		if how == Confirmed {
			var why string
			if other, why = v.witness(at, i, t); why != "" {
				return out, why
			}
		}
		states = append(states, func(s turnover.Site) turnover.State {
			if s.States[t] != s.States[other] {
				return turnover.NotJudgeable
			}
			return s.States[t]
		})
	}
	for _, s := range v.Sites {
		kept := s
		kept.States = make([]turnover.State, len(at))
		for i, state := range states {
			kept.States[i] = state(s)
		}
		if slices.Contains(kept.States, turnover.Present) {
			out.Sites = append(out.Sites, kept)
		}
	}
	return out, ""
}

// witness returns the session that must agree with session t, the i-th of the
// moments asked for.
func (v imaged) witness(at []study.Hours, i, t int) (int, string) {
	after := t+1 < len(v.at) && (i+1 == len(at) || v.at[t+1] < at[i+1])
	before := t > 0 && (i == 0 || v.at[t-1] > at[i-1])
	switch {
	case i == 0 && before:
		return t - 1, ""
	case i == 0, i == len(at)-1 && len(at) > 3: // what it shows is asked for alike of all
		return t, ""
	case after:
		return t + 1, ""
	case before:
		return t - 1, ""
	}
	return 0, "no session beside that at " + v.at[t].String() + " to confirm it"
}

// counts says how much of the dendrite a table shows.
func (v imaged) counts(p turnover.Presence) Counts {
	used, cells := map[int]bool{}, map[string]bool{}
	for _, s := range p.Sites {
		used[s.Branch] = true
		if c := v.branches[s.Branch].cell; c != "" {
			cells[c] = true
		}
	}
	return Counts{Cells: len(cells), Branches: len(used), Items: len(p.Sites)}
}

// pathUm is the length of all branches, 0 if that of any is unknown.
func (v imaged) pathUm() float64 {
	sum := 0.0
	for _, b := range v.branches {
		if !(b.lengthUm > 0) {
			return 0
		}
		sum += b.lengthUm
	}
	return sum
}

// noLength says why false spines, which are told per um, cannot be taken off.
const noLength = "the length of the dendrite is not known (table branches), and false spines are told per um"

// errors returns the stated errors of scoring, or why there are none to correct
// for.
func (a animal) errors() (turnover.ErrorRates, string) {
	miss, wrong, known := a.set.Errors(a.id)
	if !known {
		return turnover.ErrorRates{}, "no error rates of scoring are stated (table errors)"
	}
	if !(miss < 1) {
		return turnover.ErrorRates{}, "all spines are said to be missed"
	}
	return turnover.ErrorRates{Miss: miss, FalsePerUm: wrong}, ""
}
