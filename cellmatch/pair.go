package cellmatch

import "math"

// shape is a footprint placed in the first session's field: its centroid there,
// and its weights about the centroid on a small grid, of length 1.
type shape struct {
	row, col float64
	grid     []float64
}

// gridHalf is half the side of that grid in pixels; pixels further out, which
// few cells have, are left out.
const gridHalf, gridSide = 14, 29

func shapes(s Session, al Alignment) []shape {
	out := make([]shape, len(s.Cells))
	for i, f := range s.Cells {
		y, x := f.Centroid()
		g := make([]float64, gridSide*gridSide)
		for k, w := range f.Weights {
			put(g, float64(f.Rows[k])-y+gridHalf, float64(f.Cols[k])-x+gridHalf, w)
		}
		n := math.Sqrt(squares(g))
		for k := range g {
			g[k] /= n
		}
		out[i] = shape{row: y - al.RowPx, col: x - al.ColPx, grid: g}
	}
	return out
}

// put shares a weight among the four nodes around a place.
func put(g []float64, y, x, w float64) {
	r, c := int(math.Floor(y)), int(math.Floor(x))
	fy, fx := y-float64(r), x-float64(c)
	if r < 0 || c < 0 || r+1 >= gridSide || c+1 >= gridSide {
		return
	}
	g[r*gridSide+c] += w * (1 - fy) * (1 - fx)
	g[r*gridSide+c+1] += w * (1 - fy) * fx
	g[(r+1)*gridSide+c] += w * fy * (1 - fx)
	g[(r+1)*gridSide+c+1] += w * fy * fx
}

// corr is the cosine of two footprints where they lie: 1 for the same weights
// at the same place, 0 without a common pixel.
func corr(a, b shape) float64 {
	dy, dx := int(math.Round(b.row-a.row)), int(math.Round(b.col-a.col))
	sum := 0.0
	for r := max(0, dy); r < min(gridSide, gridSide+dy); r++ {
		for c := max(0, dx); c < min(gridSide, gridSide+dx); c++ {
			sum += a.grid[r*gridSide+c] * b.grid[(r-dy)*gridSide+c-dx]
		}
	}
	return sum
}

// pair is two footprints of two sessions, a before b.
type pair struct {
	a, i, b, j     int
	distance, corr float64
	nearest        bool // each the other's nearest
	same           float64
}

// candidates returns all pairs within a distance, in order.
func candidates(moved [][]shape, al []Alignment, within float64) []pair {
	var out []pair
	for a := range moved {
		for b := a + 1; b < len(moved); b++ {
			if !al[a].Used || !al[b].Used {
				continue
			}
			partner := map[int]int{}
			for _, q := range mutual(moved[a], moved[b], within) {
				partner[q[0]] = q[1] + 1
			}
			for i, s := range moved[a] {
				for j, o := range moved[b] {
					if d := math.Hypot(s.row-o.row, s.col-o.col); d < within {
						out = append(out, pair{a: a, i: i, b: b, j: j, distance: d, corr: corr(s, o), nearest: partner[i] == j+1})
					}
				}
			}
		}
	}
	return out
}
