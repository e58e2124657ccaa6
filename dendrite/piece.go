package dendrite

import (
	"container/heap"
	"math"
	"slices"

	"respine/img"
)

// piece is one connected set of ridge voxels.
type piece struct {
	vox   []int32   // linear indices, ascending
	cost  []float32 // price of a micrometre at each voxel
	near  []int32   // of voxel i: positions in vox of its neighbours, -1 where none
	steps []step    // to those neighbours
	h, w  int
	size  img.Voxel
}

// pieces returns the sets of 26-connected voxels above lo that reach hi
// somewhere. Pieces too small to hold a dendrite are left out.
func pieces(r []float32, s img.Stack, lo, hi float32) []*piece {
	seen := make([]bool, len(r))
	nb := neighbours(s)
	var out []*piece
	var queue []int32
	for start, v := range r {
		if v < hi || seen[start] {
			continue
		}
		queue = append(queue[:0], int32(start))
		seen[start] = true
		for n := 0; n < len(queue); n++ {
			z, y, x := unravel(int(queue[n]), s.H, s.W)
			for _, d := range nb {
				if z+d.z < 0 || z+d.z >= s.D || y+d.y < 0 || y+d.y >= s.H || x+d.x < 0 || x+d.x >= s.W {
					continue
				}
				q := int(queue[n]) + (d.z*s.H+d.y)*s.W + d.x
				if !seen[q] && r[q] >= lo {
					seen[q] = true
					queue = append(queue, int32(q))
				}
			}
		}
		if len(queue) >= 50 {
			out = append(out, newPiece(slices.Clone(queue), r, s))
		}
	}
	return out
}

func newPiece(vox []int32, r []float32, s img.Stack) *piece {
	slices.Sort(vox)
	p := &piece{vox: vox, h: s.H, w: s.W, size: s.Voxel, steps: neighbours(s), cost: make([]float32, len(vox))}
	for i, v := range vox {
		p.cost[i] = r[v]
	}
	p.connect()
	// A path should run along the local ridge rather than cut its corners: the
	// price falls steeply with the response relative to the strongest nearby.
	p.price()
	return p
}

// price turns ridge responses into the price of a micrometre: one on a local
// ridge line, rising to pathContrast times that where the response is nothing
// against its neighbours within priceReachUm.
func (p *piece) price() {
	peak := slices.Clone(p.cost)
	reach := int(math.Ceil(priceReachUm / p.size.X))
	for range reach {
		next := slices.Clone(peak)
		for i := range p.vox {
			p.eachNeighbour(int32(i), func(j int32, d step) {
				if d.z == 0 {
					next[i] = max(next[i], peak[j])
				}
			})
		}
		peak = next
	}
	for i := range p.cost {
		rel := float64(p.cost[i] / peak[i])
		p.cost[i] = float32(1 / (1/pathContrast + rel*rel))
	}
}

const (
	priceReachUm = 1.0
	pathContrast = 50.0
)

type step struct {
	z, y, x       int
	lateral, path float32 // micrometres
}

// neighbours lists the 26 steps to adjoining voxels. Their length is lateral:
// the point spread function draws every bright spot out along the optical axis,
// and such a streak must not pass for a branch.
func neighbours(s img.Stack) []step {
	var out []step
	for z := -1; z <= 1; z++ {
		for y := -1; y <= 1; y++ {
			for x := -1; x <= 1; x++ {
				if z == 0 && y == 0 && x == 0 {
					continue
				}
				lateral := math.Hypot(float64(y)*s.Voxel.Y, float64(x)*s.Voxel.X)
				path := math.Hypot(lateral, float64(z)*s.Voxel.Z)
				out = append(out, step{z, y, x, float32(lateral), float32(path)})
			}
		}
	}
	return out
}

// connect fills near. Voxels are in ascending order, so each of the steps is
// one walk along the list with a second finger.
func (p *piece) connect() {
	n := len(p.steps)
	p.near = make([]int32, n*len(p.vox))
	for k, d := range p.steps {
		off := int32((d.z*p.h+d.y)*p.w + d.x)
		j := 0
		for i, v := range p.vox {
			p.near[i*n+k] = -1
			for j < len(p.vox) && p.vox[j] < v+off {
				j++
			}
			_, y, x := unravel(int(v), p.h, p.w)
			y, x = y+d.y, x+d.x
			if j < len(p.vox) && p.vox[j] == v+off && y >= 0 && y < p.h && x >= 0 && x < p.w {
				p.near[i*n+k] = int32(j)
			}
		}
	}
}

func (p *piece) eachNeighbour(i int32, f func(j int32, d step)) {
	n := len(p.steps)
	for k, j := range p.near[int(i)*n:][:n] {
		if j >= 0 {
			f(j, p.steps[k])
		}
	}
}

// skeleton returns the traced paths of a piece, cut where they meet: first the
// one between its two ends, then from the tree so far to the tip farthest from
// it, as long as that tip is at least minUm away along its path. Which arms go
// on into each other is for joinStraight to say: the longest way through a
// crossing may turn from one dendrite into the other.
func (p *piece) skeleton(minUm float64) [][]Point {
	g := newGeodesic(p)
	g.spread([]int32{0})
	end := g.farthest()
	g = newGeodesic(p)
	g.spread([]int32{end})
	var paths [][]int32
	for {
		tip := g.farthest()
		if float64(g.um[tip]) < minUm {
			break
		}
		path := g.walkBack(tip)
		paths = append(paths, path)
		g.spread(path)
	}
	var out [][]Point
	for _, path := range cutForks(paths) {
		out = append(out, p.points(path))
	}
	return out
}

// cutForks cuts paths at the voxels where later ones begin on them. A cut voxel
// belongs to both parts.
func cutForks(paths [][]int32) [][]int32 {
	lastFrom := map[int32]int{} // by voxel, the last path that begins there
	for i, path := range paths {
		lastFrom[path[0]] = i
	}
	var out [][]int32
	for i, path := range paths {
		from := 0
		for k := 1; k < len(path)-1; k++ {
			if lastFrom[path[k]] > i {
				out = append(out, path[from:k+1])
				from = k
			}
		}
		out = append(out, path[from:])
	}
	return out
}

func (p *piece) points(path []int32) []Point {
	out := make([]Point, len(path))
	for n, i := range path {
		z, y, x := unravel(int(p.vox[i]), p.h, p.w)
		out[n] = Point{X: float64(x) * p.size.X, Y: float64(y) * p.size.Y, Z: float64(z) * p.size.Z}
	}
	return out
}

func unravel(i, h, w int) (z, y, x int) { return i / (h * w), i / w % h, i % w }

// geodesic keeps the cheapest way from every voxel of a piece to the tree.
type geodesic struct {
	p    *piece
	cost []float32 // price of the cheapest way to the tree
	um   []float32 // lateral length of that way
	from []int32   // next voxel on it; -1 on the tree
}

func newGeodesic(p *piece) *geodesic {
	n := len(p.vox)
	g := &geodesic{p: p, cost: make([]float32, n), um: make([]float32, n), from: make([]int32, n)}
	for i := range g.cost {
		g.cost[i] = math.MaxFloat32
		g.from[i] = -1
	}
	return g
}

// spread adds voxels to the tree and shortens the ways of all others.
func (g *geodesic) spread(tree []int32) {
	var q frontier
	for _, i := range tree {
		g.cost[i], g.um[i], g.from[i] = 0, 0, -1
		q = append(q, front{0, i})
	}
	heap.Init(&q)
	for len(q) > 0 {
		f := heap.Pop(&q).(front)
		if f.cost > g.cost[f.i] {
			continue
		}
		g.p.eachNeighbour(f.i, func(j int32, d step) {
			c := f.cost + d.path*0.5*(g.p.cost[f.i]+g.p.cost[j])
			if c < g.cost[j] {
				g.cost[j], g.um[j], g.from[j] = c, g.um[f.i]+d.lateral, f.i
				heap.Push(&q, front{c, j})
			}
		})
	}
}

func (g *geodesic) farthest() int32 {
	best := int32(0)
	for i := range g.um {
		if g.um[i] > g.um[best] {
			best = int32(i)
		}
	}
	return best
}

// walkBack returns the way from the tree to voxel i.
func (g *geodesic) walkBack(i int32) []int32 {
	var path []int32
	for ; i >= 0; i = g.from[i] {
		path = append(path, i)
	}
	slices.Reverse(path)
	return path
}

type front struct {
	cost float32
	i    int32
}

// frontier is a heap of voxels by price, ties by index so that the order never
// depends on chance.
type frontier []front

func (q frontier) Len() int { return len(q) }
func (q frontier) Less(a, b int) bool {
	return q[a].cost < q[b].cost || q[a].cost == q[b].cost && q[a].i < q[b].i
}
func (q frontier) Swap(a, b int) { q[a], q[b] = q[b], q[a] }
func (q *frontier) Push(x any)   { *q = append(*q, x.(front)) }
func (q *frontier) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}
