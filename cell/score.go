package cell

import "math"

// score returns the probability that a candidate is a visible cell body whose
// footprint overlaps the true one by more than half, given its features. The
// coefficients are those of fitscore.R on simulated movies (see there for the
// movies), so the probability is of such movies; on other recordings it still
// orders candidates.
func (f Features) score() float64 {
	edge, size := math.Log1p(max(0, f.Edge)), math.Abs(math.Log(f.Area))
	z := -11.51 + 12.40*f.Likeness + 4.52*edge - 1.22*size - 0.53*f.Elongation
	if f.Active {
		z = -7.50 + 2.74*math.Log1p(f.SNR) + 4.21*f.Reliability + 3.48*f.Likeness + 5.41*edge - 2.68*size - 2.68*f.Elongation
	}
	return 1 / (1 + math.Exp(-z))
}
