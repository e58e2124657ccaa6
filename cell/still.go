package cell

import (
	"math"

	"respine/img"
)

// following is the regression of each pixel's changes v on the shares s of its
// surround: the light that follows is the sum of s v over that of s s.
type following struct{ products, squares []float64 }

func newFollowing(pixels int) following {
	return following{make([]float64, pixels), make([]float64, pixels)}
}

// add takes a row of changes, the first of them of pixel from. NaN counts nothing.
func (f following) add(from int, changes, shares []float32) {
	products, squares := f.products[from:][:len(changes)], f.squares[from:][:len(changes)]
	for i, v := range changes {
		if v == v {
			s := float64(shares[i])
			products[i] += s * float64(v)
			squares[i] += s * s
		}
	}
}

// still returns the brightness less what follows the surround; 0 where nothing
// around ever changes.
func (f following) still(light img.Image) img.Image {
	out := img.NewImage(light.H, light.W)
	for i, squares := range f.squares {
		if squares > 0 {
			out.Pix[i] = light.Pix[i] - float32(f.products[i]/squares)
		}
	}
	return out
}

// What is known of the light that follows before it is measured.
const (
	gainSD   = 0.3 // of it around the light of a place, relative to that of the field
	mostGain = 1.5 // of it, relative to the light of the place: a cell that fires with its surround stays
)

// gains returns the light of each pixel that follows its surround: the regression,
// drawn towards the brightness of the place as far as the noise of a bin leaves it open.
func (f following) gains(light, noise img.Image, binFrames float64) []float32 {
	out := make([]float32, len(f.squares))
	spread := gainSD * img.Mean(light.Pix)
	for i, squares := range f.squares {
		l, n := float64(light.Pix[i]), float64(noise.Pix[i])
		open := n * n / binFrames / (spread * spread)
		if g := (f.products[i] + open*l) / (squares + open); g > 0 && !math.IsInf(g, 1) {
			out[i] = float32(min(g, mostGain*l))
		}
	}
	return out
}
