package twin

import "math"

// step moves every contact on by one hour, after look.
func (l *life) step(hour float64) {
	h := l.hourly(hour)
	c := l.contacts
	risen := l.births(h)
	var fallen []int
	for b := range c.Branches {
		if (int(hour)+b)%h.every == 0 {
			lo, hi := b*c.PerBranch, (b+1)*c.PerBranch
			neighbours(l.coop[lo:hi], l.maturity[lo:hi], l.coopDecay[lo:hi])
		}
	}
	for _, there := range l.there {
		k := int(there)
		if (int(hour)+k)%h.every == 0 {
			l.revisit(k, h)
		}
		l.left[k] -= l.hazard(k, h)
		if l.left[k] < 0 {
			fallen = append(fallen, k)
		}
	}
	l.loss.fade(l.Params.Contagion.Hours)
	l.growth.fade(l.Params.Formation.GrowthHours)
	for _, k := range fallen {
		l.fall(k, hour+1, Lost)
	}
	for _, k := range risen {
		l.rise(k, hour)
	}
	l.state.advance(l.Params, l.Protocol.stressed(hour))
	l.summarise()
}

// summarise notes the state of the mouse at the end of an hour.
func (l *life) summarise() {
	l.state.Standing, l.state.Ensemble = len(l.there), l.ensemble()
	l.peak = math.Max(l.peak, l.state.Ensemble)
	l.Hours = append(l.Hours, l.state)
}
