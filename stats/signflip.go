package stats

import (
	"math"
	"math/rand/v2"
)

// SignFlip tests whether paired differences, one for each animal, are centred
// at zero: under the null each could as well have had the other sign (Fisher
// 1935). The statistic is the mean; Student's t orders the flips the same way,
// the sum of squares being fixed. With n differences the smallest two-sided p
// is 2/2^n, so five animals cannot reach 0.05.
//
// It is exact for differences that are symmetric about zero under the null.
func SignFlip(d []float64, p PermutationParams, rng *rand.Rand) Permutation {
	if len(d) == 0 {
		return Permutation{Undetermined: "no differences"}
	}
	if hasNaN(d) {
		return Permutation{Undetermined: "a value is missing"}
	}
	n := float64(len(d))
	sum, sq := 0.0, 0.0
	for _, v := range d {
		sum += v
		sq += v * v
	}
	out := Permutation{Estimate: sum / n, Statistic: sum / n}
	count := newTailCount(out.Statistic, p.Tail, math.Sqrt(sq)/n)
	if len(d) < 31 && 1<<len(d) <= p.exactUpTo() {
		var walk func(i int, s float64)
		walk = func(i int, s float64) {
			if i == len(d) {
				count.add(s / n)
				return
			}
			walk(i+1, s+d[i])
			walk(i+1, s-d[i])
		}
		walk(0, 0)
		count.exact(&out)
		return out
	}
	for range p.draws() {
		s := 0.0
		for _, v := range d {
			if rng.Uint64()&1 == 0 {
				v = -v
			}
			s += v
		}
		count.add(s / n)
	}
	count.drawn(&out)
	return out
}
