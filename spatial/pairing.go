package spatial

import (
	"math"
	"sort"
)

// Pair joins new point Formed to lost place Lost, by index.
type Pair struct {
	Formed, Lost int
	DistanceUm   float64
}

// Restored pairs the new points of a branch with the lost places nearer than
// the radius. One to one (the default), it makes as many pairs as possible
// and, among those, the ones with the least total distance; many to one, every
// new point takes its nearest place. Pairs are ordered by Formed.
func Restored(formed, lost []Site, m Match) []Pair {
	var pairs []Pair
	if m.ManyToOne {
		pairs = nearestPlaces(formed, lost, m)
	} else {
		for _, side := range sides(formed, m.SameSide) {
			pairs = append(pairs, orderedPairs(formed, lost, side, m)...)
		}
	}
	sort.Slice(pairs, func(a, b int) bool { return pairs[a].Formed < pairs[b].Formed })
	return pairs
}

func nearestPlaces(formed, lost []Site, m Match) []Pair {
	var pairs []Pair
	for i, f := range formed {
		best := Pair{i, -1, math.Inf(1)}
		for j, l := range lost {
			d := math.Abs(f.PositionUm - l.PositionUm)
			if d < best.DistanceUm && (!m.SameSide || f.Side == l.Side) {
				best.Lost, best.DistanceUm = j, d
			}
		}
		if best.DistanceUm < m.radius() {
			pairs = append(pairs, best)
		}
	}
	return pairs
}

// sides lists the sides to be paired apart: a nil entry stands for all.
func sides(sites []Site, apart bool) []*int {
	if !apart {
		return []*int{nil}
	}
	var out []*int
	seen := map[int]bool{}
	for _, s := range sites {
		if !seen[s.Side] {
			seen[s.Side] = true
			side := s.Side
			out = append(out, &side)
		}
	}
	return out
}

// byPosition returns the indices of the sites of one side, rising.
func byPosition(sites []Site, side *int) []int {
	var order []int
	for i, s := range sites {
		if side == nil || s.Side == *side {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool {
		return sites[order[a]].PositionUm < sites[order[b]].PositionUm
	})
	return order
}

// orderedPairs solves the assignment by dynamic programming. On a line, with a
// cost that grows with distance, some best pairing never crosses: exchanging
// the ends of two crossing pairs makes neither longer than the longer was.
func orderedPairs(formed, lost []Site, side *int, m Match) []Pair {
	f, l := byPosition(formed, side), byPosition(lost, side)
	type cell struct {
		count int
		cost  float64
	}
	better := func(a, b cell) bool { return a.count > b.count || a.count == b.count && a.cost < b.cost }
	best := make([][]cell, len(f)+1)
	for i := range best {
		best[i] = make([]cell, len(l)+1)
	}
	dist := func(i, j int) float64 { return math.Abs(formed[f[i]].PositionUm - lost[l[j]].PositionUm) }
	for i := 1; i <= len(f); i++ {
		for j := 1; j <= len(l); j++ {
			c := best[i-1][j]
			if better(best[i][j-1], c) {
				c = best[i][j-1]
			}
			if d := dist(i-1, j-1); d < m.radius() {
				if p := (cell{best[i-1][j-1].count + 1, best[i-1][j-1].cost + d}); better(p, c) {
					c = p
				}
			}
			best[i][j] = c
		}
	}
	var pairs []Pair
	for i, j := len(f), len(l); i > 0 && j > 0; {
		switch best[i][j] {
		case best[i-1][j]:
			i--
		case best[i][j-1]:
			j--
		default:
			i, j = i-1, j-1
			pairs = append(pairs, Pair{f[i], l[j], dist(i, j)})
		}
	}
	return pairs
}

// countSorted returns how many of the rising positions formed can be paired
// with the rising positions lost, which is what a draw needs. One to one, the
// first free place within reach is always a best choice.
func countSorted(formed, lost []float64, r float64, manyToOne bool) int {
	n, j := 0, 0
	for _, x := range formed {
		for j < len(lost) && lost[j] <= x-r {
			j++
		}
		if j < len(lost) && lost[j] < x+r {
			n++
			if !manyToOne {
				j++
			}
		}
	}
	return n
}
