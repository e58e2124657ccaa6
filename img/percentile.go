package img

import (
	"math"
	"slices"
)

// Percentile returns the value below which q percent of the values lie, by
// linear interpolation between the two nearest ranks as numpy.percentile. It is
// NaN for no values, or if any is NaN. It panics unless 0 <= q <= 100.
func Percentile(values []float32, q float64) float32 {
	if !(q >= 0 && q <= 100) {
		panic("img: percentile outside 0 to 100")
	}
	if len(values) == 0 || slices.ContainsFunc(values, isNaN) {
		return float32(math.NaN())
	}
	v := slices.Clone(values)
	rank := q / 100 * float64(len(v)-1)
	k := int(rank)
	low := selectRank(v, k)
	if float64(k) == rank {
		return low
	}
	high := slices.Min(v[k+1:])
	return float32(float64(low) + (rank-float64(k))*(float64(high)-float64(low)))
}

// Median returns the 50th percentile.
func Median(values []float32) float32 { return Percentile(values, 50) }

// selectRank reorders v, which holds no NaN, so that v[k] is the value a sort
// would put there, nothing before it is larger and nothing after it smaller;
// and returns it (Hoare 1961, with the median of three as pivot).
func selectRank(v []float32, k int) float32 {
	lo, hi := 0, len(v)-1
	for lo < hi {
		pivot := median3(v[lo], v[lo+(hi-lo)/2], v[hi])
		i, j := lo, hi
		for i <= j {
			for v[i] < pivot {
				i++
			}
			for v[j] > pivot {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return v[k]
		}
	}
	return v[k]
}

func median3(a, b, c float32) float32 {
	return max(min(a, b), min(max(a, b), c))
}

func isNaN(v float32) bool { return v != v }
