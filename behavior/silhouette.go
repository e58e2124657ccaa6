package behavior

import (
	"math/bits"

	"respine/img"
)

// silhouette is how far each pixel of an animal's region is from wall, 0, to animal,
// 1: the shares between let it move by less than a pixel.
type silhouette struct {
	soft         []float32 // with room behind
	area, cx, cy float64
	box          [4]int // top, bottom, left, right; bottom and right excluded
	from, to     []int  // of it in every row; to is excluded
}

func newSilhouette(h, w int) *silhouette {
	return &silhouette{soft: make([]float32, h*w+room), from: make([]int, h), to: make([]int, h)}
}

// softFrom and softTo are the shares of the contrast at which a pixel begins to
// count as animal and wholly does: the grain of the fur and the noise of the
// wall lie beyond.
const (
	softFrom = 0.3
	softTo   = 0.7
)

// openings is how often a silhouette is eroded to take off the cord, and grown
// back; reattach, how much farther than that limbs are let reach.
const (
	openings = 1
	reattach = 2
)

// look takes the silhouette out of a frame: how far each pixel is from wall to
// animal, only where the largest part stands that is wider than a cord. Bar,
// partitions, cord, droppings and other mice are left out.
func (a *animal) look(n *silhouette, m img.Image, rows []float32) {
	for y := range a.h {
		a.kernels.below(a.now.row(y), a.wall[y*a.w:(y+1)*a.w], a.row(m, y), a.scale(rows[a.top+y]))
	}
	a.now.without(a.structure)
	a.now.erode(a.rough)
	top, bottom := a.rough.keepLargest(a.keep, &a.pieces)
	top, bottom = max(0, top-openings-reattach), min(a.h, bottom+openings+reattach)
	keep := a.keep.rows(top, bottom)
	for range openings + reattach {
		keep.grow(keep, a.spare.rows(top, bottom))
	}
	keep.without(a.structure.rows(top, bottom))
	a.measure(n, m, rows, top, bottom)
}

// scale is that of a row under some light.
func (a *animal) scale(light float32) contrastScale {
	c := a.scene.contrast
	return contrastScale{per: a.scene.sign() / light, from: softFrom * c, scale: 1 / ((softTo - softFrom) * c)}
}

// measure fills in the silhouette where it is kept, between the rows top and bottom,
// and finds its area, centre and box.
func (a *animal) measure(n *silhouette, m img.Image, rows []float32, top, bottom int) {
	n.wipe()
	n.area, n.cx, n.cy = 0, 0, 0
	n.box = [4]int{a.h, 0, a.w, 0}
	for y := top; y < bottom; y++ {
		soft, wall, grey := n.soft[y*a.w:(y+1)*a.w], a.wall[y*a.w:(y+1)*a.w], a.row(m, y)
		s := a.scale(rows[a.top+y])
		var sum, first float32
		from, to := a.w, 0
		for k, v := range a.keep.row(y) {
			for ; v != 0; v &= v - 1 {
				x := 64*k + bits.TrailingZeros64(v)
				u := s.of(wall[x], grey[x])
				if !(u > 0) {
					continue
				}
				u = min(u, 1)
				soft[x] = u
				sum += u
				first += float32(u * float32(x))
				from, to = min(from, x), x+1
			}
		}
		n.from[y], n.to[y] = from, to
		if sum > 0 {
			n.box[2], n.box[3] = min(n.box[2], from), max(n.box[3], to)
			n.area += float64(sum)
			n.cx += float64(first)
			n.cy += float64(sum) * float64(y)
			n.box[0], n.box[1] = min(n.box[0], y), max(n.box[1], y+1)
		}
	}
	if n.area > 0 {
		n.cx, n.cy = n.cx/n.area, n.cy/n.area
	}
}

// wipe takes off the silhouette of an earlier frame in the same memory.
func (n *silhouette) wipe() {
	w := (len(n.soft) - room) / len(n.from)
	for y := range n.from {
		if n.from[y] < n.to[y] {
			clear(n.soft[y*w+n.from[y] : y*w+n.to[y]])
		}
		n.from[y], n.to[y] = w, 0
	}
}
