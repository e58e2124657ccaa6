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
