package behavior

import "math"

// motion is one a mouse makes without moving itself: it swings, by a turn about
// the pivot (rad) and a shift across the line from there (px), because a body that
// hangs from a bending tail turns about a point of the tail rather than its end;
// and it twists about its long axis, which makes it narrower or wider (relative).
type motion struct{ turn, shift, wider float64 }

func (m motion) plus(d motion, by float64) motion {
	return motion{m.turn + by*d.turn, m.shift + by*d.shift, m.wider + by*d.wider}
}

// Steps of the search, at the centre of the silhouette: px, and relative.
const (
	tryPx    = 1.0
	tryWider = 0.04
)

// residual is the share of the silhouette that changed beyond a passive motion:
// sum |now - moved before| over the larger area, at the motion of the least sum of
// squares. It is found by parabolas through three trials each, from the angle
// between the two centres: a turn, a turn about the centre, a shift, a twist, and
// the first two again.
func (a *animal) residual(n, p moment) float64 {
	m := motion{turn: math.Atan2(n.cx-a.pivotX, n.cy-a.pivotY) - math.Atan2(p.cx-a.pivotX, p.cy-a.pivotY)}
	turn := tryPx / math.Max(8, math.Hypot(n.cx-a.pivotX, n.cy-a.pivotY))
	about := motion{turn: 2 * turn, shift: -2 * tryPx}
	least := a.moved(n, p, m, searchRows).squares
	for _, d := range []motion{{turn: turn}, about, {wider: tryWider}, {shift: tryPx}, about, {wider: tryWider}} {
		less := a.moved(n, p, m.plus(d, -1), searchRows).squares
		more := a.moved(n, p, m.plus(d, 1), searchRows).squares
		try := m.plus(d, vertex(less, least, more))
		if s := a.moved(n, p, try, searchRows).squares; s < least {
			m, least = try, s
		}
	}
	return a.moved(n, p, m, 1).changed / math.Max(n.area, p.area)
}

// vertex is where the parabola through three values at -1, 0 and 1 is least, no
// farther than 2 away.
func vertex(less, middle, more float64) float64 {
	bend := less + more - 2*middle
	switch {
	case bend > 0:
		return max(-2, min(2, (less-more)/(2*bend)))
	case less < more:
		return -1
	}
	return 1
}

// marginPx beside the silhouette, row by row, is looked at for what the other one has
// there; searchRows, every which row while the motion is looked for.
const (
	marginPx   = 4
	searchRows = 1
)

// difference is the sums of absolute and of squared differences of two silhouettes.
type difference struct{ changed, squares float64 }

// moved compares the silhouette with the earlier one after a motion, by every so
// manyth row. What of the earlier one falls outside the margin counts as changed.
func (a *animal) moved(n, p moment, m motion, every int) difference {
	sin, cos := math.Sincos(m.turn)
	// e points across the line from the pivot to the centre.
	ex, ey := n.cy-a.pivotY, a.pivotX-n.cx
	if r := math.Hypot(ex, ey); r > 0 {
		ex, ey = ex/r, ey/r
	}
	// A place q from the centre was at q + narrower (q.e) e before the twist, then at
	// (x cos - y sin, x sin + y cos) from the pivot, as angles count from straight
	// down to the right.
	narrower := 1/(1+m.wider) - 1
	source := func(x, y float64) (float64, float64) {
		x, y = x-n.cx, y-n.cy
		across := narrower * (x*ex + y*ey)
		x, y = x+across*ex+n.cx-a.pivotX-m.shift*ex, y+across*ey+n.cy-a.pivotY-m.shift*ey
		return a.pivotX + x*cos - y*sin, a.pivotY + x*sin + y*cos
	}
	fromX, fromY := source(0, 0)
	toX, toY := source(1, 0)
	dx, dy := float32(toX-fromX), float32(toY-fromY)
	var changed, squares, seen float64
	for y := n.box[0]; y < n.box[1]; y += every {
		x0, x1 := max(0, n.from[y]-marginPx), min(a.w, n.to[y]+marginPx)
		if x0 >= x1 {
			continue
		}
		sx, sy := source(float64(x0), float64(y))
		d := differences(n.soft[y*a.w+x0:y*a.w+x1], p.soft, a.w, a.h, float32(sx), float32(sy), dx, dy)
		changed, squares, seen = changed+float64(d.abs), squares+float64(d.squares), seen+float64(d.seen)
	}
	k := float64(every)
	lost := math.Max(0, p.area-k*seen) * (1 + m.wider)
	return difference{k*changed + lost, k*squares + lost}
}

// sums of a row: of absolute and squared differences, and of what it was compared
// with.
type sums struct{ abs, squares, seen float32 }

// differences compares a row with pixels along a line of another image, from
// (x, y) on in steps of (dx, dy), between pixels by their bilinear mix.
func differences(row, soft []float32, w, h int, x, y, dx, dy float32) (s sums) {
	for _, v := range row {
		u := float32(0)
		if x >= 0 && y >= 0 {
			ix, iy := int(x), int(y)
			if ix < w-1 && iy < h-1 {
				fx, fy := x-float32(ix), y-float32(iy)
				q := soft[iy*w+ix : iy*w+ix+w+2]
				t := q[0] + fx*(q[1]-q[0])
				b := q[w] + fx*(q[w+1]-q[w])
				u = t + fy*(b-t)
			}
		}
		d := v - u
		s.squares += d * d
		s.abs += max(d, -d)
		s.seen += u
		x += dx
		y += dy
	}
	return s
}
