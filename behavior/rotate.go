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
// has there.
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
		x0, x1 := max(0, n.from[y]-marginPx), min(a.w, n.to[y]+marginPx)
		if x0 >= x1 {
			continue
		}
		at, k := s.from(float64(x0), float64(y)), x1-x0
		a.kernels.warp(a.u[:k], a.gx[:k], a.gy[:k], soft, at)
		a.kernels.tally(&d.tallies, n.soft[y*a.w+x0:y*a.w+x1], a.u[:k], a.gx[:k], a.gy[:k], at)
	}
	lost := math.Max(0, p.area-d.tallies.total(sumSeen)) * (1 + m.wider)
	d.changed, d.squares = d.tallies.total(sumAbs)+lost, d.tallies.total(sumSquares)+lost
	return d
}

// source is where a motion took pixels from.
type source struct {
	cx, cy, pivotX, pivotY float64
	ex, ey                 float64 // across the line from the pivot to the centre
	sin, cos               float64
	shift, narrower        float64
}

func (a *animal) source(n *silhouette, m motion) source {
	s := source{cx: n.cx, cy: n.cy, pivotX: a.pivotX, pivotY: a.pivotY, shift: m.shift, narrower: 1/(1+m.wider) - 1}
	s.sin, s.cos = math.Sincos(m.turn)
	s.ex, s.ey = n.cy-a.pivotY, a.pivotX-n.cx
	if r := math.Hypot(s.ex, s.ey); r > 0 {
		s.ex, s.ey = s.ex/r, s.ey/r
	}
	return s
}

// of returns where (x, y) was: a place q from the centre was at q + narrower (q.e) e
// before the twist, then at (x cos - y sin, x sin + y cos) from the pivot, as angles
// count from straight down to the right.
func (s source) of(x, y float64) (float64, float64) {
	x, y = x-s.cx, y-s.cy
	across := s.narrower*(x*s.ex+y*s.ey) - s.shift
	x, y = x+across*s.ex+s.cx-s.pivotX, y+across*s.ey+s.cy-s.pivotY
	return s.pivotX + x*s.cos - y*s.sin, s.pivotY + x*s.sin + y*s.cos
}

// from is the path of the pixels of a row from (x, y) on.
func (s source) from(x, y float64) path {
	x0, y0 := s.of(x, y)
	x1, y1 := s.of(x+1, y)
	return path{x: float32(x0), y: float32(y0), dx: float32(x1 - x0), dy: float32(y1 - y0), pivotX: float32(s.pivotX), pivotY: float32(s.pivotY),
		acrossX: float32(s.ex*s.cos - s.ey*s.sin), acrossY: float32(s.ex*s.sin + s.ey*s.cos),
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
