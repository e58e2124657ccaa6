package cell

import (
	"fmt"
	"math"

	"respine/imagejroi"
	"respine/table"
)

// FromROIs turns regions drawn in ImageJ into footprints whose pixels weigh the
// same: those whose centres lie inside. Points and open lines have no inside and
// are an error, and so is a region without a pixel in the field.
func FromROIs(rois []imagejroi.ROI, h, w int) ([]Footprint, error) {
	var out []Footprint
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
		out = append(out, f)
	}
	return out, nil
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
// x_px and, if there is one, weight. Cells come in the order of their first rows.
// Weights are made relative to the largest of the cell; those that are not
// positive leave the pixel out.
func FromTable(t *table.Table, h, w int) ([]Footprint, error) {
	index := map[int64]int{}
	var out []Footprint
	ys, xs := t.Ints("y_px"), t.Ints("x_px")
	for i, id := range t.Ints("cell_id") {
		if ys[i] < 0 || xs[i] < 0 || ys[i] >= int64(h) || xs[i] >= int64(w) {
			return nil, fmt.Errorf("%s: row %d: pixel (%d, %d) is outside the field of %d x %d\nhint: rows and columns count from 0", t.Name, i+1, ys[i], xs[i], h, w)
		}
		weight := float32(1)
		if t.Has("weight") {
			weight = float32(t.Floats("weight")[i])
		}
		if !(weight > 0) {
			continue
		}
		k, ok := index[id]
		if !ok {
			k = len(out)
			index[id] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], Pixel{int(ys[i]), int(xs[i]), weight})
	}
	for _, f := range out {
		most := float32(0)
		for _, q := range f {
			most = max(most, q.Weight)
		}
		for i := range f {
			f[i].Weight /= most
		}
	}
	return out, nil
}
