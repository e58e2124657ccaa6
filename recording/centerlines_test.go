package recording

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"respine/dendrite"
	"respine/mapmanager"
	"respine/table"
)

func write(t *testing.T, name, text string) string {
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpenCenterlinesCSV(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want Centerlines
	}{
		"all columns": {
			"session,segment_id,point_index,x_um,y_um,z_um,x_px\n" +
				"0,4,0,1,2,3,9\n0,4,1,2,2,3.5,9\n3,4,1,7,7,7,9\n3,4,0,6,7,8,9\n0,2,0,0,0,0,9\n0,2,1,0,1,0,9\n",
			Centerlines{
				0: {{ID: 4, Points: []dendrite.Point{{X: 1, Y: 2, Z: 3}, {X: 2, Y: 2, Z: 3.5}}}, {ID: 2, Points: []dendrite.Point{{}, {Y: 1}}}},
				3: {{ID: 4, Points: []dendrite.Point{{X: 6, Y: 7, Z: 8}, {X: 7, Y: 7, Z: 7}}}},
			},
		},
		"fewest columns": {
			"branch_id,x_um,y_um,z_um\n1,5,0,0\n2,5,1,0\n1,4,0,0\n2,4,1,0\n",
			Centerlines{0: {{ID: 1, Points: []dendrite.Point{{X: 5}, {X: 4}}}, {ID: 2, Points: []dendrite.Point{{X: 5, Y: 1}, {X: 4, Y: 1}}}}},
		},
	} {
		got, err := OpenCenterlines(write(t, "c.csv", c.text))
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: read %v, %v", name, got, err)
		}
	}
}

func TestOpenCenterlinesParquet(t *testing.T) {
	c := table.New("c", table.Int("branch_id", ""), table.Float("x_um", "um"), table.Float("y_um", "um"), table.Float("z_um", "um"))
	c.Append(5, 1.5, 0.0, 0.0)
	c.Append(5, 2.5, 0.0, 0.0)
	dir := t.TempDir()
	if err := table.WriteFiles(dir, c); err != nil {
		t.Fatal(err)
	}
	got, err := OpenCenterlines(filepath.Join(dir, "c.parquet"))
	if want := (Centerlines{0: {{ID: 5, Points: []dendrite.Point{{X: 1.5}, {X: 2.5}}}}}); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %v, %v", got, err)
	}
}

// A soma of three points, from which a stem leaves that forks, and a lone
// root: the stem without the soma, and its two arms.
func TestOpenCenterlinesSWC(t *testing.T) {
	path := write(t, "cell.SWC", "1 1 0 0 0 5 -1\n2 1 0 5 0 5 1\n3 1 0 -5 0 5 1\n"+
		"4 3 10 0 1 1 1\n5 3 20 0 1 1 4\n6 3 30 5 1 1 5\n7 3 30 -5 2 1 5\n8 3 99 99 9 1 -1\n")
	got, err := OpenCenterlines(path)
	p := func(x, y, z float64) dendrite.Point { return dendrite.Point{X: x, Y: y, Z: z} }
	want := Centerlines{0: {
		{ID: 0, Points: []dendrite.Point{p(10, 0, 1), p(20, 0, 1)}},
		{ID: 1, Points: []dendrite.Point{p(20, 0, 1), p(30, 5, 1)}},
		{ID: 2, Points: []dendrite.Point{p(20, 0, 1), p(30, -5, 2)}},
	}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %v, %v", got, err)
	}
}

func TestOpenCenterlinesMapManager(t *testing.T) {
	a := mapmanager.Segment{ID: 3, Points: []mapmanager.Point{{X: 1, Y: 2, Z: 3}, {X: 4, Y: 5, Z: 6}}}
	m := mapmanager.Map{Sessions: []mapmanager.Session{{}, {Segments: []mapmanager.Segment{a}}}}
	got, err := fromMap("m1", m)
	want := Centerlines{1: {{ID: 3, Points: []dendrite.Point{{X: 1, Y: 2, Z: 3}, {X: 4, Y: 5, Z: 6}}}}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %v, %v", got, err)
	}
	a.Points = a.Points[:1]
	m.Sessions[1].Segments[0] = a
	_, err = fromMap("m1", m)
	wantError(t, err, "m1: session 1: segment 3 has one point")
	_, err = OpenCenterlines(t.TempDir())
	wantError(t, err, "hint: give the folder that holds <map>.txt")
}

func TestOpenCenterlinesErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"c.csv", "branch_id,x_um,y_um\n1,1,1\n", `c.csv: no column "z_um"; it has branch_id, x_um, y_um`},
		{"c.csv", "branch,x_um,y_um,z_um\n1,1,1,1\n", "c.csv: no column branch_id or segment_id"},
		{"c.csv", "branch_id,x_um,y_um,z_um\n", "c.csv: no points"},
		{"c.csv", "branch_id,x_um,y_um,z_um\n1,1,1,1\n", "c.csv: session 0, branch 1: 1 point, where a line needs two"},
		{"c.csv", "branch_id,x_um,y_um,z_um\n1,1,1,1\n1,1,,1\n", "c.csv: session 0, branch 1: point 1 is at (1, NaN, 1)"},
		{"c.csv", "branch_id,x_um,y_um,z_um\na,1,1,1\n", `c.csv: line 2, column branch_id: "a" is not a whole number`},
		{"c.csv", "session,branch_id,point_index,x_um,y_um,z_um\n2,1,7,1,1,1\n2,1,7,2,1,1\n", "c.csv: session 2, branch 1: point_index 7 comes twice"},
		{"c.swc", "1 1 0 0 0 5 -1\n", "c.swc: no path of two points outside the soma"},
		{"c.swc", "1 1 0 0 0\n", "c.swc: line 1: 5 columns"},
		{"c.traces", "<tracings/>", "c.traces: centrelines come from SWC, CSV or a MapManager folder\nhint:"},
	} {
		_, err := OpenCenterlines(write(t, c.name, c.text))
		wantError(t, err, c.want)
	}
	_, err := OpenCenterlines("none.swc")
	wantError(t, err, "no such file")
}
