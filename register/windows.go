package register

import (
	"math"

	"respine/dendrite"
	"respine/img"
)

// grid is a square of shifts tried, from -reach to reach along and across.
type grid struct{ reach, step float64 }

func (g grid) side() int { return 2*int(math.Round(g.reach/g.step)) + 1 }

// shift is the k-th value on one axis of the grid, in micrometres.
func (g grid) shift(k int) float64 { return float64(k-g.side()/2) * g.step }

// stiffness prices a change of displacement between neighbouring windows:
// correlation lost per squared micrometre.
const stiffness = 0.3

// match returns the displacement of b against a per column: b(i+along,
// j+across) shows what a(i, j) shows.
func (g grid) match(a, b img.Image) displacement {
	nodes := max(1, int(math.Round(float64(a.H)*dendrite.StepUm/nodeUm)))
	score := make([][]float64, nodes)
	for n := range score {
		mid := (float64(n) + 0.5) * float64(a.H) / float64(nodes)
		score[n] = g.window(a, b, int(mid))
	}
	path := g.smoothest(score)
	along, across := make([]float64, nodes), make([]float64, nodes)
	for n, k := range path {
		along[n], across[n] = g.refine(score[n], k)
	}
	return displacement{spreadNodes(along, a.H), spreadNodes(across, a.H)}
}

// window correlates the reference around column mid with b at every shift,
// every third pixel both ways.
func (g grid) window(a, b img.Image, mid int) []float64 {
	half := int(windowUm / 2 / dendrite.StepUm)
	i0, i1 := max(0, mid-half), min(a.H, mid+half)
	side := g.side()
	out := make([]float64, side*side)
	for k := range out {
		di := int(math.Round(g.shift(k/side) / dendrite.StepUm))
		dj := int(math.Round(g.shift(k%side) / dendrite.StepUm))
		var m moments
		for i := max(i0, -di); i < min(i1, b.H-di); i += 3 {
			ra, rb := a.Row(i), b.Row(i+di)
			for j := max(0, -dj); j < min(a.W, b.W-dj); j += 3 {
				m.add(float64(ra[j]), float64(rb[j+dj]))
			}
		}
		if m.n > 100 {
			out[k] = m.correlation()
		}
	}
	return out
}

// smoothest picks one shift per window: the sequence with the greatest sum of
// correlations less the price of its changes (Viterbi 1967). Changes of more
// than two grid steps between neighbouring windows are not considered.
func (g grid) smoothest(score [][]float64) []int {
	side := g.side()
	best := append([]float64(nil), score[0]...)
	from := make([][]int32, len(score))
	for n := 1; n < len(score); n++ {
		next := make([]float64, len(best))
		from[n] = make([]int32, len(best))
		for k := range next {
			next[k] = math.Inf(-1)
			for da := -2; da <= 2; da++ {
				for db := -2; db <= 2; db++ {
					p, q := k/side+da, k%side+db
					if p < 0 || q < 0 || p >= side || q >= side {
						continue
					}
					v := best[p*side+q] - stiffness*g.step*g.step*float64(da*da+db*db)
					if v > next[k] {
						next[k], from[n][k] = v, int32(p*side+q)
					}
				}
			}
			next[k] += score[n][k]
		}
		best = next
	}
	path := make([]int, len(score))
	k := 0
	for i := range best {
		if best[i] > best[k] {
			k = i
		}
	}
	for n := len(score) - 1; n >= 0; n-- {
		path[n] = k
		if n > 0 {
			k = int(from[n][k])
		}
	}
	return path
}

// refine adds the fraction of a grid step by a parabola on either axis.
func (g grid) refine(score []float64, k int) (along, across float64) {
	side := g.side()
	p, q := k/side, k%side
	along, across = g.shift(p), g.shift(q)
	if p > 0 && p < side-1 {
		along += g.step * clampHalf(parabola(score[k-side], score[k], score[k+side]))
	}
	if q > 0 && q < side-1 {
		across += g.step * clampHalf(parabola(score[k-1], score[k], score[k+1]))
	}
	return along, across
}

func clampHalf(x float64) float64 { return math.Max(-0.5, math.Min(0.5, x)) }

// spreadNodes interpolates node values to n columns and smooths them.
func spreadNodes(v []float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		at := (float64(i)+0.5)*float64(len(v))/float64(n) - 0.5
		lo := min(max(int(math.Floor(at)), 0), len(v)-1)
		hi := min(lo+1, len(v)-1)
		t := math.Max(0, math.Min(1, at-float64(lo)))
		out[i] = v[lo] + t*(v[hi]-v[lo])
	}
	return dendrite.Smooth(out, smoothFieldUm/2/dendrite.StepUm)
}

// columnCorrelation is the correlation of a window around each column.
func columnCorrelation(a, b img.Image) []float64 {
	half := int(windowUm / 2 / dendrite.StepUm)
	out := make([]float64, a.H)
	for i := 0; i < a.H; i += 10 {
		var m moments
		for k := max(0, i-half); k < min(a.H, i+half); k++ {
			ra, rb := a.Row(k), b.Row(k)
			for j := 0; j < a.W; j += 2 {
				m.add(float64(ra[j]), float64(rb[j]))
			}
		}
		c := m.correlation()
		for k := i; k < min(i+10, a.H); k++ {
			out[k] = c
		}
	}
	return out
}
