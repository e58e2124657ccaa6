package cell

import "math"

// score returns the probability that a candidate is a visible cell body whose
// footprint overlaps the true one by more than half, given its features. The
// coefficients are those of fitscore.R on simulated movies (see there for the
// movies), so the probability is of such movies; on other recordings it still
// orders candidates.
func (f Features) score() float64 {
	edge, size := math.Log1p(max(0, f.Edge)), math.Abs(math.Log(f.Area))
	z := -14.84 + 4.82*f.Likeness + 9.47*f.StillLikeness + 7.22*f.HoleLikeness + 3.79*edge
	if f.Active {
		z = -7.94 + 2.63*math.Log1p(f.SNR) + 8.64*f.Reliability + 1.63*f.Likeness + 3.97*f.StillLikeness + 3.93*edge - 4.24*size - 3.31*f.Elongation
	}
	return 1 / (1 + math.Exp(-z))
}
