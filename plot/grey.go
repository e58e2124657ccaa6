package plot

import (
	"math"
	"slices"

	"respine/img"
)

// Contrast of a fluorescence image: the window runs from the background to all
// but the brightest few pixels, and a gamma below one lifts dim spines beside a
// bright shaft.
const (
	darkest   = 5    // percentile shown black
	brightest = 99.7 // percentile shown white
	gamma     = 0.6
)

// window maps brightness to grey.
type window struct{ lo, hi float64 }

// windowOf chooses the window of an image. Pixels that are not numbers stay
// black and do not count.
func windowOf(m img.Image) window {
	pix := finite(m.Pix)
	if len(pix) == 0 {
		return window{0, 1}
	}
	w := window{float64(img.Percentile(pix, darkest)), float64(img.Percentile(pix, brightest))}
	if !(w.hi > w.lo) { // flat, or the bright part is smaller than the window leaves out
		w.lo, w.hi = float64(slices.Min(pix)), float64(slices.Max(pix))
	}
	if !(w.hi > w.lo) {
		w.hi = w.lo + 1
	}
	return w
}

// finite returns a copy without what is not a number.
func finite(pix []float32) []float32 {
	return slices.DeleteFunc(slices.Clone(pix), func(v float32) bool { return v != v })
}

func (w window) grey(v float64) uint8 {
	if math.IsNaN(v) {
		return 0
	}
	f := math.Min(1, math.Max(0, (v-w.lo)/(w.hi-w.lo)))
	return uint8(math.Round(255 * math.Pow(f, gamma)))
}
