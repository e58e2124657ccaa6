package cell

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"respine/imagejroi"
	"respine/table"
)

// Given is a cell that somebody else found: its name there and its footprint.
type Given struct {
	Name      string
	Footprint Footprint
}

// FromROIs turns regions drawn in ImageJ into footprints whose pixels weigh the
// same: those whose centres lie inside. Points and open lines have no inside and
// are an error, and so is a region without a pixel in the field, or with the pixels
// of another.
func FromROIs(rois []imagejroi.ROI, h, w int) ([]Given, error) {
	var out []Given
	for i, r := range rois {
		inside, ok := insideOf(r)
		if !ok {
			return nil, fmt.Errorf("region %d, %q: a %v has no inside\nhint: draw cells as polygons, ovals or freehand", i+1, r.Name, r.Kind)
		}
		var f Footprint
		for y := range h {
			for x := range w {
				if inside(float64(y)+0.5, float64(x)+0.5) {
					f = append(f, Pixel{y, x, 1})
				}
			}
		}
		if len(f) == 0 {
			return nil, fmt.Errorf("region %d, %q: no pixel of it lies in the field of %d x %d\nhint: is it drawn on this movie?", i+1, r.Name, h, w)
		}
		out = append(out, Given{r.Name, f})
	}
	return out, apart(out)
}

// apart tells of two cells of the same pixels: they would be active together always.
func apart(all []Given) error {
	seen := map[string]int{}
	for i, g := range all {
		places := make([][2]int, len(g.Footprint))
		for k, q := range g.Footprint {
			places[k] = [2]int{q.Y, q.X}
		}
		slices.SortFunc(places, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
		key := fmt.Sprint(places)
		if first, twice := seen[key]; twice {
			return fmt.Errorf("cells %q and %q have the same pixels\nhint: leave one of them out", all[first].Name, g.Name)
		}
		seen[key] = i
	}
	return nil
}

// insideOf returns the test of whether a place lies in a region.
func insideOf(r imagejroi.ROI) (func(y, x float64) bool, bool) {
	b := r.Bounds
	switch r.Kind {
	case imagejroi.Rect:
		return func(y, x float64) bool { return y >= b.Y && y < b.Y+b.H && x >= b.X && x < b.X+b.W }, true
	case imagejroi.Oval:
		return func(y, x float64) bool {
			return math.Hypot((y-b.Y-b.H/2)/(b.H/2), (x-b.X-b.W/2)/(b.W/2)) <= 1
		}, true
	case imagejroi.Polygon, imagejroi.Freehand, imagejroi.Traced:
		return func(y, x float64) bool { return crossings(r.Points, y, x)%2 == 1 }, true
	}
	return nil, false
}

// crossings returns how many edges of a polygon lie to the right of a place.
func crossings(p []imagejroi.Point, y, x float64) int {
	n := 0
	for i := range p {
		a, b := p[i], p[(i+1)%len(p)]
		if (a.Y > y) != (b.Y > y) && x < a.X+(y-a.Y)/(b.Y-a.Y)*(b.X-a.X) {
			n++
		}
	}
	return n
}

// FromTable reads footprints from a table with a row for each pixel: cell_id, y_px,
// x_px and, if there is one, weight. Cells come in the order of their first rows,
// named by their cell_id. Weights are made relative to the largest of the cell; a pixel
// whose weight is 0 is left out. A pixel outside the field, a weight that is none, a
// pixel that a cell has twice, a cell without a pixel and two of the same pixels are
// errors.
func FromTable(t *table.Table, h, w int) ([]Given, error) {
	index, has := map[int64]int{}, map[[3]int]bool{}
	var out []Given
	ys, xs := t.Ints("y_px"), t.Ints("x_px")
	for i, id := range t.Ints("cell_id") {
		if ys[i] < 0 || xs[i] < 0 || ys[i] >= int64(h) || xs[i] >= int64(w) {
			return nil, fmt.Errorf("%s: row %d: pixel (%d, %d) is outside the field of %d x %d\nhint: rows and columns count from 0", t.Name, i+1, ys[i], xs[i], h, w)
		}
		weight := float32(1)
		if t.Has("weight") {
			weight = float32(t.Floats("weight")[i])
		}
		if !(weight >= 0 && weight <= math.MaxFloat32) {
			return nil, fmt.Errorf("%s: row %d: a weight of %v\nhint: weights are shares of light, 0 or more", t.Name, i+1, weight)
		}
		k, ok := index[id]
		if !ok {
			k = len(out)
			index[id] = k
			out = append(out, Given{Name: strconv.FormatInt(id, 10)})
		}
		at := [3]int{k, int(ys[i]), int(xs[i])}
		if has[at] {
			return nil, fmt.Errorf("%s: row %d: cell %d has pixel (%d, %d) twice\nhint: one row a cell and pixel", t.Name, i+1, id, ys[i], xs[i])
		}
		has[at] = true
		if weight > 0 {
			out[k].Footprint = append(out[k].Footprint, Pixel{at[1], at[2], weight})
		}
	}
	for _, g := range out {
		if len(g.Footprint) == 0 {
			return nil, fmt.Errorf("%s: cell %s has no pixel with a weight above 0\nhint: leave the cell out, or give its pixels a weight", t.Name, g.Name)
		}
		g.Footprint.relative()
	}
	return out, apart(out)
}

// relative divides the weights by the largest.
func (f Footprint) relative() {
	most := float32(0)
	for _, q := range f {
		most = max(most, q.Weight)
	}
	for i := range f {
		f[i].Weight /= most
	}
}
