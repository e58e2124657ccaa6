package scope

import (
	"math"
	"math/rand/v2"

	"respine/dendrite"
)

// How a random dendrite runs.
const (
	branchStepUm     = 0.25
	branchMinUm      = 30
	branchMaxUm      = 120
	branchMarginUm   = 7     // kept free at the borders, for the sessions to shift in
	bendRadPerUm     = 0.012 // standard deviation of the curvature in the plane
	bendLengthUm     = 15    // over which the curvature forgets itself
	crookRadPerUm    = 0.07  // the same of small crooks
	crookLengthUm    = 2
	slopeSD          = 0.12 // micrometres of depth per micrometre of path
	radiusMinUm      = 0.3  // of the shaft
	radiusMaxUm      = 0.6
	radiusWobble     = 0.14 // relative standard deviation along the shaft
	radiusLengthUm   = 2
	daughterFraction = 0.3 // of the dendrites after the first spring from another
	daughterMinRad   = 0.5 // angle between them
	daughterMaxRad   = 1.2
	branchTries      = 200
)

// RandomBranches draws n smooth dendrites of 30 to 120 um that lie within the
// field, some of them daughters of an earlier one. Fewer are returned when the
// field is too small to hold them.
func RandomBranches(rng *rand.Rand, fieldUm dendrite.Point, n int) []Branch {
	var branches []Branch
	for id := range n {
		for range branchTries {
			start, heading := seedBranch(rng, fieldUm, branches)
			b := walk(rng, fieldUm, start, heading)
			b.ID = id
			if b.LengthUm() >= branchMinUm {
				branches = append(branches, b)
				break
			}
		}
	}
	return branches
}

// seedBranch returns where a dendrite begins, and in which direction of the plane.
func seedBranch(rng *rand.Rand, field dendrite.Point, others []Branch) (dendrite.Point, float64) {
	if len(others) > 0 && rng.Float64() < daughterFraction {
		parent := others[rng.IntN(len(others))]
		p, t, _ := parent.at(parent.LengthUm() * rng.Float64())
		turn := daughterMinRad + (daughterMaxRad-daughterMinRad)*rng.Float64()
		if rng.IntN(2) == 0 {
			turn = -turn
		}
		return p, math.Atan2(t.Y, t.X) + turn
	}
	p := dendrite.Point{X: inside(rng, field.X), Y: inside(rng, field.Y), Z: inside(rng, field.Z)}
	// From a random place near the rim towards the middle.
	if rng.IntN(2) == 0 {
		p.X = nearerRim(p.X, field.X)
	} else {
		p.Y = nearerRim(p.Y, field.Y)
	}
	return p, math.Atan2(field.Y/2-p.Y, field.X/2-p.X) + 0.5*rng.NormFloat64()
}

func inside(rng *rand.Rand, size float64) float64 {
	return branchMarginUm + max(0, size-2*branchMarginUm)*rng.Float64()
}

func nearerRim(v, size float64) float64 {
	if v < size/2 {
		return branchMarginUm
	}
	return size - branchMarginUm
}

// walk grows a dendrite from start until it reaches the margin of the field or
// its full length. Curvature, slope and thickness wander and return to their
// means (Ornstein-Uhlenbeck).
func walk(rng *rand.Rand, field, start dendrite.Point, heading float64) Branch {
	length := branchMinUm + (branchMaxUm-branchMinUm)*rng.Float64()
	radius := radiusMinUm + (radiusMaxUm-radiusMinUm)*rng.Float64()
	bend, crook := wander(bendRadPerUm, bendLengthUm), wander(crookRadPerUm, crookLengthUm)
	slope, wobble := wander(slopeSD, bendLengthUm), wander(radiusWobble, radiusLengthUm)
	var b Branch
	p := start
	for i := 0; float64(i)*branchStepUm <= length && withinMargin(p, field); i++ {
		b.Points = append(b.Points, p)
		b.RadiusUm = append(b.RadiusUm, radius*(1+wobble(rng)))
		heading += (bend(rng) + crook(rng)) * branchStepUm
		s := slope(rng)
		flat := branchStepUm / math.Sqrt(1+s*s)
		p = along(p, dendrite.Point{X: math.Cos(heading), Y: math.Sin(heading), Z: s}, flat)
	}
	return b
}

func withinMargin(p, field dendrite.Point) bool {
	const m = branchMarginUm - 1e-9
	return p.X >= m && p.X <= field.X-m && p.Y >= m && p.Y <= field.Y-m && p.Z >= m && p.Z <= field.Z-m
}

// wander returns a stationary Gaussian random walk with the given standard
// deviation and correlation length, one step of branchStepUm per call.
func wander(sd, lengthUm float64) func(*rand.Rand) float64 {
	keep := math.Exp(-branchStepUm / lengthUm)
	kick := sd * math.Sqrt(1-keep*keep)
	v, begun := 0.0, false
	return func(rng *rand.Rand) float64 {
		if !begun {
			v, begun = sd*rng.NormFloat64(), true
			return v
		}
		v = keep*v + kick*rng.NormFloat64()
		return v
	}
}
