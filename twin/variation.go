package twin

import (
	"math"

	"respine/random"
)

// vary gives a mouse its own constants.
func vary(p Params, key random.Key) Params {
	v := p.Variation
	factor := func(draw uint64, sd float64) float64 { return math.Exp(sd*key.Normal(draw) - sd*sd/2) }
	density := factor(0, v.Density)
	p.Wiring.Own, p.Wiring.Other = math.Min(p.Wiring.Own*density, 1), math.Min(p.Wiring.Other*density, 1)
	p.Formation.PerHour *= density
	turnover := factor(1, v.Turnover)
	p.Spines.HazardPerHour *= turnover
	p.Formation.PerHour *= turnover
	stress := factor(2, v.Stress)
	p.Stress.Elimination *= stress
	p.Stress.PSDDeficit = math.Min(p.Stress.PSDDeficit*stress, 0.9)
	ketamine := factor(3, v.Ketamine)
	p.Ketamine.Disinhibit *= ketamine
	p.Ketamine.Formation *= ketamine
	p.Coupling.Weight *= factor(4, v.Excitation)
	struggle := factor(5, v.Struggle)
	p.Behaviour.RestPerSec *= struggle
	p.Behaviour.PullPerSec *= struggle
	p.Behaviour.StopPerSec *= factor(6, v.Struggle)
	p.Sucrose.Logit += v.Sucrose * key.Normal(7)
	p.Sucrose.IntakeG *= factor(8, 0.1)
	return p
}
