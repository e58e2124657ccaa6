package cell

import "math"

// score returns the probability that a candidate is a visible cell body whose
// footprint overlaps the true one by more than half, given its features. All of them
// are ratios and correlations, or relative to the size of a body or to what its
// field shows without cells, so that they mean the same at any rate, pixel and
// light. The coefficients are those of fitscore.R on simulated movies that differ in
// these (see there), so the probability is of such movies; on other recordings
// it still orders candidates.
func (f Features) score() float64 {
	edge, size := math.Log1p(max(0, f.Edge)), math.Abs(math.Log(f.Area))
	z := -14.65 + 3.58*f.Likeness + 5.14*f.StillLikeness + 8.48*f.HoleLikeness + 6.39*edge
	if f.Active {
		z = -7.47 - 1.19*math.Log(1.01-f.Reliability) + 10.40*f.FlashLikeness + 1.03*f.Beyond +
			1.85*f.Likeness + 1.76*edge - 3.30*size - 2.83*math.Log(f.Elongation)
	}
	return 1 / (1 + math.Exp(-z))
}
