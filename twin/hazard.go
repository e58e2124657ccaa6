package twin

import (
	"math"
	"slices"
)

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
	q := l.loss.value(k)
	return l.alone[k]*(1+h.raised) + h.spreads*q/(q+l.Params.Contagion.Half)
}

// endure gives the spine of contact k the amount of hazard it will live
// through: exponential with mean 1, so that the chance of dying within an hour is
// one less exp of minus the hazard, and no draw is needed until the next birth.
func (l *life) endure(k int, hazard float64) { l.left[k] = hazard }

// fall takes the spine of contact k away; its neighbours feel it.
func (l *life) fall(k int, hour float64, why Cause) {
	i, _ := slices.BinarySearch(l.there, int32(k))
	l.there = slices.Delete(l.there, i, i+1)
	l.standing[k], l.maturity[k], l.gained[k], l.size[k], l.lostHour[k] = false, 0, 0, 0, hour
	life := &l.lives[l.current[k]]
	life.Died, life.Cause = hour-0.5, why
	l.loss.spread(l.contacts, k, l.Params.Contagion.ReachUm)
}
