package cell

import (
	"strings"
	"testing"

	"respine/imagejroi"
	"respine/table"
)

// TestFootprintsOfDrawnAreas: pixel (y, x) of an area has its centre at y+0.5, x+0.5.
func TestFootprintsOfDrawnAreas(t *testing.T) {
	corners := []imagejroi.Point{{X: 2, Y: 1}, {X: 6, Y: 1}, {X: 6, Y: 5}, {X: 2, Y: 5}}
	got, err := FromROIs([]imagejroi.ROI{
		{Kind: imagejroi.Rect, Bounds: imagejroi.Bounds{X: 2, Y: 1, W: 4, H: 4}},
		{Kind: imagejroi.Polygon, Points: corners},
		{Kind: imagejroi.Freehand, Points: corners[:3]},
		{Kind: imagejroi.Oval, Bounds: imagejroi.Bounds{X: 2, Y: 1, W: 4, H: 4}},
		{Kind: imagejroi.Rect, Bounds: imagejroi.Bounds{X: -2, Y: -3, W: 4, H: 4}},
	}, 8, 9)
	if err != nil {
		t.Fatal(err)
	}
	// 4 x 4; the same; half of it with the four on the diagonal, a left border; without
	// the four corners; what is in the field.
	for i, want := range []int{16, 16, 10, 12, 2} {
		if len(got[i]) != want {
			t.Errorf("region %d has %d pixels, not %d: %v", i, len(got[i]), want, got[i])
		}
	}
	if got[0][0] != (Pixel{1, 2, 1}) || got[0][15] != (Pixel{4, 5, 1}) {
		t.Error("from", got[0][0], "to", got[0][15])
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
	if err != nil || len(out) != 2 || out[0][1] != in[0][1] || out[1][0] != in[1][0] {
		t.Error(out, err)
	}
	tab := table.New("mine", table.Int("cell_id", ""), table.Int("y_px", "px"), table.Int("x_px", "px"), table.Float("weight", ""))
	tab.Append(7, 1, 1, 4.0)
	tab.Append(3, 2, 2, 1.0)
	tab.Append(7, 1, 2, 2.0)
	tab.Append(7, 1, 3, 0.0)
	out, err = FromTable(tab, 8, 9)
	if err != nil || len(out) != 2 || len(out[0]) != 2 || out[0][1] != (Pixel{1, 2, 0.5}) || out[1][0] != (Pixel{2, 2, 1}) {
		t.Error(out, err)
	}
	tab.Append(7, 8, 0, 1.0)
	if _, err = FromTable(tab, 8, 9); err == nil || !strings.Contains(err.Error(), "row 5") {
		t.Error(err)
	}
}
