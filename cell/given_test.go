package cell

import (
	"math"
	"strings"
	"testing"

	"respine/imagejroi"
	"respine/table"
)

// TestFootprintsOfDrawnAreas: pixel (y, x) of an area has its centre at y+0.5, x+0.5.
func TestFootprintsOfDrawnAreas(t *testing.T) {
	corners := []imagejroi.Point{{X: 2, Y: 1}, {X: 6, Y: 1}, {X: 6, Y: 5}, {X: 2, Y: 5}}
	rois := []imagejroi.ROI{
		{Kind: imagejroi.Rect, Bounds: imagejroi.Bounds{X: 2, Y: 1, W: 4, H: 4}, Name: "first"},
		{Kind: imagejroi.Polygon, Points: corners},
		{Kind: imagejroi.Freehand, Points: corners[:3]},
		{Kind: imagejroi.Oval, Bounds: imagejroi.Bounds{X: 2, Y: 1, W: 4, H: 4}},
		{Kind: imagejroi.Rect, Bounds: imagejroi.Bounds{X: -2, Y: -3, W: 4, H: 4}},
	}
	// 4 x 4; the same; half of it with the four on the diagonal, a left border; without
	// the four corners; what is in the field.
	for i, want := range []int{16, 16, 10, 12, 2} {
		got, err := FromROIs(rois[i:i+1], 8, 9)
		if err != nil || len(got[0].Footprint) != want {
			t.Errorf("region %d: %v, not %d pixels: %v", i, err, want, got)
		}
	}
	if _, err := FromROIs(rois[:2], 8, 9); err == nil || !strings.Contains(err.Error(), "the same pixels") {
		t.Error("two regions of the same pixels:", err)
	}
	got, err := FromROIs([]imagejroi.ROI{rois[0], rois[3]}, 8, 9)
	if err != nil || got[0].Name != "first" {
		t.Fatal(got, err)
	}
	if got[0].Footprint[0] != (Pixel{1, 2, 1}) || got[0].Footprint[15] != (Pixel{4, 5, 1}) {
		t.Error("from", got[0].Footprint[0], "to", got[0].Footprint[15])
	}
}

func TestDrawingsWithoutAnInside(t *testing.T) {
	for _, r := range []imagejroi.ROI{
		{Name: "a", Kind: imagejroi.Points, Points: []imagejroi.Point{{X: 3, Y: 3}}},
		{Name: "b", Kind: imagejroi.Rect, Bounds: imagejroi.Bounds{X: 50, Y: 2, W: 3, H: 3}},
	} {
		if _, err := FromROIs([]imagejroi.ROI{r}, 8, 9); err == nil || !strings.Contains(err.Error(), "hint:") || !strings.Contains(err.Error(), `"`+r.Name+`"`) {
			t.Error(r.Name, err)
		}
	}
}

// TestFootprintsOfATable: a table of footprints, written and read, is the same; order
// is that of first rows, weights are relative to the largest, and what has none is
// left out.
func TestFootprintsOfATable(t *testing.T) {
	in := []Footprint{{{1, 2, 1}, {1, 3, 0.5}}, {{4, 4, 1}}}
	out, err := FromTable(FootprintTable(in), 8, 9)
	if err != nil || len(out) != 2 || out[0].Footprint[1] != in[0][1] || out[1].Footprint[0] != in[1][0] {
		t.Error(out, err)
	}
	tab := table.New("mine", table.Int("cell_id", ""), table.Int("y_px", "px"), table.Int("x_px", "px"), table.Float("weight", ""))
	tab.Append(7, 1, 1, 4.0)
	tab.Append(3, 2, 2, 1.0)
	tab.Append(7, 1, 2, 2.0)
	tab.Append(7, 1, 3, 0.0)
	out, err = FromTable(tab, 8, 9)
	if err != nil || len(out) != 2 || len(out[0].Footprint) != 2 || out[0].Footprint[1] != (Pixel{1, 2, 0.5}) || out[1].Footprint[0] != (Pixel{2, 2, 1}) || out[0].Name != "7" || out[1].Name != "3" {
		t.Error(out, err)
	}
	tab.Append(7, 8, 0, 1.0)
	if _, err = FromTable(tab, 8, 9); err == nil || !strings.Contains(err.Error(), "row 5") {
		t.Error(err)
	}
}

// TestTablesThatAreNoCells: nothing is left out without a word, and nothing counts
// twice.
func TestTablesThatAreNoCells(t *testing.T) {
	for want, rows := range map[string][][4]float64{
		"cell 8 has no pixel":                    {{7, 1, 1, 1}, {8, 2, 2, 0}},
		"row 2: a weight of NaN":                 {{7, 1, 1, 1}, {7, 2, 2, math.NaN()}},
		"row 2: a weight of +Inf":                {{7, 1, 1, 1}, {7, 2, 2, math.Inf(1)}},
		"row 1: a weight of -1":                  {{7, 1, 1, -1}},
		"row 3: cell 7 has pixel (1, 1) twice":   {{7, 1, 1, 1}, {8, 1, 1, 1}, {7, 1, 1, 2}},
		`cells "7" and "8" have the same pixels`: {{7, 1, 1, 1}, {7, 1, 2, 1}, {8, 1, 2, 1}, {8, 1, 1, 0.5}},
	} {
		tab := table.New("mine", table.Int("cell_id", ""), table.Int("y_px", "px"), table.Int("x_px", "px"), table.Float("weight", ""))
		for _, r := range rows {
			tab.Append(int(r[0]), int(r[1]), int(r[2]), r[3])
		}
		if _, err := FromTable(tab, 8, 9); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "hint:") {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}
