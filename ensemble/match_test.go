package ensemble

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestMatchedHasTheCellsAndTheRate(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	r := independent(rng, 100, 6000, 6, nil)
	onsets := func(r Raster) (n float64) {
		for _, t := range r.Onsets {
			n += float64(len(t))
		}
		return n
	}
	before := onsets(r)
	fourth := r.Matched(100, 0.25, rng)
	if got, sd := onsets(fourth), math.Sqrt(before*0.25*0.75); math.Abs(got-before/4) > 4*sd {
		t.Errorf("%g of %g onsets kept, want a fourth within %g", got, before, 4*sd)
	}
	if few := r.Matched(40, 1, rng); len(few.Onsets) != 40 || onsets(r) != before {
		t.Error("not 40 cells, or the raster was altered")
	}
}
