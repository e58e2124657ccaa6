package twin

import (
	"math"

	"respine/random"
)

// hourly holds what is the same for all contacts in one hour.
type hourly struct {
	hour      float64
	sizes     random.Key
	born      random.Key
	accepted  random.Key
	ceiling   float64 // of maturity
	stress    float64 // S, at most 1
	raised    float64 // a_S S
	spreads   float64 // r_q S
	plastic   float64 // formation, times everything that is the same for all contacts
	most      float64 // no contact forms faster than this
	keepTag   float64 // of the maturity gained lately
	every     int     // hours between visits to a spine
	sizeDecay float64 // of log-volume over those hours
	sizeNoise float64
}

func (l *life) hourly(hour float64) hourly {
	p, s := l.Params, l.state
	gain := p.Ketamine.gain(s)
	h := hourly{hour: hour,
		sizes: at(l.key, ofVolume, hour), born: at(l.key, ofBirth, hour), accepted: at(l.key, ofAccept, hour),
		ceiling: p.ceiling(s), stress: math.Min(s.Stress, 1),
		every: max(1, p.Imaging.RevisitHours),
	}
	h.raised, h.spreads = p.Stress.Elimination*h.stress, p.Contagion.PerHour*h.stress
	f := p.Formation
	held := math.Max(0, 1-p.Stress.Formation*h.stress*(1-gain))
	h.plastic = f.PerHour * (1 + p.Ketamine.Formation*gain) * held
	h.most = h.plastic * (1 + f.Coactivity) * math.Max(1, f.Bouton) * (1 + f.Growth)
	h.keepTag = math.Exp(-float64(h.every) / p.Light.TagHours)
	h.sizeDecay = math.Exp(-float64(h.every) / p.Spines.VolumeHours)
	h.sizeNoise = p.Spines.VolumeSD * math.Sqrt(1-h.sizeDecay*h.sizeDecay)
	return h
}

// revisit brings maturity, size and hazard of the spine at contact k up to date.
// Every spine is visited once in RevisitHours, neighbours in different hours;
// in between its own hazard is held, while what its neighbours do to it is not.
func (l *life) revisit(k int, h hourly) {
	l.ripen(k, h)
	if !l.Params.Spines.ConstantVolume {
		l.volume[k] = l.volume[k]*h.sizeDecay + h.sizeNoise*h.sizes.Normal(uint64(k))
	}
	l.expose(k)
}

// ripen moves maturity on over the hours between visits, exactly for the
// co-activity held over them:
//
//	dm/dt = k_m c (P95 - m) - m max(0, c* - c)/tau_m
func (l *life) ripen(k int, h hourly) {
	p := l.Params.Spines
	c, m := l.coactive[k], l.maturity[k]
	up, down := p.MaturePerHour*c, 0.0
	if p.DecayHours > 0 && c < p.DecayBelow {
		down = (p.DecayBelow - c) / p.DecayHours
	}
	if up+down == 0 {
		return
	}
	goal := up * h.ceiling / (up + down)
	next := goal + (m-goal)*math.Exp(-(up+down)*float64(h.every))
	l.gained[k] = l.gained[k]*h.keepTag + math.Max(0, next-m)
	l.maturity[k] = next
}

// expose works out the size of the spine at contact k, maturity times volume,
// and its hazard per hour without stress:
//
//	h0 exp(-b_m m - b_v v - b_c coop)
func (l *life) expose(k int) {
	s := l.Params.Spines
	l.size[k] = l.maturity[k] * math.Exp(l.volume[k]-s.VolumeSD*s.VolumeSD/2)
	l.alone[k] = s.HazardPerHour * math.Exp(-s.Maturity*l.maturity[k]-s.Volume*l.volume[k]-s.Cooperation*l.coop[k])
}

// hazard returns the hazard per hour of losing the spine at contact k. To its
// own, raised by stress, comes what lost neighbours leave behind, which takes
// ripe spines as readily as others:
//
//	alone (1 + a_S S) + r_q S q/(q + half)
func (l *life) hazard(k int, h hourly) float64 {
	if h.stress == 0 {
		return l.alone[k]
	}
	q := l.loss[k]
	return l.alone[k]*(1+h.raised) + h.spreads*q/(q+l.Params.Contagion.Half)
}

// formation returns the chance per hour of a spine at vacant contact k:
//
//	k_f (1 + a_c c) (1 + a_B B) (1 + (R_b - 1) u) (1 + a_g g/(1+g)) (1 - stress)
//
// with u the bouton, 1 when it lost its spine and fading since.
func (l *life) formation(k int, h hourly) float64 {
	f := l.Params.Formation
	rate := h.plastic * (1 + f.Coactivity*l.coactive[k])
	if since := h.hour - l.lostHour[k]; !math.IsInf(since, 1) {
		rate *= 1 + (f.Bouton-1)*math.Exp(-since/f.BoutonHours)
	}
	g := l.growth[k]
	return rate * (1 + f.Growth*g/(1+g))
}

// births adds to risen the contacts of branch b that grow a spine. Candidates
// are drawn at the highest rate there can be, by waiting times along the
// branch, and kept in proportion to their own (Lewis & Shedler 1979, doi
// 10.1002/nav.3800260304), which takes few draws.
func (l *life) births(b int, h hourly, risen []int) []int {
	c := l.contacts
	most := -math.Expm1(-h.most)
	log := math.Log1p(-most)
	if most <= 0 {
		return risen
	}
	i := -1
	for draw := uint64(b) << 16; ; draw++ {
		step := math.Floor(math.Log1p(-h.born.Uniform(draw)) / log)
		if step >= float64(c.PerBranch-i-1) {
			return risen
		}
		i += 1 + int(step)
		k := b*c.PerBranch + i
		if l.standing[k] {
			continue
		}
		chance := -math.Expm1(-l.formation(k, h))
		if h.accepted.Uniform(uint64(k))*most < chance && !l.crowded(k) {
			risen = append(risen, k)
		}
	}
}

// endure gives the spine of contact k the amount of hazard it will live
// through: exponential with mean 1, so that the chance of dying within an hour is
// one less exp of minus the hazard, and no draw is needed until the next birth.
func (l *life) endure(k int, hazard float64) { l.left[k] = hazard }

// fall takes the spine of contact k away; its neighbours feel it.
func (l *life) fall(k int, hour float64, why Cause) {
	l.standing[k], l.maturity[k], l.gained[k], l.size[k], l.lostHour[k] = false, 0, 0, 0, hour
	life := &l.lives[l.current[k]]
	life.Died, life.Cause = hour-0.5, why
	spread(l.loss, l.contacts, k, l.Params.Contagion.ReachUm)
}

// newMaturity is that of a spine at birth.
const newMaturity = 0.05

// rise puts a new spine on contact k.
func (l *life) rise(k int, hour float64) {
	key := at(l.key, ofNewborn, hour)
	l.standing[k], l.maturity[k], l.gained[k] = true, newMaturity, 0
	l.endure(k, key.At(2).Exponential(uint64(k)))
	l.volume[k] = l.Params.Spines.NewVolume
	if !l.Params.Spines.ConstantVolume {
		l.volume[k] += 0.5 * l.Params.Spines.VolumeSD * key.Normal(uint64(k))
	}
	l.expose(k)
	before := int(l.current[k])
	l.current[k] = int32(len(l.lives))
	l.lives = append(l.lives, Life{Contact: k, PositionUm: l.jittered(k, key.At(1).Normal(uint64(k))),
		Born: hour + 0.5, Died: math.Inf(1), Before: before, LitHour: math.NaN()})
	spread(l.growth, l.contacts, k, l.Params.Formation.GrowthUm)
}
