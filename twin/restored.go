package twin

import (
	"slices"

	"respine/random"
	"respine/turnover"
)

// sessionAt returns the number of the spine session at an hour, -1 for none.
func (m Mouse) sessionAt(hour float64) int { return slices.Index(m.SpineHours(), hour) }

// restoration pairs the spines new in one session since another with places
// lost between two earlier ones.
func (m Mouse) restoration(lostFrom, lostTo, newFrom, newTo float64, draws int) (turnover.Restoration, string) {
	hours := []float64{lostFrom, lostTo, newTo}
	if newFrom != lostTo {
		hours = []float64{lostFrom, lostTo, newFrom, newTo}
	}
	p := m.Presence()
	var keep []int
	for _, h := range hours {
		s := m.sessionAt(h)
		if s < 0 {
			return turnover.Restoration{}, "no spine session at one of the hours"
		}
		keep = append(keep, s)
	}
	p = chosen(p, keep)
	rng := random.New(restorationSeed, uint64(m.Animal)).Rand()
	all := turnover.Restore(p, turnover.RestoreParams{LostWithin: &turnover.Window{From: 0, To: 1}, Draws: draws}, rng)
	r := all[len(all)-1]
	if r.New == 0 {
		return r, "no new spines"
	}
	return r, ""
}

// restorationSeed fixes the draws of the chance level, which are no part of
// the mouse.
const restorationSeed = 2

// chosen returns the presence of some sessions.
func chosen(p turnover.Presence, sessions []int) turnover.Presence {
	var out turnover.Presence
	for _, s := range sessions {
		out.Sessions = append(out.Sessions, p.Sessions[s])
		out.Judgeable = append(out.Judgeable, p.Judgeable[s])
	}
	for _, site := range p.Sites {
		states := make([]turnover.State, len(sessions))
		for i, s := range sessions {
			states[i] = site.States[s]
		}
		if slices.Contains(states, turnover.Present) {
			site.States = states
			out.Sites = append(out.Sites, site)
		}
	}
	return out
}

// Restored returns the share of new spines within 2 um of a place lost before.
func (m Mouse) Restored(lostFrom, lostTo, newTo float64) Value {
	r, why := m.restoration(lostFrom, lostTo, lostTo, newTo, 1)
	if why != "" {
		return undefined(why)
	}
	return ratio(float64(r.Restored), float64(r.New), "no new spines")
}

// RestoredExcess returns that share less chance, new spines falling anywhere
// but on standing ones.
func (m Mouse) RestoredExcess(lostFrom, lostTo, newTo float64) Value {
	r, why := m.restoration(lostFrom, lostTo, lostTo, newTo, 199)
	if why != "" {
		return undefined(why)
	}
	return ratio(float64(r.Restored)-r.Avoiding.Mean, float64(r.New), "no new spines")
}

// SurvivalGain returns how much likelier a restored spine stands at a later hour
// than one new elsewhere, as a difference of shares.
func (m Mouse) SurvivalGain(lostFrom, lostTo, newTo, later float64) Value {
	r, why := m.restoration(lostFrom, lostTo, lostTo, newTo, 1)
	if why != "" {
		return undefined(why)
	}
	p := m.Presence()
	at, before := m.sessionAt(later), m.sessionAt(lostTo)
	now := m.sessionAt(newTo)
	if at < 0 {
		return undefined("no spine session at the later hour")
	}
	restored := map[string]bool{}
	sites := chosen(p, []int{m.sessionAt(lostFrom), before, now}).Sites
	for _, pair := range r.Pairs {
		restored[sites[pair.New].Spine] = true
	}
	var stands, of [2]float64
	for _, s := range p.Sites {
		if s.States[now] != turnover.Present || s.States[before] == turnover.Present {
			continue
		}
		group := 0
		if restored[s.Spine] {
			group = 1
		}
		of[group]++
		if s.States[at] == turnover.Present {
			stands[group]++
		}
	}
	if of[0] == 0 || of[1] == 0 {
		return undefined("no new spines of one of the two kinds")
	}
	return Value{Sum: stands[1]/of[1] - stands[0]/of[0], Of: 1}
}
