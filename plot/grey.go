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
	g := greys.near[int(f*float64(len(greys.near)-1))]
	for f >= greys.from[g+1] {
		g++
	}
	return uint8(g)
}

// greys is round(255 f^gamma) as a table, which takes a fifth of the time of the
// power: f is grey g or brighter from from[g] on, and near[i] is the grey of
// i/(len(near)-1).
var greys = func() (t struct {
	from [257]float64
	near [1025]int
}) {
	for g := range t.from {
		t.from[g] = math.Pow((float64(g)-0.5)/255, 1/gamma)
	}
	t.from[0], t.from[256] = 0, math.Inf(1)
	for i, g := 0, 0; i < len(t.near); i++ {
		for float64(i)/float64(len(t.near)-1) >= t.from[g+1] {
			g++
		}
		t.near[i] = g
	}
	return t
}()
