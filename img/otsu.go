package img

import (
	"math"
	"slices"
)

// otsuBins is the resolution of the histogram: grey levels of an 8-bit image.
const otsuBins = 256

// Otsu returns the threshold that best splits the values in two classes, the
// one of largest variance between them (Otsu 1979, doi
// 10.1109/TSMC.1979.4310076), on a histogram of 256 bins from the smallest to
// the largest value. The threshold is the upper edge of the last bin of the
// lower class: foreground is what exceeds it. Among equals the lowest is taken.
// It is NaN for no values or if any is not finite, and the value itself if all
// are the same.
func Otsu(values []float32) float32 {
	if len(values) == 0 || slices.ContainsFunc(values, notFinite) {
		return float32(math.NaN())
	}
	lo, hi := float64(slices.Min(values)), float64(slices.Max(values))
	if lo == hi {
		return float32(lo)
	}
	var count [otsuBins]float64
	for _, v := range values {
		count[min(otsuBins-1, int((float64(v)-lo)/(hi-lo)*otsuBins))]++
	}
	split := otsuSplit(count[:])
	return float32(lo + (hi-lo)*float64(split+1)/otsuBins)
}

// otsuSplit returns the last bin of the lower class.
func otsuSplit(count []float64) int {
	var n, sum float64
	for i, c := range count {
		n += c
		sum += c * float64(i)
	}
	best, split := -1.0, 0
	var n0, sum0 float64
	for i, c := range count[:len(count)-1] {
		n0 += c
		sum0 += c * float64(i)
		if n0 == 0 || n0 == n {
			continue
		}
		d := sum0/n0 - (sum-sum0)/(n-n0)
		if between := n0 * (n - n0) * d * d; between > best {
			best, split = between, i
		}
	}
	return split
}

func notFinite(v float32) bool {
	return math.IsNaN(float64(v)) || math.IsInf(float64(v), 0)
}
