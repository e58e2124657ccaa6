package behavior

import "math"

// motion is one a mouse makes without moving itself: it swings, by a turn about
// the pivot (rad) and a shift across the line from there (px), because a body that
// hangs from a bending tail turns about a point of the tail rather than its end;
// and it twists about its long axis, which makes it narrower or wider (relative).
type motion struct{ turn, shift, wider float64 }

// Limits of the search.
const (
	trials    = 4    // at most
	stepPx    = 4.0  // of the centre by a turn or by a shift, from trial to trial
	mostWider = 0.16 // either way
	enoughPx  = 0.03 // a smaller step is not tried
)

// marginPx beside the silhouette, row by row, is looked at for what the other one
// has there, and on the right what fills the last vector.
const marginPx = 4

// residual is the share of the silhouette that changed beyond a passive motion:
// sum |now - moved before| over the larger area, at the motion of the least sum of
// squares. It is found by Gauss-Newton steps from the angle between the two
// centres: what is left is fitted by how the moved silhouette changes with each
// part of the motion (Lucas and Kanade 1981; Baker and Matthews 2004, doi
// 10.1023/B:VISI.0000011205.11775.fd). A step that leaves more ends the search.
func (a *animal) residual(n, p *silhouette) float64 {
	reach := math.Max(8, math.Hypot(n.cx-a.pivotX, n.cy-a.pivotY))
	m := motion{turn: math.Atan2(n.cx-a.pivotX, n.cy-a.pivotY) - math.Atan2(p.cx-a.pivotX, p.cy-a.pivotY)}
	best := a.moved(n, p, m)
	for range trials - 1 {
		next, px := best.next(m, reach)
		if px < enoughPx {
			break
		}
		d := a.moved(n, p, next)
		if d.squares >= best.squares {
			break
		}
		m, best = next, d
	}
	return best.changed / math.Max(n.area, p.area)
}

// difference is what is left of two silhouettes after a motion: the sums of absolute
// and of squared differences, and what a fit needs: d(changes of a shift, a turn
// and a twist) and their products.
type difference struct {
	changed, squares float64
	tallies          tallies
}

// moved compares the silhouette with the earlier one after a motion. What of the
// earlier one falls outside the margin counts as changed.
func (a *animal) moved(n, p *silhouette, m motion) (d difference) {
	s := a.source(n, m)
	soft := softImage{a.h, a.w, p.soft}
	for y := n.box[0]; y < n.box[1]; y++ {
		if n.from[y] >= n.to[y] {
			continue
		}
		x0 := max(0, n.from[y]-marginPx)
		k := min(a.w-x0, (n.to[y]+marginPx-x0+lanes-1)/lanes*lanes)
		at := s.from(float64(x0), float64(y))
		a.kernels.warp(a.u[:k], a.gx[:k], a.gy[:k], soft, at)
		a.kernels.tally(&d.tallies, n.soft[y*a.w+x0:y*a.w+x0+k], a.u[:k], a.gx[:k], a.gy[:k], at)
	}
	lost := math.Max(0, p.area-d.tallies.total(sumSeen)) * (1 + m.wider)
	d.changed, d.squares = d.tallies.total(sumAbs)+lost, d.tallies.total(sumSquares)+lost
	return d
}

// source is where a motion took pixels from: (x, y) was at x0 + x (xx, xy) + y (yx, yy).
type source struct {
	cx, cy, pivotX, pivotY float64
	ex, ey                 float64 // across the line from the pivot to the centre, now
	wasX, wasY             float64 // the same before
	x0, y0, xx, xy, yx, yy float64
}

// source of a motion: a place q from the centre was at q + narrower (q.e) e before the
// twist and at (x cos - y sin, x sin + y cos) from the pivot before the turn, as
// angles count from straight down to the right.
func (a *animal) source(n *silhouette, m motion) source {
	s := source{cx: n.cx, cy: n.cy, pivotX: a.pivotX, pivotY: a.pivotY}
	sin, cos := math.Sincos(m.turn)
	s.ex, s.ey = n.cy-a.pivotY, a.pivotX-n.cx
	if r := math.Hypot(s.ex, s.ey); r > 0 {
		s.ex, s.ey = s.ex/r, s.ey/r
	}
	s.wasX, s.wasY = s.ex*cos-s.ey*sin, s.ex*sin+s.ey*cos
	narrower := 1/(1+m.wider) - 1
	of := func(x, y float64) (float64, float64) {
		across := narrower*((x-s.cx)*s.ex+(y-s.cy)*s.ey) - m.shift
		x, y = x+across*s.ex-s.pivotX, y+across*s.ey-s.pivotY
		return s.pivotX + x*cos - y*sin, s.pivotY + x*sin + y*cos
	}
	s.x0, s.y0 = of(0, 0)
	s.xx, s.xy = of(1, 0)
	s.yx, s.yy = of(0, 1)
	s.xx, s.xy, s.yx, s.yy = s.xx-s.x0, s.xy-s.y0, s.yx-s.x0, s.yy-s.y0
	return s
}

// from is the path of the pixels of a row from (x, y) on.
func (s *source) from(x, y float64) path {
	return path{x: float32(s.x0 + x*s.xx + y*s.yx), y: float32(s.y0 + x*s.xy + y*s.yy), dx: float32(s.xx), dy: float32(s.xy),
		pivotX: float32(s.pivotX), pivotY: float32(s.pivotY), acrossX: float32(s.wasX), acrossY: float32(s.wasY),
		off: float32((x-s.cx)*s.ex + (y-s.cy)*s.ey), step: float32(s.ex)}
}

// next is the motion that the fit proposes after m, and how far, px, it takes a
// place at this reach.
func (d *difference) next(m motion, reach float64) (motion, float64) {
	t := &d.tallies
	// The moved silhouette changes by -shift a px, turn a rad, -twist/(1+wider)^2.
	thin := -1 / ((1 + m.wider) * (1 + m.wider))
	shift, turn, twist := solve3(
		t.total(sumShiftShift), -t.total(sumShiftTurn), -thin*t.total(sumShiftTwist),
		t.total(sumTurnTurn), thin*t.total(sumTurnTwist), thin*thin*t.total(sumTwistTwist),
		-t.total(sumShift), t.total(sumTurn), thin*t.total(sumTwist))
	turn, shift = max(-stepPx/reach, min(turn, stepPx/reach)), max(-stepPx, min(shift, stepPx))
	wider := max(-mostWider, min(m.wider+twist, mostWider))
	return motion{m.turn + turn, m.shift + shift, wider}, math.Abs(turn)*reach + math.Abs(shift) + math.Abs(wider-m.wider)*bodyPx
}

const (
	bodyPx = 10   // half the width of a body, what a twist moves
	ridge  = 1e-4 // of a square, added to it: two parts of a motion may be alike
)

// solve3 solves (a b c; b d e; c e f) (x y z) = (p q r) by elimination, 0 where
// nothing depends on an unknown.
func solve3(a, b, c, d, e, f, p, q, r float64) (x, y, z float64) {
	if !(a > 0 && d > 0 && f > 0) {
		return 0, 0, 0
	}
	a, d, f = a*(1+ridge), d*(1+ridge), f*(1+ridge)
	d, e, q = d-b*b/a, e-b*c/a, q-b*p/a
	f, r = f-c*c/a, r-c*p/a
	z = (r - e*q/d) / (f - e*e/d)
	y = (q - e*z) / d
	return (p - b*y - c*z) / a, y, z
}
