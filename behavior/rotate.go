package behavior

import "math"

// tryPx is by how far the silhouette is turned either way from the first guess,
// px at its centre.
const tryPx = 1.0

// residual is the share of the silhouette that changed beyond a rigid rotation
// about the pivot: sum |now - turned before| over the larger area, at the angle
// of the least sum of squares. The angle is found from that between the two
// centres by two parabolas through three angles each, since centres also move
// with the limbs.
func (a *animal) residual(n, p moment) float64 {
	angle := math.Atan2(n.cx-a.pivotX, n.cy-a.pivotY) - math.Atan2(p.cx-a.pivotX, p.cy-a.pivotY)
	radius := math.Max(8, math.Hypot(n.cx-a.pivotX, n.cy-a.pivotY))
	step := tryPx / radius
	_, middle := a.turned(n, p, angle)
	for range 2 {
		_, less := a.turned(n, p, angle-step)
		_, more := a.turned(n, p, angle+step)
		bend := less + more - 2*middle
		by := 0.0
		switch {
		case bend > 0:
			by = max(-2, min(2, (less-more)/(2*bend)))
		case less < more:
			by = -1
		default:
			by = 1
		}
		angle += by * step
		changed, squares := a.turned(n, p, angle)
		if math.Abs(by) < 1.5 {
			return changed / math.Max(n.area, p.area)
		}
		middle = squares
	}
	changed, _ := a.turned(n, p, angle)
	return changed / math.Max(n.area, p.area)
}

// marginPx round the silhouette is looked at for what the other one has there.
const marginPx = 4

// turned compares the silhouette with the earlier one turned by an angle about
// the pivot, and returns the sums of absolute and of squared differences. What of
// the earlier one falls outside the margin counts as changed.
func (a *animal) turned(n, p moment, angle float64) (changed, squares float64) {
	sin, cos := math.Sincos(angle)
	dx, dy := float32(cos), float32(sin) // of the source, per px to the right
	y0, y1 := max(0, n.box[0]-marginPx), min(a.h, n.box[1]+marginPx)
	x0, x1 := max(0, n.box[2]-marginPx), min(a.w, n.box[3]+marginPx)
	var seen float64
	w := a.w
	for y := y0; y < y1; y++ {
		// A place at (x, y) from the pivot came from (x cos - y sin, x sin + y cos):
		// angles count from straight down to the right.
		ry, rx := float64(y)-a.pivotY, float64(x0)-a.pivotX
		sx := float32(a.pivotX + rx*cos - ry*sin)
		sy := float32(a.pivotY + rx*sin + ry*cos)
		row := n.soft[y*w+x0 : y*w+x1]
		var sumAbs, sumSq, sumSeen float32
		for _, v := range row {
			u := float32(0)
			if sx >= 0 && sy >= 0 {
				ix, iy := int(sx), int(sy)
				if ix < w-1 && iy < a.h-1 {
					fx, fy := sx-float32(ix), sy-float32(iy)
					q := p.soft[iy*w+ix:]
					t := q[0] + fx*(q[1]-q[0])
					b := q[w] + fx*(q[w+1]-q[w])
					u = t + fy*(b-t)
				}
			}
			d := v - u
			sumSq += d * d
			if d < 0 {
				d = -d
			}
			sumAbs += d
			sumSeen += u
			sx += dx
			sy += dy
		}
		changed, squares, seen = changed+float64(sumAbs), squares+float64(sumSq), seen+float64(sumSeen)
	}
	lost := math.Max(0, p.area-seen)
	return changed + lost, squares + lost
}
