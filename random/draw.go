package random

import "math"

// Uniform returns a number in [0, 1), a multiple of 2^-53.
func (k Key) Uniform(counter uint64) float64 {
	b := k.block(level, counter)
	return fraction(b[0], b[1])
}

// Normal returns a draw from the normal distribution with mean 0 and standard
// deviation 1 by Box and Muller 1958 (doi 10.1214/aoms/1177706645):
// sqrt(-2 ln u) cos(2π v). No draw lies beyond 8.6.
func (k Key) Normal(counter uint64) float64 {
	b := k.block(bell, counter)
	u := 1 - fraction(b[0], b[1]) // in (0, 1]: its logarithm is finite
	v := fraction(b[2], b[3])
	return math.Sqrt(-2*math.Log(u)) * math.Cos(2*math.Pi*v)
}

// Exponential returns a waiting time of mean 1, at most 36.8.
func (k Key) Exponential(counter uint64) float64 {
	b := k.block(waiting, counter)
	return -math.Log(1 - fraction(b[0], b[1]))
}

// fraction returns the upper 53 of 64 bits as a number in [0, 1).
func fraction(low, high uint32) float64 {
	return float64(join(low, high)>>11) * 0x1p-53
}
