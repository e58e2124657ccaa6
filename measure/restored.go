package measure

import (
	"math"
	"slices"

	"respine/spatial"
	"respine/study"
	"respine/turnover"
)

// restoration is the new spines of one animal and what errors of scoring put
// among them.
type restoration struct {
	turnover.Presence
	seen     imaged
	new      int
	restored map[int]bool // sites
	chance   float64      // of a new spine to fall near a lost place
	artefact artefact
}

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

// restore finds the new spines of at[1]..at[2] and those within 2 um of places
// lost in at[0]..at[1], each place taken once. With chance, it is taken from null
// N4: new spines fall anywhere on their dendrite but on standing spines, and are
// paired in the same way.
func (a animal) restore(at []study.Hours, chance bool) (restoration, string) {
	v := a.see()
	p, why := v.pick(at, a.how.Reading)
	if why != "" {
		return restoration{}, why
	}
	r := restoration{Presence: p, seen: v, restored: map[int]bool{}}
	branches, formed := r.layout()
	for b, one := range branches {
		r.new += len(one.Formed)
		for _, pair := range spatial.Restored(one.Formed, one.Lost, spatial.Match{}) {
			r.restored[formed[b][pair.Formed]] = true
		}
	}
	if r.new == 0 {
		return r, "no new spines"
	}
	if a.how.Reading == Corrected {
		if r.artefact, why = a.artefactOf(p, v.pathUm()); why != "" {
			return r, why
		}
	}
	if chance {
		if p.Judgeable == nil {
			return r, "the length of the dendrite is not known (table branches)"
		}
		if r.chance, why = a.chanceOf(r, avoidUm); why == "" && r.artefact.wrong > 0 {
			r.artefact.nearWrong, why = a.chanceOf(r, 0)
		}
	}
	return r, why
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

// layout lays out the branches that have new spines, and which sites these are.
func (r restoration) layout() (branches []spatial.Branch, formed [][]int) {
	all := make([]spatial.Branch, len(r.seen.branches))
	sites := make([][]int, len(all))
	for i, s := range r.Sites {
		b := &all[s.Branch]
		place := spatial.Site{PositionUm: s.PositionUm, Side: s.Side}
		if s.States[1] == turnover.Present {
			b.Standing = append(b.Standing, s.PositionUm)
		}
		if s.States[0] == turnover.Present && s.States[1] == turnover.Absent {
			b.Lost = append(b.Lost, place)
		}
		if s.States[1] == turnover.Absent && s.States[2] == turnover.Present {
			b.Formed, sites[s.Branch] = append(b.Formed, place), append(sites[s.Branch], i)
		}
	}
	for i, b := range all {
		if len(b.Formed) > 0 {
			b.Path = []spatial.Span{{Lo: 0, Hi: r.seen.branches[i].lengthUm}}
			branches, formed = append(branches, b), append(formed, sites[i])
		}
	}
	return branches, formed
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

func restoredShare(a animal, at []study.Hours) Value {
	r, why := a.restore(at, a.how.Reading == Corrected)
	if why != "" {
		return undefined(why)
	}
	e := r.artefact
	return r.value(float64(len(r.restored))-e.restored(r.chance), float64(r.new)-e.all())
}

// restoredExcess is that share less chance. With errors taken off, what they put
// among the new spines leaves both parts, and the chance is that of the rest:
//
//	(R - restored artefacts)/(N - artefacts) - c
func restoredExcess(a animal, at []study.Hours) Value {
	r, why := a.restore(at, true)
	if why != "" {
		return undefined(why)
	}
	e := r.artefact
	n := float64(r.new) - e.all()
	return r.value(float64(len(r.restored))-e.restored(r.chance)-r.chance*n, n)
}

func (r restoration) value(sum, of float64) Value {
	if !(of > 0) {
		return undefined("the stated errors explain all new spines")
	}
	return Value{Sum: sum, Of: of, Counts: r.counts()}
}

func (r restoration) counts() Counts {
	c := r.seen.counts(r.Presence)
	c.Items = r.new
	return c
}

// restoredSurvival is the share of restored spines that still stand at at[3] less
// that of the other new ones.
func restoredSurvival(a animal, at []study.Hours) Value { return a.fate(at, turnover.Present) }

// lossRestoredLess is the share lost instead.
func lossRestoredLess(a animal, at []study.Hours) Value { return a.fate(at, turnover.Absent) }

// fate compares what became of restored and other new spines by at[3].
func (a animal) fate(at []study.Hours, want turnover.State) Value {
	r, why := a.restore(at, a.how.Reading == Corrected)
	if why != "" {
		return undefined(why)
	}
	var groups [2]fraction
	var rows []Row
	for i, s := range r.Sites {
		if s.States[1] != turnover.Absent || s.States[2] != turnover.Present || s.States[3] == turnover.NotJudgeable {
			continue
		}
		g, name := 0, "de novo"
		if r.restored[i] {
			g, name = 1, "restored"
		}
		y := 0.0
		if s.States[3] == want {
			y = 1
		}
		groups[g].of++
		groups[g].y += y
		rows = append(rows, Row{Cell: r.seen.branches[s.Branch].cell, Branch: r.seen.branches[s.Branch].id, Group: name, Y: y, Of: 1})
	}
	if a.how.Reading == Corrected {
		e, miss := r.artefact, a.miss()
		old, older := r.later("PPP", want), r.later("APP", want)
		gone := 0.0 // of what was seen by mistake, the share that shows the wanted state later
		if want == turnover.Absent {
			gone = 1
		}
		groups[1].less(e.back, old)
		groups[1].less(e.twice*r.chance, old)
		groups[0].less(e.twice*(1-r.chance), old)
		groups[1].less(e.older*e.nearOlder, older)
		groups[0].less(e.older*(1-e.nearOlder), older)
		groups[1].less(e.wrong*e.nearWrong, gone)
		groups[0].less(e.wrong*(1-e.nearWrong), gone)
		return difference(groups[1], groups[0], 1-miss, rows, r.counts())
	}
	return difference(groups[1], groups[0], 1, rows, r.counts())
}

func (a animal) miss() float64 {
	e, _ := a.errors()
	return e.Miss
}

// later is the share of the spines with a pattern in the first three sessions
// that show a state in the fourth.
func (r restoration) later(states string, want turnover.State) float64 {
	n, of := 0.0, 0.0
	for _, s := range r.Sites {
		if matches(s, states) && s.States[3] != turnover.NotJudgeable {
			of++
			if s.States[3] == want {
				n++
			}
		}
	}
	if of == 0 {
		return 0
	}
	return n / of
}

// fraction is a count of a count.
type fraction struct{ y, of float64 }

// less takes off n of which a share counts.
func (f *fraction) less(n, share float64) {
	f.y -= n * share
	f.of -= n
}

// difference is p₁ - p₀ in the form of Mantel and Haenszel (1959, doi
// 10.1093/jnci/22.4.719): (y₁·n₀ - y₀·n₁)/n over n₁·n₀/n, n = n₁ + n₀, so that an
// animal weighs by how much it can say. Seen is the chance that what is there is
// seen, by which differences shrink.
func difference(one, zero fraction, seen float64, rows []Row, counts Counts) Value {
	n := one.of + zero.of
	switch {
	case len(rows) == 0:
		return undefined("no new spines that were looked for later")
	case !(one.of > 0), !(zero.of > 0):
		return undefined("no spines of one of the two kinds")
	}
	return Value{Sum: (one.y*zero.of - zero.y*one.of) / n / seen, Of: one.of * zero.of / n, Rows: rows, Counts: counts}
}
