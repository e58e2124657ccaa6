package twin

import (
	"math"
	"slices"
)

// manipulate does what is dated an hour.
func (l *life) manipulate(hour float64) {
	for _, m := range l.Protocol.Manipulations {
		if math.Floor(m.FromHours) != hour {
			continue
		}
		switch m.Kind {
		case KetamineDose:
			l.state.dose(orElse(m.Dose, fullDose))
		case Photoactivation:
			l.illuminate(hour, m.Probe)
		case Deletion:
			l.deleteMatched(hour)
		}
	}
}

// illuminate shrinks the spines a probe is in. They lose volume and with it
// maturity; whether they die is left to the hazard.
func (l *life) illuminate(hour float64, probe Probe) {
	draws := at(l.key, ofLight, hour)
	for _, there := range l.there {
		k := int(there)
		hit := probe == ASPaRAC1 && l.potentiated(k, hour) ||
			probe == Untargeted && draws.Uniform(uint64(k)) < l.Params.Light.Untargeted
		if hit {
			l.shrink(k, hour)
		}
	}
}

// potentiated reports whether a spine was born or has ripened lately.
func (l *life) potentiated(k int, hour float64) bool {
	p := l.Params.Light
	return hour-l.lives[l.current[k]].Born < p.TagHours || l.gained[k] > p.TagGain
}

func (l *life) shrink(k int, hour float64) {
	l.volume[k] -= l.Params.Light.ShrinkLog
	l.maturity[k] *= l.Params.Light.UnripeShare
	l.gained[k] = 0
	l.expose(k)
	l.lives[l.current[k]].LitHour = hour
}

// deleteMatched takes away as many spines, drawn at random, as AS-PaRAC1 would
// have been in.
func (l *life) deleteMatched(hour float64) {
	tagged, standing := 0, slices.Clone(l.there)
	for _, k := range standing {
		if l.potentiated(int(k), hour) {
			tagged++
		}
	}
	rng := at(l.key, ofLight, hour).At(1).Rand()
	for _, i := range rng.Perm(len(standing))[:tagged] {
		l.fall(int(standing[i]), hour+1, Deleted)
	}
}
