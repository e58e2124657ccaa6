package cell

import "math"

// score returns the probability that a candidate is a visible body with the right
// footprint.
func (f Features) score() float64 {
	z := -3.0 + 4*f.Likeness + 0.3*f.Edge + math.Log1p(f.SNR)*0.3 + f.Reliability - 2*math.Abs(math.Log(f.Area)) - (f.Elongation - 1)
	return 1 / (1 + math.Exp(-z))
}
