package spine

import (
	"math"
	"slices"
)

// Place is where a protrusion stands on a branch, in the coordinates all days
// share once they are registered.
type Place struct {
	Side       int     // +1 or -1
	PositionUm float64 // along the branch
	LateralUm  float64 // from the axis, positive outward
	DepthUm    float64 // from the axis
}

// Spread is how far the places of one spine on two registered days lie apart,
// as standard deviations in micrometres, and the price of leaving a place
// without partner, in squared standard deviations: half that of the worst link
// worth making.
type Spread struct {
	AlongUm, AcrossUm, DepthUm float64
	Unlinked                   float64
}

// Measured is the spread of places found by the classifier: what registration
// leaves along the branch, and the sway of heads across it.
func Measured() Spread { return Spread{AlongUm: 0.25, AcrossUm: 0.4, DepthUm: 1.5, Unlinked: 4.5} }

// Marked is the spread of places marked by hand, where tips and bases are
// clicked anew each day; it was chosen on rr30a between days 0 or 4.1 and 8.
func Marked() Spread { return Spread{AlongUm: 0.7, AcrossUm: 0.5, DepthUm: 2.5, Unlinked: 6} }

// Link pairs the places of one day with those of another: pairs (i, j) of
// indices into a and b. Places are compared on the same side of the shaft
// only. Their order along the branch is kept, save that two neighbours may
// swap; among all such pairings the cheapest is found by dynamic programming
// (Needleman & Wunsch 1970, doi:10.1016/0022-2836(70)90057-4).
func Link(a, b []Place, sd Spread) [][2]int {
	var pairs [][2]int
	for _, side := range []int{1, -1} {
		ia, ib := alongOrder(a, side), alongOrder(b, side)
		for _, p := range align(len(ia), len(ib), sd.Unlinked, func(i, j int) float64 { return sd.distance2(a[ia[i]], b[ib[j]]) }) {
			pairs = append(pairs, [2]int{ia[p[0]], ib[p[1]]})
		}
	}
	slices.SortFunc(pairs, func(p, q [2]int) int { return p[0] - q[0] })
	return pairs
}

// alongOrder lists the places on one side by position.
func alongOrder(p []Place, side int) []int {
	var idx []int
	for i := range p {
		if p[i].Side == side {
			idx = append(idx, i)
		}
	}
	slices.SortStableFunc(idx, func(i, j int) int {
		switch d := p[i].PositionUm - p[j].PositionUm; {
		case d < 0:
			return -1
		case d > 0:
			return 1
		}
		return 0
	})
	return idx
}

func (sd Spread) distance2(a, b Place) float64 {
	s := (a.PositionUm - b.PositionUm) / sd.AlongUm
	r := (a.LateralUm - b.LateralUm) / sd.AcrossUm
	z := (a.DepthUm - b.DepthUm) / sd.DepthUm
	return s*s + r*r + math.Min(z*z, 4)
}

// align is the cheapest pairing of two ordered lists. best[i][j] is the price
// of the first i against the first j.
func align(n, m int, unlinked float64, cost func(i, j int) float64) [][2]int {
	best := make([][]float64, n+1)
	move := make([][]byte, n+1)
	for i := range best {
		best[i], move[i] = make([]float64, m+1), make([]byte, m+1)
		for j := range best[i] {
			best[i][j], move[i][j] = cheapest(best, i, j, unlinked, cost)
		}
	}
	var pairs [][2]int
	for i, j := n, m; i > 0 || j > 0; {
		switch move[i][j] {
		case skipA:
			i--
		case skipB:
			j--
		case pair:
			i, j = i-1, j-1
			pairs = append(pairs, [2]int{i, j})
		case swap:
			i, j = i-2, j-2
			pairs = append(pairs, [2]int{i + 1, j}, [2]int{i, j + 1})
		}
	}
	return pairs
}

const (
	skipA byte = iota
	skipB
	pair
	swap
)

// cheapest returns the price of the first i against the first j, and the last
// move that gets there.
func cheapest(best [][]float64, i, j int, unlinked float64, cost func(i, j int) float64) (float64, byte) {
	if i == 0 && j == 0 {
		return 0, skipA
	}
	c, m := math.Inf(1), skipA
	try := func(v float64, k byte) {
		if v < c {
			c, m = v, k
		}
	}
	if i > 0 {
		try(best[i-1][j]+unlinked, skipA)
	}
	if j > 0 {
		try(best[i][j-1]+unlinked, skipB)
	}
	if i > 0 && j > 0 {
		try(best[i-1][j-1]+cost(i-1, j-1), pair)
	}
	if i > 1 && j > 1 {
		try(best[i-2][j-2]+cost(i-1, j-2)+cost(i-2, j-1), swap)
	}
	return c, m
}
