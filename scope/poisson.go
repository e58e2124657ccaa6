package scope

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// poissonInversionUpTo is the mean above which a rejection method is faster
// than summing probabilities.
const poissonInversionUpTo = 12

// poisson draws a Poisson number of the given mean. Most voxels of a dark
// stack expect less than a photon: for them one uniform number is inverted,
// and since exp(-mean) > 1-mean, most need no exponential either.
func poisson(rng *rand.Rand, mean float64) float64 {
	if mean > poissonInversionUpTo {
		return distuv.Poisson{Lambda: mean, Src: rng}.Rand()
	}
	u := rng.Float64()
	if u <= 1-mean {
		return 0
	}
	p := math.Exp(-mean)
	k := 0.0
	for u > p && p > 0 {
		u -= p
		k++
		p *= mean / k
	}
	return k
}
