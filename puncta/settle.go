package puncta

import (
	"math"
	"slices"
)

// together is how many spots are fitted at once at most, and nearSD how near, in
// standard deviations, makes neighbours.
const (
	together = 4
	nearSD   = 3.5
)

// settle fits all spots, neighbours together, a number of times; every other time
// from the end, so that large groups are cut elsewhere.
func (f *fit) settle(times int) {
	for k := range times {
		f.index = grid{}
		done := make([]bool, len(f.spots))
		for n := range f.spots {
			i := n
			if k%2 == 1 {
				i = len(f.spots) - 1 - n
			}
			if done[i] {
				continue
			}
			group := f.group(i, together, func(j int) bool { return !done[j] })
			for _, j := range group {
				done[j] = true
			}
			f.refit(group)
		}
		f.rebuild()
	}
}

// refit fits a group of spots together, the others as they are.
func (f *fit) refit(group []int) {
	spots := make([]spot, len(group))
	for k, j := range group {
		spots[k] = f.spots[j]
		f.add(spots[k], -1)
	}
	spots, _ = f.solve(spots)
	for k, j := range group {
		f.spots[j] = spots[k]
		f.add(spots[k], 1)
	}
}

// group is a spot and the nearest of its neighbours that may be taken.
func (f *fit) group(i, most int, may func(int) bool) []int {
	type near struct {
		j int
		d float64
	}
	var all []near
	s := f.spots[i]
	reach := nearSD * s.sd()
	for _, j := range f.grid().around(s, reach) {
		if j == i || !may(j) {
			continue
		}
		if d := f.apart(s, f.spots[j]); d < reach {
			all = append(all, near{j, d})
		}
	}
	slices.SortFunc(all, func(a, b near) int {
		if a.d != b.d {
			return cmpFloat(a.d, b.d)
		}
		return a.j - b.j
	})
	out := []int{i}
	for _, n := range all[:min(len(all), most-1)] {
		out = append(out, n.j)
	}
	return out
}

func cmpFloat(a, b float64) int {
	if a < b {
		return -1
	}
	return 1
}

// apart is the distance of two spots in pixels across; along z, in units in which a
// spot is as deep as wide.
func (f *fit) apart(a, b spot) float64 {
	d := math.Hypot(a.x-b.x, a.y-b.y)
	if f.image.D > 1 {
		sd := math.Exp(f.mean)
		d = math.Hypot(d, (a.z-b.z)*sd/f.axialSD(sd))
	}
	return d
}

// grid finds spots by place.
type grid struct {
	cell  float64
	cells map[[2]int][]int
}

func (f *fit) grid() grid {
	if f.index.cells == nil {
		f.index = grid{cell: nearSD * math.Exp(f.mean), cells: map[[2]int][]int{}}
		for i, s := range f.spots {
			k := f.index.key(s.y, s.x)
			f.index.cells[k] = append(f.index.cells[k], i)
		}
	}
	return f.index
}

func (g grid) key(y, x float64) [2]int {
	return [2]int{int(math.Floor(y / g.cell)), int(math.Floor(x / g.cell))}
}

// around lists the spots whose cell lies within reach, in the order of the cells.
func (g grid) around(s spot, reach float64) []int {
	lo, hi := g.key(s.y-reach-g.cell, s.x-reach-g.cell), g.key(s.y+reach+g.cell, s.x+reach+g.cell)
	var out []int
	for y := lo[0]; y <= hi[0]; y++ {
		for x := lo[1]; x <= hi[1]; x++ {
			out = append(out, g.cells[[2]int{y, x}]...)
		}
	}
	return out
}
