package score

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"respine/table"
)

// Region is a cell as a set of pixels, weighted by its light.
type Region struct {
	ID      int64
	Pixels  []RegionPixel // row by row
	Ignored bool          // of the truth: neither to be found nor wrong when found
}

// RegionPixel is a pixel of a Region.
type RegionPixel struct {
	Y, X   int
	Weight float64
}

// RegionParams says when two regions are one cell; the zero value means the field's
// usual limits.
type RegionParams struct {
	CentrePx float64 // centres lie nearer than this; 0 means 5
	Overlap  float64 // intersection over union exceeds this; 0 means 0.5, below 0 for none
	// Share is the share of a region's largest weight down to which a pixel
	// belongs to it; 0 means 0.2. What a region encloses belongs to it too: bodies
	// look like rings where the nucleus is dark.
	Share float64
}

func (p RegionParams) orDefaults() RegionParams {
	if p.CentrePx == 0 {
		p.CentrePx = 5
	}
	if p.Overlap == 0 {
		p.Overlap = 0.5
	}
	if p.Share == 0 {
		p.Share = 0.2
	}
	return p
}

// RegionPair is a measured region and the true one it is, by index.
type RegionPair struct{ Measured, True int }

// Regions matches measured regions with true ones, one to one, those of largest
// overlap first, and counts. A measured region that matches none but an ignored
// one is ignored.
func Regions(measured, truth []Region, p RegionParams) (Counts, []RegionPair) {
	p = p.orDefaults()
	a, b := masks(measured, p.Share), masks(truth, p.Share)
	type link struct {
		i, j int
		iou  float64
	}
	var links []link
	for i := range a {
		for j := range b {
			if math.Hypot(a[i].y-b[j].y, a[i].x-b[j].x) >= p.CentrePx {
				continue
			}
			if iou := a[i].iou(b[j]); iou > p.Overlap {
				links = append(links, link{i, j, iou})
			}
		}
	}
	// Truth that counts goes before truth that does not.
	slices.SortStableFunc(links, func(p, q link) int {
		if x, y := truth[p.j].Ignored, truth[q.j].Ignored; x != y {
			return map[bool]int{false: -1, true: 1}[x]
		}
		return cmp.Compare(q.iou, p.iou)
	})
	var c Counts
	var pairs []RegionPair
	usedA, usedB := make([]bool, len(a)), make([]bool, len(b))
	for _, l := range links {
		switch {
		case usedA[l.i] || usedB[l.j]:
			continue
		case truth[l.j].Ignored:
			c.Ignored++
		default:
			c.TP++
			pairs = append(pairs, RegionPair{l.i, l.j})
		}
		usedA[l.i], usedB[l.j] = true, true
	}
	for _, t := range truth {
		if !t.Ignored {
			c.FN++
		}
	}
	c.FN -= c.TP
	c.FP = len(measured) - c.TP - c.Ignored
	slices.SortFunc(pairs, func(p, q RegionPair) int { return cmp.Compare(p.Measured, q.Measured) })
	return c.rated(), pairs
}

// mask is a region as a picture: a rectangle of yes and no.
type mask struct {
	y0, x0, h, w int
	in           []bool
	n            int
	y, x         float64 // centre
}

func masks(regions []Region, share float64) []mask {
	out := make([]mask, len(regions))
	for i, r := range regions {
		out[i] = newMask(r, share)
	}
	return out
}

func newMask(r Region, share float64) mask {
	most := 0.0
	for _, p := range r.Pixels {
		most = max(most, p.Weight)
	}
	y0, x0, y1, x1 := math.MaxInt, math.MaxInt, math.MinInt, math.MinInt
	for _, p := range r.Pixels {
		if p.Weight >= share*most {
			y0, y1, x0, x1 = min(y0, p.Y), max(y1, p.Y+1), min(x0, p.X), max(x1, p.X+1)
		}
	}
	if y0 >= y1 {
		return mask{y: math.NaN(), x: math.NaN()}
	}
	// A border of one pixel all around lets the outside hang together.
	m := mask{y0: y0 - 1, x0: x0 - 1, h: y1 - y0 + 2, w: x1 - x0 + 2}
	m.in = make([]bool, m.h*m.w)
	for _, p := range r.Pixels {
		if p.Weight >= share*most {
			m.in[(p.Y-m.y0)*m.w+p.X-m.x0] = true
		}
	}
	m.fill()
	for i, in := range m.in {
		if in {
			m.n++
			m.y, m.x = m.y+float64(m.y0+i/m.w), m.x+float64(m.x0+i%m.w)
		}
	}
	m.y, m.x = m.y/float64(m.n), m.x/float64(m.n)
	return m
}

// fill adds what the mask encloses: all that cannot be reached from the corner.
func (m mask) fill() {
	outside := make([]bool, len(m.in))
	queue := []int{0}
	outside[0] = true
	for len(queue) > 0 {
		i := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, s := range [4][2]int{{-1, 0}, {1, 0}, {0, -1}, {0, 1}} {
			y, x := i/m.w+s[0], i%m.w+s[1]
			if y < 0 || x < 0 || y >= m.h || x >= m.w || m.in[y*m.w+x] || outside[y*m.w+x] {
				continue
			}
			outside[y*m.w+x] = true
			queue = append(queue, y*m.w+x)
		}
	}
	for i := range m.in {
		m.in[i] = !outside[i]
	}
}

// iou returns the intersection of two masks over their union.
func (m mask) iou(o mask) float64 {
	both := 0
	for y := max(m.y0, o.y0); y < min(m.y0+m.h, o.y0+o.h); y++ {
		for x := max(m.x0, o.x0); x < min(m.x0+m.w, o.x0+o.w); x++ {
			if m.in[(y-m.y0)*m.w+x-m.x0] && o.in[(y-o.y0)*o.w+x-o.x0] {
				both++
			}
		}
	}
	return float64(both) / float64(m.n+o.n-both)
}

// regionsOf reads a table of footprints: cell_id, y_px, x_px, weight. Regions come
// in the order of their first rows.
func regionsOf(t *table.Table, where string) ([]Region, error) {
	index := map[int64]int{}
	var out []Region
	id, y, x, weight := t.Ints("cell_id"), t.Ints("y_px"), t.Ints("x_px"), t.Floats("weight")
	for i := range id {
		k, ok := index[id[i]]
		if !ok {
			k = len(out)
			index[id[i]] = k
			out = append(out, Region{ID: id[i]})
		}
		if !finite(weight[i]) || weight[i] < 0 {
			return nil, fmt.Errorf("%s: row %d: a weight of %v\nhint: weights are light, 0 or more", where, i+1, weight[i])
		}
		out[k].Pixels = append(out[k].Pixels, RegionPixel{int(y[i]), int(x[i]), weight[i]})
	}
	return out, nil
}
