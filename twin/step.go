package twin

import "math"

// step moves every contact on by one hour, branch by branch.
func (l *life) step(hour float64) {
	l.look(hour)
	h := l.hourly(hour)
	c := l.contacts
	risen := l.births(h)
	var fallen []int
	for b := range c.Branches {
		lo, hi := b*c.PerBranch, (b+1)*c.PerBranch
		if (int(hour)+b)%h.every == 0 {
			neighbours(l.coop[lo:hi], l.maturity[lo:hi], l.coopDecay[lo:hi])
		}
		for k := lo; k < hi; k++ {
			if !l.standing[k] {
				continue
			}
			if (int(hour)+k)%h.every == 0 {
				l.revisit(k, h)
			}
			l.left[k] -= l.hazard(k, h)
			if l.left[k] < 0 {
				fallen = append(fallen, k)
			}
		}
	}
	l.fade()
	for _, k := range fallen {
		l.fall(k, hour+1, Lost)
	}
	for _, k := range risen {
		l.rise(k, hour)
	}
	l.state.advance(l.Params, l.Protocol.stressed(hour))
	l.summarise()
}

// fade lets both fields decay by an hour.
func (l *life) fade() {
	q, g := math.Exp(-1/l.Params.Contagion.Hours), math.Exp(-1/l.Params.Formation.GrowthHours)
	for k := range l.loss {
		l.loss[k] *= q
		l.growth[k] *= g
	}
}

// summarise notes the state of the mouse at the end of an hour.
func (l *life) summarise() {
	s := &l.state
	s.Standing, s.Ensemble = 0, 0
	for k, there := range l.standing {
		if !there {
			continue
		}
		s.Standing++
		if l.contacts.Own[k] {
			s.Ensemble += l.size[k]
		}
	}
	s.Ensemble /= float64(l.contacts.Cells)
	l.Hours = append(l.Hours, *s)
}
