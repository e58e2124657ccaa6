package img

import (
	"math"
	"slices"
)

// MovingPercentile sets dst[i] to the q-th percentile of the window values of
// src around i: those from i-window/2 on, the first and last value repeating
// beyond the ends. It takes the value of rank window*q/100, rounded down, and
// does not interpolate, as scipy.ndimage.percentile_filter(mode="nearest"). A
// window that holds NaN gives NaN. dst must not overlap src.
func MovingPercentile(dst, src []float32, window int, q float64) {
	if len(dst) != len(src) || window < 1 || !(q >= 0 && q <= 100) {
		panic("img: MovingPercentile of slices of different length, an empty window, or q outside 0 to 100")
	}
	rank := min(int(float64(window)*q/100), window-1)
	first := -(window / 2)
	w := sortedWindow{sorted: make([]float32, 0, window)}
	for j := first; j < first+window && len(src) > 0; j++ {
		w.add(src[clamp(j, len(src))])
	}
	for i := range dst {
		if i > 0 {
			w.remove(src[clamp(i+first-1, len(src))])
			w.add(src[clamp(i+first+window-1, len(src))])
		}
		dst[i] = w.at(rank)
	}
}

// sortedWindow keeps the values of a window in order, and counts its NaNs.
type sortedWindow struct {
	sorted []float32
	nans   int
}

func (w *sortedWindow) add(v float32) {
	if isNaN(v) {
		w.nans++
		return
	}
	i, _ := slices.BinarySearch(w.sorted, v)
	w.sorted = slices.Insert(w.sorted, i, v)
}

func (w *sortedWindow) remove(v float32) {
	if isNaN(v) {
		w.nans--
		return
	}
	i, _ := slices.BinarySearch(w.sorted, v)
	w.sorted = slices.Delete(w.sorted, i, i+1)
}

func (w *sortedWindow) at(rank int) float32 {
	if w.nans > 0 {
		return float32(math.NaN())
	}
	return w.sorted[rank]
}
