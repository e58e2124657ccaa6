package scope

import (
	"math"
	"testing"

	"respine/dendrite"
	"respine/table"
)

// truthScene has two sessions, the second moved by (3, 2, 1) um, and a spine to
// either side, above, and near the edge of the field; the tip of the right one
// moves out of it, and all of the one at the edge.
func truthScene() Scene {
	sc := Scene{FieldUm: dendrite.Point{X: 24, Y: 15, Z: 20}, Branches: []Branch{straight(7, 2, 22, 12, 10)},
		Sessions: []Session{{Day: 0}, {Day: 4, View: View{ShiftUm: dendrite.Point{X: 3, Y: 2, Z: 1}}}}}
	for i, s := range []Spine{
		{ID: "right", PositionUm: 5, AzimuthRad: 0, Present: []bool{true, false}},
		{ID: "left", PositionUm: 6, AzimuthRad: math.Pi, Present: []bool{true, true}},
		{ID: "above", PositionUm: 7, AzimuthRad: math.Pi / 2, Present: []bool{true, true}},
		{ID: "edge", PositionUm: 19.8, AzimuthRad: 0, Present: []bool{false, true}},
	} {
		s.BranchID, s.LengthUm, s.HeadRadiusUm, s.Kind = 7, 1+float64(i)/10, 0.25, KindSpine
		sc.Spines = append(sc.Spines, s)
	}
	return sc
}

func TestTruthSaysWhatCanBeSeen(t *testing.T) {
	want := map[string][2]bool{"right": {true, false}, "left": {true, true}, "above": {false, false}, "edge": {true, false}}
	for _, o := range truthScene().Observations() {
		if o.Visible != want[o.Spine.ID][o.Session] {
			t.Errorf("spine %s in session %d: visible is %v", o.Spine.ID, o.Session, o.Visible)
		}
		if o.Present != o.Spine.Present[o.Session] {
			t.Errorf("spine %s in session %d: present is %v", o.Spine.ID, o.Session, o.Present)
		}
	}
}

// TestVisibleFromFourTenths: on a shaft of radius 0.5 um a spine of length 1
// reaches 1.5 cos(azimuth) - 0.5 um beyond the edge.
func TestVisibleFromFourTenths(t *testing.T) {
	limit := math.Acos(0.9 / 1.5)
	for azimuth, want := range map[float64]bool{limit - 0.01: true, limit + 0.01: false, math.Pi - limit + 0.01: true} {
		sc := truthScene()
		sc.Spines = sc.Spines[:1]
		sc.Spines[0].AzimuthRad = azimuth
		if got := sc.Observations()[0].Visible; got != want {
			t.Errorf("at azimuth %v visible is %v", azimuth, got)
		}
	}
}

func tableNamed(t *testing.T, tables []*table.Table, name string) *table.Table {
	t.Helper()
	for _, tab := range tables {
		if tab.Name == name {
			return tab
		}
	}
	t.Fatalf("no table %s", name)
	return nil
}

func TestTablesHoldTheTruth(t *testing.T) {
	tables := Tables(truthScene())
	o := tableNamed(t, tables, "observations")
	if o.Len() != 8 {
		t.Fatalf("%d observations, want 4 spines in 2 sessions", o.Len())
	}
	// Row 5 is "left" in the second session: its tip is 1.6 um left of the
	// shaft at (8, 12, 10), and all is moved by (3, 2, 1).
	const row = 5
	if o.Strings("spine_id")[row] != "left" || o.Ints("session")[row] != 1 || o.Ints("branch_id")[row] != 7 ||
		o.Ints("side")[row] != -1 || !o.Bools("present")[row] || !o.Bools("visible")[row] || o.Strings("kind")[row] != "spine" {
		t.Errorf("row %d is not the left spine in the second session", row)
	}
	for column, want := range map[string]float64{
		"position_um": 6, "x_um": 11, "y_um": 12.4, "z_um": 11, "base_x_um": 11, "base_y_um": 13.5, "base_z_um": 11,
		"head_x_um": 11, "head_y_um": 12.65, "head_z_um": 11, "length_um": 1.1, "head_radius_um": 0.25,
	} {
		near(t, column, o.Floats(column)[row], want, 1e-9)
	}

	c := tableNamed(t, tables, "centerlines")
	n := len(truthScene().Branches[0].Points)
	if c.Len() != 2*n {
		t.Fatalf("%d points of centreline, want %d in 2 sessions", c.Len(), n)
	}
	last := c.Len() - 1
	for column, want := range map[string]float64{"x_um": 25, "y_um": 14, "z_um": 11, "position_um": 20} {
		near(t, column, c.Floats(column)[last], want, 1e-9)
	}
	if c.Ints("session")[last] != 1 || c.Ints("branch_id")[last] != 7 || c.Ints("point_index")[last] != int64(n-1) {
		t.Error("the last point of the centrelines is misnamed")
	}
	near(t, "day", tableNamed(t, tables, "sessions").Floats("day")[1], 4, 0)
	if s := tableNamed(t, tables, "spines"); s.Len() != 4 || s.Strings("spine_id")[3] != "edge" {
		t.Error("the spines are not listed")
	}
}
