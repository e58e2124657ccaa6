package cell

import "respine/img"

// stillDiameters is half the side, in diameters of a cell, of the square whose light
// a place follows or does not. It is wide, so that flashes of single cells weigh
// little against the neuropil.
const stillDiameters = 4

// following is the regression of each pixel's changes v on the shares s of its
// surround: the light that follows is the sum of s v over that of s s.
type following struct{ products, squares []float64 }

func newFollowing(pixels int) following {
	return following{make([]float64, pixels), make([]float64, pixels)}
}

func (f following) add(pixel int, change, share float32) {
	f.products[pixel] += float64(share * change)
	f.squares[pixel] += float64(share * share)
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
