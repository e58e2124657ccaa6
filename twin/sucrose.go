package twin

import (
	"math"

	"respine/random"
)

// Bottle is one bottle of a two-bottle test over half a day; the sides are
// changed at half time.
type Bottle struct {
	Half       int // 0 or 1
	Sucrose    bool
	Left       bool
	DrunkG     float64
	LostG      float64 // what the scale shows: drunk, evaporated and leaked
	Leaked     bool
	BlankLostG float64 // lost by a bottle of an empty cage
}

// What bottles do by themselves: evaporation per half day and its spread, below
// the 0.2 ml in two days that intake protocols report, and now and then a leak.
const (
	evaporationG  = 0.05
	evaporationSD = 0.02
	leakChance    = 0.01
	leakG         = 1.5
)

// drink runs a two-bottle test of a day. Preference is read from the slow state
// of the mouse, not from its prefrontal spines, unless a rival says so.
func (l *life) drink(hour, ensemble float64) []Bottle {
	p := l.Params.Sucrose
	logit := p.Logit - p.PerAnhedon*math.Min(l.state.Anhedone, 1)
	if p.FromSpines > 0 && l.peak > 0 {
		logit = p.Logit - p.FromSpines*math.Max(0, 1-ensemble/l.peak)
	}
	cage := l.key.At(ofSucrose)
	bias := l.Params.Variation.SideBias * cage.Normal(0)
	draws := at(l.key, ofSucrose, hour)
	var out []Bottle
	for half := range 2 {
		left := half == 0
		side := bias
		if !left {
			side = -bias
		}
		share := 1 / (1 + math.Exp(-(logit + side + 0.15*draws.Normal(uint64(half)))))
		total := p.IntakeG / 2 * math.Exp(0.1*draws.Normal(uint64(2+half)))
		out = append(out,
			bottle(Bottle{Half: half, Sucrose: true, Left: left, DrunkG: total * share}, draws.At(uint64(2*half))),
			bottle(Bottle{Half: half, Left: !left, DrunkG: total * (1 - share)}, draws.At(uint64(2*half+1))))
	}
	return out
}

// bottle adds what is lost without being drunk.
func bottle(b Bottle, key random.Key) Bottle {
	dries := func(i uint64) float64 { return math.Max(0, evaporationG+evaporationSD*key.Normal(i)) }
	b.BlankLostG = dries(1)
	b.LostG = b.DrunkG + dries(0)
	if key.Uniform(2) < leakChance {
		b.Leaked = true
		b.LostG += leakG * key.Exponential(3)
	}
	return b
}
