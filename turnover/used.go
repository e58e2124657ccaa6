package turnover

import "slices"

// used returns the sessions that show anything, rising: those in which at least
// one site was judged. The others, in which nothing could be aligned or seen,
// are unusable, and what is said of neighbouring sessions is said of
// neighbouring used ones: an interval runs from a used session to the next, and
// has the days between these two.
//
// A table without sites has nothing to judge; then a session counts when it has
// judgeable path, and every session does where no path is known.
func (p Presence) used() []int {
	var out []int
	for k := range p.Sessions {
		if p.shows(k) {
			out = append(out, k)
		}
	}
	return out
}

func (p Presence) shows(session int) bool {
	if len(p.Sites) > 0 {
		return slices.ContainsFunc(p.Sites, func(s Site) bool { return s.States[session] != NotJudgeable })
	}
	if p.Judgeable == nil && p.JudgeableUm == nil {
		return true
	}
	return slices.ContainsFunc(p.Branches(), func(b int) bool { return p.lengthUm(session, b) > 0 })
}
