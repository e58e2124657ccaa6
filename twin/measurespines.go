package twin

import (
	"math"
	"slices"

	"respine/random"
	"respine/spatial"
	"respine/turnover"
)

// change counts spines of the imaged branches between two hours.
func (m Mouse) change(from, to float64) (before, lost, gained float64) {
	for _, i := range m.imagedLives() {
		a, b := m.Lives[i].At(from), m.Lives[i].At(to)
		switch {
		case a && !b:
			lost++
		case b && !a:
			gained++
		}
		if a {
			before++
		}
	}
	return before, lost, gained
}

// Elimination returns the share of spines standing at one hour and not at a
// later one.
func (m Mouse) Elimination(from, to float64) Value {
	n, lost, _ := m.change(from, to)
	return ratio(lost, n, "no spine stood")
}

// Formation returns new spines over those standing at the start.
func (m Mouse) Formation(from, to float64) Value {
	n, _, gained := m.change(from, to)
	return ratio(gained, n, "no spine stood")
}

// Density returns spines per um of imaged branch.
func (m Mouse) Density(hour float64) Value {
	n, _, _ := m.change(hour, hour)
	return ratio(n, float64(len(m.Imaged))*m.Wiring.LengthUm, "no branch imaged")
}

// BirthsPerHour returns spines born between two hours on all branches, per hour.
func (m Mouse) BirthsPerHour(from, to float64) Value {
	n := 0.0
	for _, l := range m.Lives {
		if l.Born >= from && l.Born < to {
			n++
		}
	}
	return ratio(n, to-from, "no time")
}

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

// LossNearness returns the mean distance from a lost spine to the nearest other
// one, over what exchanging labels within branches gives: below 1 when lost
// spines stand together.
func (m Mouse) LossNearness(from, to float64) Value {
	c := m.clustering(from, to)
	if c.Undefined != "" {
		return undefined(c.Undefined)
	}
	if c.Within.Undetermined != "" {
		return undefined(c.Within.Undetermined)
	}
	return ratio(c.Within.MeanUm, c.Within.NullMeanUm, "no losses")
}

// LossDispersion returns how unevenly losses fall on branches, 1 by chance.
func (m Mouse) LossDispersion(from, to float64) Value {
	c := m.clustering(from, to)
	if c.Undefined != "" {
		return undefined(c.Undefined)
	}
	return Value{Sum: c.Dispersion, Of: 1}
}

// BirthNearness returns the mean distance from a new spine to the nearest other
// new one, over what exchanging them among the contacts of their branch that were
// vacant gives: below 1 when new spines stand together. The vacant contacts are
// truth no instrument sees.
func (m Mouse) BirthNearness(from, to float64) Value {
	n := m.Wiring.PerBranch
	rows := make([]spatial.Labelled, len(m.Imaged))
	taken, born := make([]bool, m.Wiring.Len()), make([]bool, m.Wiring.Len())
	for _, l := range m.Lives {
		taken[l.Contact] = taken[l.Contact] || l.At(from)
		born[l.Contact] = born[l.Contact] || l.At(to) && !l.At(from)
	}
	count := 0
	for i, b := range m.Imaged {
		rows[i].LengthUm = m.Wiring.LengthUm
		for k := b * n; k < (b+1)*n; k++ {
			if taken[k] {
				continue
			}
			rows[i].PositionsUm = append(rows[i].PositionsUm, m.Wiring.PositionUm[k])
			rows[i].Lost = append(rows[i].Lost, born[k])
			if born[k] {
				count++
			}
		}
	}
	if count < 2 {
		return undefined("fewer than two new spines")
	}
	c := spatial.LostClustering(rows, spatial.WithinBranch, 199, random.New(restorationSeed, uint64(m.Animal), 2).Rand())
	if c.Undetermined != "" {
		return undefined(c.Undetermined)
	}
	return ratio(c.MeanUm, c.NullMeanUm, "no new spines")
}

func (m Mouse) clustering(from, to float64) Clustered {
	a, b := m.sessionAt(from), m.sessionAt(to)
	if a < 0 || b < 0 {
		return Clustered{Undefined: "no spine session at one of the hours"}
	}
	return LossClustering(m.Presence(), a, b, 199, random.New(restorationSeed, uint64(m.Animal), 1).Rand())
}

// PSD95 returns the summed intensity of the puncta per um of imaged branch,
// which is what expression in a section amounts to.
func (m Mouse) PSD95(hour float64) Value {
	return m.of(PunctaSession, hour, func(r Recording) Value {
		sum := 0.0
		for _, p := range r.Puncta {
			sum += p.Intensity
		}
		return ratio(sum, float64(len(m.Imaged))*m.Wiring.LengthUm, "no branch imaged")
	})
}

// LitLoss returns the share of the spines that light shrank, or of those it did
// not, that were gone some hours later.
func (m Mouse) LitLoss(hour, later float64, lit bool) Value {
	n, lost := 0.0, 0.0
	for _, l := range m.Lives {
		if l.At(hour) && (!math.IsNaN(l.LitHour) && l.LitHour == hour) == lit {
			n++
			if !l.At(later) {
				lost++
			}
		}
	}
	return ratio(lost, n, "no such spine")
}

// AgeLoss returns the share of the spines standing at one hour that are gone at
// a later one, of those born within some hours before the first or of the others.
func (m Mouse) AgeLoss(hour, later, withinHours float64, young bool) Value {
	n, lost := 0.0, 0.0
	for _, l := range m.Lives {
		if l.At(hour) && (hour-l.Born < withinHours) == young {
			n++
			if !l.At(later) {
				lost++
			}
		}
	}
	return ratio(lost, n, "no such spine")
}
