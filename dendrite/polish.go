package dendrite

import (
	"math"
	"slices"

	"respine/img"
)

// A path through a fork may turn back on itself; two arms of a fork are two
// dendrites. Directions are taken over turnReachUm on either side.
const (
	turnReachUm = 3.0
	maxTurnDeg  = 60.0
	borderUm    = 0.6 // ridges along the edge of the image are its edge
)

// polish cuts paths where they turn sharply, trims their ends where they run
// along the border, joins pieces that go on straight, and drops what is then too
// short or does not stand out from its flanks as a dendrite does.
func polish(paths [][]Point, s img.Stack, minUm float64) [][]Point {
	var pieces, out [][]Point
	for _, p := range paths {
		for _, q := range cutTurns(p) {
			if q = trimBorder(q, s); len(q) > 1 {
				pieces = append(pieces, q)
			}
		}
	}
	for _, q := range joinStraight(pieces) {
		b := Branch{Points: q}
		if b.LengthUm() >= minUm && flankContrast(s, b) >= minFlankContrast {
			out = append(out, q)
		}
	}
	return out
}

// cutTurns splits a path at every local extreme of turning above maxTurnDeg.
func cutTurns(p []Point) [][]Point {
	const step = 0.25
	q := smoothPoints(resample(p, step), 2, 4)
	reach := int(turnReachUm / step)
	turn := make([]float64, len(q))
	for i := reach; i < len(q)-reach; i++ {
		turn[i] = turnDeg(q[i-reach], q[i], q[i+reach])
	}
	var out [][]Point
	from := 0
	for i := range turn {
		lo, hi := max(0, i-reach), min(len(turn), i+reach+1)
		if turn[i] > maxTurnDeg && turn[i] == slices.Max(turn[lo:hi]) && i-from > reach {
			out = append(out, q[from:i])
			from = i
		}
	}
	return append(out, q[from:])
}

// turnDeg is the lateral angle, in degrees, between the ways into and out of b.
func turnDeg(a, b, c Point) float64 {
	ux, uy, vx, vy := b.X-a.X, b.Y-a.Y, c.X-b.X, c.Y-b.Y
	return math.Abs(math.Atan2(ux*vy-uy*vx, ux*vx+uy*vy)) * 180 / math.Pi
}

func trimBorder(p []Point, s img.Stack) []Point {
	near := func(q Point) bool {
		w, h := float64(s.W-1)*s.Voxel.X, float64(s.H-1)*s.Voxel.Y
		return min(q.X, q.Y, w-q.X, h-q.Y) < borderUm
	}
	for len(p) > 0 && near(p[0]) {
		p = p[1:]
	}
	for len(p) > 0 && near(p[len(p)-1]) {
		p = p[:len(p)-1]
	}
	return p
}

// minFlankContrast is the least ratio of the brightness on a branch to that
// flankUm beside it. Dendrites in a stack labelled sparsely enough to score
// have 4 and more, patches of autofluorescence 1 to 2.
const (
	minFlankContrast = 3
	flankUm          = 2.0
)

// flankContrast is the median brightness on a branch over the median of its
// flanks, the brighter side of each column counting.
func flankContrast(s img.Stack, b Branch) float64 {
	f := NewFrame(b, 0.5)
	if f.Len() == 0 {
		return 0
	}
	on, off := make([]float64, f.Len()), make([]float64, f.Len())
	for i := range on {
		for _, r := range []float64{-0.3, 0, 0.3} {
			on[i] = math.Max(on[i], mean3(s, f, i, r))
		}
		off[i] = math.Max(mean3(s, f, i, flankUm), mean3(s, f, i, -flankUm))
	}
	slices.Sort(on)
	slices.Sort(off)
	top, floor := on[len(on)/2], off[len(off)/2]
	if top <= 0 {
		return 0
	}
	return top / math.Max(floor, 1e-3*top)
}

// mean3 averages three steps along the branch, so that single noisy voxels do
// not make a flank bright.
func mean3(s img.Stack, f Frame, i int, rUm float64) float64 {
	var sum float64
	for d := -1; d <= 1; d++ {
		sum += float64(Sample(s, f.At(min(max(i+d, 0), f.Len()-1), rUm, 0)))
	}
	return sum / 3
}
