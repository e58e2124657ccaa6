package ensemble

import (
	"math/rand/v2"
	"slices"
)

// Matched returns the raster with as many cells as asked for, drawn at random,
// and each of their onsets kept with a probability: two sessions brought to the
// cell number of the smaller and the rate of the slower can be compared. Onsets
// taken out at random make events less complete too, so that a session that is
// thinned loses some of its excess. It panics when there are fewer cells.
func (r Raster) Matched(cells int, keep float64, rng *rand.Rand) Raster {
	if cells > len(r.Onsets) {
		panic("ensemble: more cells asked for than there are")
	}
	chosen := rng.Perm(len(r.Onsets))[:cells]
	slices.Sort(chosen)
	out := r
	out.Onsets = make([][]int, cells)
	for i, c := range chosen {
		for _, t := range r.Onsets[c] {
			if rng.Float64() < keep {
				out.Onsets[i] = append(out.Onsets[i], t)
			}
		}
	}
	return out
}
