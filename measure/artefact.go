package measure

import (
	"math"
	"slices"

	"respine/spatial"
	"respine/turnover"
)

// artefact is what errors of scoring are expected to put among the new spines of
// an interval, in the sense of null N5:
//
//	back  = n(PPP)·m/(1-m)     spines that stood all along, missed once: they come back at their own place
//	twice = n(PPP)·m²/(1-m)²   missed in both earlier sessions: new where nothing was lost
//	older = n(APP)·m/(1-m)     born while the others were lost, and missed then
//	wrong = f·L                seen where none is
//
// n(PPP) are the spines seen in all three sessions, (1-m)³ of those that stood.
// Each kind has a chance of its own to lie near a lost place: twice that of any
// new spine, older that of those seen (they were born beside spines not yet
// lost), wrong that of any place on the dendrite.
type artefact struct{ back, twice, older, wrong, nearOlder, nearWrong float64 }

func (e artefact) all() float64 { return e.back + e.twice + e.older + e.wrong }

// restored is how many of them count as restored; c is the chance of a new spine.
func (e artefact) restored(c float64) float64 {
	return e.back + e.twice*c + e.older*e.nearOlder + e.wrong*e.nearWrong
}

// chanceOf is the chance of a new spine to fall near a lost place. With errors
// taken off it is null N5: spines that came back after being missed stay at their
// own places, which are then nobody else's, and the other new ones fall anywhere.
// Which they are is drawn anew some times.
// Places nearer than avoid to a standing spine are left out.
func (a animal) chanceOf(r restoration, avoid float64) (float64, string) {
	rounds := 1
	if r.artefact.back > 0 {
		rounds = 10
	}
	sum, of := 0.0, 0.0
	for range rounds {
		branches, _ := r.without(a.returned(r)).layout()
		for _, b := range branches {
			of += float64(len(b.Formed))
		}
		c, err := spatial.RestoredChance(branches, spatial.Match{}, spatial.Placement{AvoidUm: avoid, Draws: max(1, a.how.Draws/rounds)}, a.rng)
		if err != nil {
			return 0, "standing spines leave chance no place on a branch with new ones"
		}
		sum += c.Mean
	}
	if of == 0 {
		return 0, "the stated errors explain all new spines"
	}
	return sum / of, ""
}

// returned draws which sites came back after being missed: as many as expected,
// among those that were there, not there and there again under one name.
func (a animal) returned(r restoration) map[int]bool {
	var candidates []int
	for i, s := range r.Sites {
		if s.States[0] == turnover.Present && s.States[1] == turnover.Absent && s.States[2] == turnover.Present {
			candidates = append(candidates, i)
		}
	}
	n := int(r.artefact.back + a.rng.Float64()) // rounded at random, right on average
	out := map[int]bool{}
	for _, k := range a.rng.Perm(len(candidates))[:min(n, len(candidates))] {
		out[candidates[k]] = true
	}
	return out
}

// without is the restoration without some sites.
func (r restoration) without(sites map[int]bool) restoration {
	if len(sites) == 0 {
		return r
	}
	out := r
	out.Sites = nil
	for i, s := range r.Sites {
		if !sites[i] {
			out.Sites = append(out.Sites, s)
		}
	}
	return out
}

func (a animal) artefactOf(p turnover.Presence, pathUm float64) (artefact, string) {
	e, why := a.errors()
	if why != "" {
		return artefact{}, why
	}
	stood, odds := pattern(p, "PPP"), e.Miss/(1-e.Miss)
	return artefact{back: stood * odds, twice: stood * odds * odds, older: pattern(p, "APP") * odds, wrong: e.FalsePerUm * pathUm, nearOlder: nearLost(p)}, ""
}

// nearLost is the share of the spines born while others were lost that stand
// within 2 um of one of those.
func nearLost(p turnover.Presence) float64 {
	var lost []turnover.Site
	for _, s := range p.Sites {
		if s.States[0] == turnover.Present && s.States[1] == turnover.Absent {
			lost = append(lost, s)
		}
	}
	n, of := 0.0, 0.0
	for _, s := range p.Sites {
		if !matches(s, "APP") {
			continue
		}
		of++
		if slices.ContainsFunc(lost, func(l turnover.Site) bool {
			return l.Branch == s.Branch && math.Abs(l.PositionUm-s.PositionUm) < spatial.DefaultRadiusUm
		}) {
			n++
		}
	}
	if of == 0 {
		return 0
	}
	return n / of
}
