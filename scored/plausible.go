package scored

import (
	"fmt"
	"math"
	"slices"

	"respine/study"
	"respine/table"
)

// scoredSec is how much of a tail suspension is usually scored, the last 4 min of
// 6 (Can et al. 2012, doi 10.3791/3769).
const scoredSec = 240

// minutesAtMost is the length of the test in minutes: seconds of immobility of
// all animals below it were hardly meant.
const minutesAtMost = 6

// fractions notes percents of which none exceeds one.
func (r *reader) fractions() {
	const column = "preference_percent"
	if r.kind.Name != "preference" || r.table.Len() == 0 {
		return
	}
	if most := slices.Max(Numbers(r.table, column)); most > 0 && most <= 1 {
		r.problem("column %s: none is above %g; are these fractions?\nhint: multiply them by 100", column, most)
	}
}

// suspended notes immobility that lasts longer than the session, and warns of
// more than is usually scored.
func (r *reader) suspended(line int, k key, rows *table.Table) {
	if r.kind.Name != "immobility" {
		return
	}
	for _, v := range r.set.Study.Sessions {
		if v.At != k.at || !slices.Contains(r.kind.Sessions, v.Kind) {
			continue
		}
		at := v.Interval()
		lasts := float64((at.To - at.From) * 3600)
		const rounding = 1e-6
		for _, sec := range Numbers(rows, "immobile_s") {
			switch {
			case sec > lasts*(1+rounding):
				r.problem("line %d, column immobile_s: %g s of immobility, and session %s lasts %.4g s\nhint: check the unit, or give the session its lasts: in the manifest", line, sec, v.ID, lasts)
			case sec > scoredSec:
				r.note("line %d, column immobile_s: %g s is more than the %d s that are usually scored", line, sec, scoredSec)
			}
		}
		return
	}
}

// movieSec is less than a calcium movie of synchronous events lasts: with some
// events a minute it would show hardly one.
const movieSec = 30

// minutes warns of seconds that look like minutes: immobility of which none exceeds
// the length of the test in minutes, and movies that are over before anything is
// seen.
func (r *reader) minutes() {
	if r.table.Len() == 0 {
		return
	}
	switch r.kind.Name {
	case "immobility":
		if most := slices.Max(Numbers(r.table, "immobile_s")); most > 0 && most <= minutesAtMost {
			r.note("column immobile_s: none is above %g s; are these minutes?", most)
		}
	case "movies":
		short, shortest, first := 0, math.Inf(1), 0
		for i, sec := range Numbers(r.table, "seconds") {
			if sec < movieSec {
				if short == 0 {
					first = line(i)
				}
				short, shortest = short+1, math.Min(shortest, sec)
			}
		}
		if short > 0 {
			r.note("line %d, column seconds: %d of %d movies are shorter than %d s, the shortest %g s; are these minutes?", first, short, r.table.Len(), movieSec, shortest)
		}
	}
}

func (r *reader) note(format string, args ...any) {
	r.set.notes = append(r.set.notes, r.where+": "+fmt.Sprintf(format, args...))
}

// beyondUm is how far past the traced end of its branch a spine may be scored.
const beyondUm = 1

// Branches compares spines with their branches once every table is added, as Read
// does. It returns problems; what only looks wrong is added to Notes.
func (s *Set) Branches() []string { return s.branches() }

// branches compares spines with their branches: places beyond the end are
// problems, branches without a length are warned of.
func (s *Set) branches() []string {
	if !s.Has("branches") || !s.Has("observations") {
		return nil
	}
	var found []string
	for _, a := range s.Study.Animals {
		length := map[string]float64{}
		if t := s.Rows("branches", a.ID, 0); t != nil {
			um := Numbers(t, "length_um")
			for i, id := range Text(t, "branch_id") {
				length[id] = max(length[id], um[i])
			}
		}
		told := map[string]bool{}
		var seen []study.Hours
		for _, v := range s.Study.Sessions {
			t := s.Rows("observations", a.ID, v.At)
			if t == nil || v.Kind != study.Spines || slices.Contains(seen, v.At) {
				continue
			}
			seen = append(seen, v.At)
			at, spine := Numbers(t, "position_um"), Text(t, "spine_id")
			for i, id := range Text(t, "branch_id") {
				um, known := length[id]
				switch {
				case told[id]:
				case !known:
					told[id] = true
					s.notes = append(s.notes, fmt.Sprintf("branch %s of animal %s is in table observations and not in table branches: what needs the length of the dendrite is not testable in that animal", id, a.ID))
				case at[i] > um+beyondUm:
					told[id] = true
					found = append(found, fmt.Sprintf("animal %s, session %s, spine %s: it stands at %g um of branch %s, which is %g um long (table branches)\nhint: position_um counts from the start of the branch, in um", a.ID, v.ID, spine[i], at[i], id, um))
				}
			}
		}
	}
	if more := len(found) - mostTold; more > 0 {
		found = append(found[:mostTold], fmt.Sprintf("and %d more branches like these", more))
	}
	return found
}
