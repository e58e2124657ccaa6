package scope

import (
	"math"
	"math/rand/v2"

	"respine/dendrite"
)

// Clutter is what is in the field besides the dendrites, in numbers per
// 100 x 100 x 50 um. The zero Clutter means the defaults; Clean means none.
type Clutter struct {
	Clean   bool
	Axons   int // thin processes with boutons that cross the field; default 10
	Patches int // dim irregular clouds, such as somata and vessels; default 16
	Swarms  int // groups of small dots, such as processes cut across; default 400
}

// clutterVolume is the volume the numbers of Clutter refer to, in um^3.
const clutterVolume = 100 * 100 * 50

func (c Clutter) add(sc *Scene, rng *rand.Rand) {
	if c.Clean {
		return
	}
	share := sc.FieldUm.X * sc.FieldUm.Y * sc.FieldUm.Z / clutterVolume
	count := func(n, standard int) int {
		if n == 0 {
			n = standard
		}
		return int(poisson(rng, float64(n)*share))
	}
	for range count(c.Axons, 10) {
		sc.Axons = append(sc.Axons, randomAxon(rng, sc.FieldUm))
	}
	for range count(c.Patches, 16) {
		sc.Blobs = append(sc.Blobs, randomPatch(rng, sc.FieldUm)...)
	}
	for range count(c.Swarms, 400) {
		sc.Blobs = append(sc.Blobs, randomSwarm(rng, sc.FieldUm)...)
	}
}

// somewhere returns a place in the field.
func somewhere(rng *rand.Rand, field dendrite.Point) dendrite.Point {
	return dendrite.Point{X: field.X * rng.Float64(), Y: field.Y * rng.Float64(), Z: field.Z * rng.Float64()}
}

// How an axon looks: thinner than a dendrite, beaded.
const (
	axonRadiusUm   = 0.09
	boutonRadiusUm = 0.22
	boutonHalfUm   = 0.35 // half length of a bead
	boutonEveryUm  = 5
	axonBend       = 0.03
	axonMaxUm      = 90
)

// randomAxon runs through a random place of the field and beyond its borders.
func randomAxon(rng *rand.Rand, field dendrite.Point) Branch {
	heading, bend, slope := 2*math.Pi*rng.Float64(), wander(axonBend, bendLengthUm), wander(2*slopeSD, bendLengthUm)
	p := somewhere(rng, field)
	length := axonMaxUm * (0.2 + 0.8*rng.Float64())
	nextBouton := boutonEveryUm * rng.ExpFloat64()
	var b Branch
	for s := 0.0; s < length; s += branchStepUm {
		if s > nextBouton+boutonHalfUm {
			nextBouton += 2*boutonHalfUm + boutonEveryUm*rng.ExpFloat64()
		}
		bead := math.Exp(-0.5 * math.Pow((s-nextBouton)/boutonHalfUm, 2))
		b.Points = append(b.Points, p)
		b.RadiusUm = append(b.RadiusUm, axonRadiusUm+(boutonRadiusUm-axonRadiusUm)*bead)
		heading += bend(rng) * branchStepUm
		p = along(p, dendrite.Point{X: math.Cos(heading), Y: math.Sin(heading), Z: slope(rng)}, branchStepUm)
	}
	return b
}

// randomPatch is a cloud of a few wide dim blobs.
func randomPatch(rng *rand.Rand, field dendrite.Point) []Blob {
	middle := somewhere(rng, field)
	brightness := logNormal(rng, 0.07, 0.5)
	var blobs []Blob
	for range 3 + rng.IntN(5) {
		at := dendrite.Point{X: middle.X + 3*rng.NormFloat64(), Y: middle.Y + 2*rng.NormFloat64(), Z: middle.Z + rng.NormFloat64()}
		blobs = append(blobs, Blob{At: at, SigmaUm: 1 + 1.2*rng.Float64(), Brightness: brightness})
	}
	return blobs
}

// randomSwarm is a group of dots near the size of the point-spread function.
func randomSwarm(rng *rand.Rand, field dendrite.Point) []Blob {
	middle := somewhere(rng, field)
	brightness := logNormal(rng, 0.08, 0.8)
	var blobs []Blob
	for range 1 + int(4*rng.ExpFloat64()) {
		at := dendrite.Point{X: middle.X + 0.8*rng.NormFloat64(), Y: middle.Y + 0.8*rng.NormFloat64(), Z: middle.Z + rng.NormFloat64()}
		blobs = append(blobs, Blob{At: at, SigmaUm: 0.05 + 0.25*rng.Float64(), Brightness: brightness * logNormal(rng, 1, 0.4)})
	}
	return blobs
}

// logNormal returns a log-normal number of the given median and standard
// deviation of the logarithm.
func logNormal(rng *rand.Rand, median, sigma float64) float64 {
	return median * math.Exp(sigma*rng.NormFloat64())
}
