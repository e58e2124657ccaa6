package dendrite

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"respine/img"
)

// block is a piece that fills a small grid, of random responses.
func block(d, h, w int, rng *rand.Rand) *piece {
	s := img.NewStack(d, h, w, img.Voxel{Z: 1, Y: 0.25, X: 0.25})
	r := make([]float32, d*h*w)
	vox := make([]int32, len(r))
	for i := range r {
		r[i], vox[i] = 0.1+rng.Float32(), int32(i)
	}
	rng.Shuffle(len(vox), func(a, b int) { vox[a], vox[b] = vox[b], vox[a] })
	return newPiece(vox, r, s)
}

// cheapestWays relaxes every pair of adjoining voxels until nothing changes
// (Bellman 1958), with neighbourhood and price from the coordinates alone.
func cheapestWays(p *piece, d int, tree []int32) []float64 {
	cost := make([]float64, len(p.vox))
	for i := range cost {
		cost[i] = math.Inf(1)
	}
	for _, i := range tree {
		cost[i] = 0
	}
	for changed := true; changed; {
		changed = false
		for i := range p.vox {
			zi, yi, xi := i/(p.h*p.w), i/p.w%p.h, i%p.w
			for j := range p.vox {
				zj, yj, xj := j/(p.h*p.w), j/p.w%p.h, j%p.w
				dz, dy, dx := zj-zi, yj-yi, xj-xi
				if dz*dz > 1 || dy*dy > 1 || dx*dx > 1 {
					continue
				}
				um := math.Sqrt(float64(dz*dz) + 0.0625*float64(dy*dy+dx*dx))
				if c := cost[i] + um*0.5*float64(p.cost[i]+p.cost[j]); c < cost[j]-1e-9 {
					cost[j], changed = c, true
				}
			}
		}
	}
	return cost
}

func TestCheapestWaysAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for range 5 {
		p := block(3, 5, 6, rng)
		g := newGeodesic(p)
		var tree []int32
		for range 2 { // a tree that grows must shorten the ways
			tree = append(tree, int32(rng.IntN(90)))
			g.spread(tree[len(tree)-1:])
			for i, want := range cheapestWays(p, 3, tree) {
				near(t, "price", float64(g.cost[i]), want, 1e-3)
			}
		}
		end := g.farthest()
		way := g.walkBack(end)
		if !slices.Contains(tree, way[0]) || way[len(way)-1] != end {
			t.Error("the way does not lead from the tree to its tip")
		}
		var lateral float64
		pts := p.points(way)
		for i := range len(pts) - 1 {
			lateral += math.Hypot(pts[i+1].X-pts[i].X, pts[i+1].Y-pts[i].Y)
		}
		near(t, "lateral length", float64(g.um[end]), lateral, 1e-4)
	}
}

func TestAPriceIsOneOnTheRidgeAndFiftyBesideIt(t *testing.T) {
	s := img.NewStack(1, 9, 30, img.Voxel{Z: 1, Y: 0.25, X: 0.25})
	r := make([]float32, 270)
	var vox []int32
	for i := range r {
		r[i] = 1e-4
		if i/30 == 4 {
			r[i] = 8
		}
		vox = append(vox, int32(i))
	}
	p := newPiece(vox, r, s)
	near(t, "on the ridge", float64(p.cost[4*30+9]), 1/(1+1.0/50), 1e-6)
	near(t, "beside it", float64(p.cost[6*30+9]), 50, 0.01)
}

func TestHysteresisKeepsWhatReachesTheHighLevel(t *testing.T) {
	s := img.NewStack(2, 12, 40, img.Voxel{Z: 1, Y: 0.25, X: 0.25})
	r := make([]float32, len(s.Pix))
	fill := func(z, y, x0, x1 int, v float32) {
		for x := x0; x < x1; x++ {
			r[(z*12+y)*40+x], r[(z*12+y+1)*40+x] = v, v
		}
	}
	fill(0, 1, 0, 40, 2) // bright enough somewhere
	r[40+5] = 9
	fill(0, 5, 0, 40, 2)    // nowhere
	fill(0, 9, 0, 20, 9)    // bright, but 40 voxels only
	fill(1, 9, 22, 40, 0.5) // below both
	got := pieces(r, s, 1, 5)
	if len(got) != 1 || len(got[0].vox) != 80 || !slices.IsSorted(got[0].vox) {
		t.Fatalf("%d pieces", len(got))
	}
}

// The last row of a slice and the first of the next are neighbours in memory
// only.
func TestNeighboursDoNotWrapAroundTheBorders(t *testing.T) {
	p := block(2, 3, 4, rand.New(rand.NewPCG(1, 1)))
	for i := range p.vox {
		z, y, x := unravel(i, 3, 4)
		p.eachNeighbour(int32(i), func(j int32, d step) {
			z1, y1, x1 := unravel(int(j), 3, 4)
			if z1-z != d.z || y1-y != d.y || x1-x != d.x {
				t.Fatalf("(%d %d %d) has (%d %d %d) for a neighbour", z, y, x, z1, y1, x1)
			}
		})
	}
}

// A main path of voxels 0 to 6, a side path from 3 and one from 11 on that, and
// one from the end of the first: only what goes on beyond a fork is cut there.
func TestCutForks(t *testing.T) {
	got := cutForks([][]int32{{0, 1, 2, 3, 4, 5, 6}, {3, 10, 11, 12}, {11, 20, 21}, {6, 30}})
	want := [][]int32{{0, 1, 2, 3}, {3, 4, 5, 6}, {3, 10, 11}, {11, 12}, {11, 20, 21}, {6, 30}}
	if !slices.EqualFunc(got, want, slices.Equal[[]int32]) {
		t.Errorf("cut into %v, want %v", got, want)
	}
}
