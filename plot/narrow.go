package plot

import (
	"image"

	"golang.org/x/image/draw"
)

// Narrowed returns a picture scaled down to a width, its sides in proportion
// (Catmull-Rom, which averages where it makes smaller). One that is narrow enough
// already is returned as it is.
func Narrowed(m image.Image, width int) image.Image {
	b := m.Bounds()
	if b.Dx() <= width {
		return m
	}
	out := image.NewRGBA(image.Rect(0, 0, width, max(1, (b.Dy()*width+b.Dx()/2)/b.Dx())))
	draw.CatmullRom.Scale(out, out.Bounds(), m, b, draw.Src, nil)
	return out
}
