package behavior

import "respine/img"

// openings is how often a silhouette is eroded to take off the cord, and grown
// back; reattach, how much farther than that limbs are let reach.
const (
	openings = 1
	reattach = 2
)

// look takes the silhouette out of a frame: how far each pixel is from wall to
// animal, only where the largest part stands that is wider than a cord. Bar,
// partitions, cord, droppings and other mice are left out.
func (a *animal) look(m img.Image, rows []float32) moment {
	n := a.blank()
	sign := float32(1)
	if a.scene.light {
		sign = -1
	}
	from := softFrom * a.scene.contrast
	scale := 1 / ((softTo - softFrom) * a.scene.contrast)
	clear(a.now.bits)
	for y := range a.h {
		row := m.Row(a.top + y)[a.left : a.left+a.w]
		wall := a.scene.wall.Row(a.top + y)[a.left : a.left+a.w]
		grey, soft := n.grey[y*a.w:(y+1)*a.w], n.soft[y*a.w:(y+1)*a.w]
		copy(grey, row)
		per := sign / rows[a.top+y]
		bits := a.now.row(y)
		for x, v := range row {
			d := (sign*wall[x] - per*v - from) * scale
			if d <= 0 {
				soft[x] = 0
				continue
			}
			if d > 0.5 {
				bits[x/64] |= 1 << (uint(x) % 64)
			}
			soft[x] = min(d, 1)
		}
	}
	a.now.without(a.structure)
	a.now.erode(a.rough)
	a.runs = a.rough.keepLargest(a.keep, a.runs)
	for range openings + reattach {
		a.keep.grow(a.keep, a.spare)
	}
	a.keep.without(a.structure)
	a.measure(&n)
	return n
}

// measure leaves of the silhouette what is kept, and finds its area, centre and
// box.
func (a *animal) measure(n *moment) {
	n.area, n.cx, n.cy = 0, 0, 0
	n.box = [4]int{a.h, 0, a.w, 0}
	for y := range a.h {
		var sum, first float32
		from, to := a.w, 0
		for k, v := range a.keep.row(y) {
			soft := n.soft[y*a.w+64*k : y*a.w+min(64*k+64, a.w)]
			if v == 0 {
				clear(soft)
				continue
			}
			for x := range soft {
				if v>>uint(x)&1 == 0 {
					soft[x] = 0
					continue
				}
				if u := soft[x]; u > 0 {
					sum += u
					first += u * float32(64*k+x)
					from, to = min(from, 64*k+x), 64*k+x+1
				}
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
