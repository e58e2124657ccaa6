package measure

import (
	"math/rand/v2"

	"respine/scored"
	"respine/spatial"
	"respine/study"
	"respine/turnover"
)

// playedDraws is how often the null is played where nobody says.
const playedDraws = 99

// Played plays null N5 for some animals: spines come and go without regard to
// each other and are scored with the stated errors, as often as How.Draws says
// (99 if 0), and restored spines and their survival are compared with what that
// gives (spatial.DetectionChances). It takes no moments of errors for granted, as
// the reading Corrected does, but only tests; it does not estimate. At are the
// moments of restored survival, or without the last of restored excess. False,
// with the reason, where no errors are stated or a session is missing.
func Played(set *scored.Set, ids []string, at []study.Hours, how How) (spatial.Detections, string) {
	s := spatial.Scoring{AvoidUm: avoidUm, Draws: how.Draws}
	if s.Draws == 0 {
		s.Draws = playedDraws
	}
	var animals [][]spatial.Scored
	for _, id := range ids {
		a := animal{set: set, id: id, how: How{}}
		e, why := a.errors()
		if why != "" {
			return spatial.Detections{}, why
		}
		v := a.see()
		p, why := v.pick(at, AsScored)
		if why == "" && p.Judgeable == nil {
			why = "the length of the dendrite is not known (table branches)"
		}
		if why != "" {
			return spatial.Detections{}, why
		}
		s.Times, s.Errors = nil, nil
		for k := range at {
			s.Times = append(s.Times, []int{k})
			s.Errors = append(s.Errors, spatial.Errors{Miss: e.Miss, FalsePerUm: e.FalsePerUm})
		}
		animals = append(animals, v.scored(p))
	}
	return spatial.DetectionChances(animals, s, rand.New(rand.NewPCG(how.Seed, hash("played")))), ""
}

// scored lays a presence table out by branch. Sites that could not be judged in
// one of the sessions are left out.
func (v imaged) scored(p turnover.Presence) []spatial.Scored {
	out := make([]spatial.Scored, len(v.branches))
	for i, b := range v.branches {
		out[i].Path = []spatial.Span{{Lo: 0, Hi: b.lengthUm}}
	}
	for _, s := range p.Sites {
		seen := spatial.Seen{PositionUm: s.PositionUm}
		judged := true
		for _, state := range s.States {
			judged = judged && state != turnover.NotJudgeable
			seen.In = append(seen.In, state == turnover.Present)
		}
		if judged {
			out[s.Branch].Sites = append(out[s.Branch].Sites, seen)
		}
	}
	return out
}
