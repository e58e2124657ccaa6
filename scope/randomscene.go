package scope

import (
	"math/rand/v2"

	"respine/dendrite"
)

// Params says what a random scene holds. The zero Params means the defaults.
type Params struct {
	FieldUm  dendrite.Point // default 61.44 x 61.44 x 40: 512 pixels of 0.12 um, 40 slices
	Branches int            // dendrites, default 3
	Days     []float64      // of the sessions, default 0, 2, 4, 6
	Clutter  Clutter
	Dynamics Dynamics
	Motion   Motion
}

// RandomScene draws a scene: dendrites, what else is in the field, spines that
// come and go, and how the field lies in each session. The first session is
// the reference: it is neither moved nor changed in brightness.
func RandomScene(rng *rand.Rand, p Params) Scene {
	if p.FieldUm == (dendrite.Point{}) {
		p.FieldUm = dendrite.Point{X: 61.44, Y: 61.44, Z: 40}
	}
	if p.Branches == 0 {
		p.Branches = 3
	}
	if len(p.Days) == 0 {
		p.Days = []float64{0, 2, 4, 6}
	}
	sc := Scene{FieldUm: p.FieldUm}
	sc.Branches = RandomBranches(rng, p.FieldUm, p.Branches)
	p.Clutter.add(&sc, rng)
	sc.Spines = RandomDynamics(rng, sc.Branches, len(p.Days), p.Dynamics)
	for i, day := range p.Days {
		s := Session{Day: day}
		if i > 0 {
			s.View = RandomView(rng, p.FieldUm, p.Motion)
		}
		sc.Sessions = append(sc.Sessions, s)
	}
	return sc
}
