package dendrite

import (
	"math"
	"slices"
)

// Two pieces of path that end at the same place and go on in the same
// direction are one dendrite that was parted at a fork or a crossing.
const (
	joinUm      = 1.5
	joinDepthUm = 3.0
	maxJoinDeg  = 40.0
)

// joinStraight joins pieces end to end, the straightest pair first, until none
// is left that goes on straight. The order of the pieces decides ties.
func joinStraight(pieces [][]Point) [][]Point {
	pieces = slices.Clone(pieces)
	for {
		i, j, ok := straightest(pieces)
		if !ok {
			return pieces
		}
		pieces[i] = slices.Concat(pieces[i], pieces[j])
		pieces = slices.Delete(pieces, j, j+1)
	}
}

// straightest finds the pair to join and turns both so that the end of i meets
// the beginning of j.
func straightest(pieces [][]Point) (i, j int, ok bool) {
	best := maxJoinDeg
	var flipI, flipJ bool
	for a := range pieces {
		for b := range pieces {
			for _, fa := range []bool{false, true} {
				for _, fb := range []bool{false, true} {
					if a == b {
						continue
					}
					if d, meets := bend(pieces[a], fa, pieces[b], fb); meets && d < best {
						best, i, j, flipI, flipJ, ok = d, a, b, fa, fb, true
					}
				}
			}
		}
	}
	if !ok {
		return 0, 0, false
	}
	for _, f := range []struct {
		at   int
		flip bool
	}{{i, flipI}, {j, flipJ}} {
		if f.flip {
			pieces[f.at] = slices.Clone(pieces[f.at])
			slices.Reverse(pieces[f.at])
		}
	}
	return i, j, true
}

// bend is the angle, in degrees, by which the way turns where the end of p
// meets the beginning of q, either of them reversed; meets tells whether they
// come near enough to be joined.
func bend(p []Point, reverseP bool, q []Point, reverseQ bool) (deg float64, meets bool) {
	end, before := tail(p, !reverseP)
	start, after := tail(q, reverseQ)
	if math.Hypot(end.X-start.X, end.Y-start.Y) > joinUm || math.Abs(end.Z-start.Z) > joinDepthUm {
		return 0, false
	}
	ux, uy := end.X-before.X, end.Y-before.Y
	vx, vy := after.X-start.X, after.Y-start.Y
	return math.Abs(math.Atan2(ux*vy-uy*vx, ux*vx+uy*vy)) * 180 / math.Pi, true
}

// tail returns one end of a path and the point turnReachUm before it.
func tail(p []Point, last bool) (end, before Point) {
	at := func(i int) Point {
		if last {
			return p[len(p)-1-i]
		}
		return p[i]
	}
	end = at(0)
	for i := range p {
		before = at(i)
		if math.Hypot(before.X-end.X, before.Y-end.Y) >= turnReachUm {
			break
		}
	}
	return end, before
}
