package cell

import "math"

// score returns the probability that a candidate is a visible cell body whose
// footprint overlaps the true one by more than half, given its features. All of them
// are ratios and correlations, or relative to the size of a body or to what its
// field shows without cells, so that they mean the same at any rate, pixel and
// light, but for what few pixels of a coarse body say less surely. The coefficients are those of fitscore.R on simulated movies that differ in
// these (see there), so the probability is of such movies; on other recordings
// it still orders candidates.
func (f Features) score(p Params) float64 {
	edge, size, long := math.Log1p(max(0, f.Edge)), math.Abs(math.Log(f.Area)), math.Log(f.Elongation)
	few := math.Log(10 / p.DiameterPx)
	z := -13.24 + 2.96*f.Likeness + 8.16*f.StillLikeness + 5.75*f.HoleLikeness + 4.48*edge - 1.18*size - 3.11*few
	if f.Active {
		z = -6.37 - 1.49*math.Log(1.01-f.Reliability) + 9.18*f.FlashLikeness + 0.98*f.Beyond +
			0.78*f.Likeness + 2.03*edge - 3.20*size - 3.37*long - 2.75*few
	}
	return 1 / (1 + math.Exp(-z))
}
