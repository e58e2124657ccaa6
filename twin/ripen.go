package twin

import "math"

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
	if p.ConstantNewC > 0 && !math.IsInf(l.lives[l.current[k]].Born, -1) {
		c = p.ConstantNewC
	}
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
