package mapmanager

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// what the comment and the numbers of fixture say, worked by hand.
func wanted() Map {
	half := math.Sqrt2 / 2
	return Map{Name: "m1", Sessions: []Session{
		{
			Name: "m1_s0", StackPath: "root:raw:m1_s0_ch1", Condition: "q", Day: 0,
			Time: time.Date(2014, 10, 9, 20, 1, 40, 0, time.UTC),
			D:    9, H: 32, W: 64, Voxel: Voxel{2, 0.25, 0.5},
			Segments: []Segment{
				{ID: 0, Points: []Point{{0, 10, 6}, {1, 10, 6}, {2, 10, 6}, {3, 10, 8}, {4, 10, 8}}, PivotUm: 2},
				{ID: 1, Points: []Point{{20, 20, 10}, {20.5, 20.5, 10}, {21, 21, 12}}, PivotUm: -1},
			},
			Spines: []Spine{
				{ID: 70, Row: 0, Segment: 0, Tip: Point{3.5, 11.5, 8}, Base: Point{3, 10.5, 8}, Side: 1, Anchor: 3, PositionUm: 3, FromPivotUm: 1},
				{ID: 71, Row: 3, Segment: 0, Tip: Point{1, 8, 6}, Base: Point{1, 9.5, 6}, Side: -1, Anchor: 1, PositionUm: 1, FromPivotUm: -1, Bad: true, Note: "Dim?"},
				{ID: 72, Row: 4, Segment: 1, Tip: Point{21, 20, 10}, Base: Point{20.5, 20.5, 10}, Side: 1, Anchor: 1, PositionUm: half, FromPivotUm: -1},
			},
		},
		{
			Name: "m1_s1", StackPath: "root:raw:m1_s1_ch1", Condition: "a1", Day: 4.0989,
			Time: time.Date(2014, 10, 13, 22, 24, 4, 0, time.UTC),
			D:    8, H: 32, W: 64, Voxel: Voxel{2, 0.25, 0.5},
			Segments: []Segment{
				{ID: 1, Points: []Point{{20, 20, 10}, {20.5, 20.5, 10}}, PivotUm: -1},
				{ID: 0, Points: []Point{{1, 10, 6}, {2, 10, 6}, {3, 10, 6}, {4, 10, 8}}, PivotUm: 2},
			},
			Spines: []Spine{
				{ID: 90, Row: 0, Segment: 1, Tip: Point{22, 20, 10}, Base: Point{20.5, 20.5, 10}, Side: 1, Anchor: 1, PositionUm: half, FromPivotUm: -1},
				{ID: 70, Row: 1, Segment: 0, Tip: Point{4.5, 11.5, 8}, Base: Point{4, 10.5, 8}, Side: 1, Anchor: 3, PositionUm: 3, FromPivotUm: 0.99},
				{ID: 71, Row: 3, Segment: 0, Tip: Point{2, 8, 6}, Base: Point{2, 9.5, 6}, Side: -1, Anchor: 1, PositionUm: 1, FromPivotUm: -1},
			},
		},
	}}
}

// comparable puts -1 for the NaN of the diagonal segment, whose marks have no
// pDist.
func comparable(t *testing.T, m Map) Map {
	for _, s := range m.Sessions {
		for i, g := range s.Segments {
			if g.ID == 1 {
				if !math.IsNaN(g.PivotUm) {
					t.Errorf("%s: a pivot at %g without any pDist", s.Name, g.PivotUm)
				}
				s.Segments[i].PivotUm = -1
			}
		}
		for i, p := range s.Spines {
			if p.Segment == 1 {
				if !math.IsNaN(p.FromPivotUm) {
					t.Errorf("%s: spine %d is %g from an unknown pivot", s.Name, p.ID, p.FromPivotUm)
				}
				s.Spines[i].FromPivotUm = -1
			}
		}
	}
	return m
}

func TestOpen(t *testing.T) {
	m, err := Open(writeMap(t, "", "", ""))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := comparable(t, m), wanted(); !reflect.DeepEqual(got, want) {
		t.Errorf("read\n%+v, want\n%+v", got, want)
	}
}

func TestOpenAnyLineEnd(t *testing.T) {
	for _, file := range []string{"stackdb/m1_s0_db2.txt", "line/m1_s1_l.txt"} {
		for _, end := range []string{"\n", "\r\n"} {
			m, err := Open(writeMap(t, file, "\r", end))
			if err != nil || !reflect.DeepEqual(comparable(t, m), wanted()) {
				t.Errorf("%s with %q: %v", file, end, err)
			}
		}
	}
}

func TestOpenWithoutSegmentMap(t *testing.T) {
	m, err := Open(writeMap(t, "m1_segMap.txt", fixture["m1_segMap.txt"], ""))
	if err != nil {
		t.Fatal(err)
	}
	if s := m.Sessions[1]; s.Segments[0].ID != 0 || s.Spines[0].Segment != 0 || s.Spines[1].Segment != 1 {
		t.Errorf("session 1 is %+v", s)
	}
}

func TestOpenErrors(t *testing.T) {
	const db, line = "stackdb/m1_s0_db2.txt", "line/m1_s0_l.txt"
	for _, c := range []struct{ file, old, new, want string }{
		{"m1_objMap.txt", fixture["m1_objMap.txt"], "", "0 files *_objMap.txt, not 1\nhint: "},
		{"m1.txt", fixture["m1.txt"], "", "no such file"},
		{"m1.txt", "hsdb", "db", "m1.txt: no sessions"},
		{"m1.txt", "20141013", "2014-10", "m1.txt: session 1: parsing time"},
		{"m1.txt", "4.0989", "four", `m1.txt: session 1: days "four" is not a number`},
		{"m1.txt", "hsStackNV", "x", "m1.txt: session 0 has no hsStackNV"},
		{"m1_objMap.txt", "cols=2", "cols=3", "m1_objMap.txt: line 1: rows=7, cols=3 for 2 sessions"},
		{"m1_objMap.txt", "rows=7", "rows=6", "m1_objMap.txt: 29 lines, but 4 blocks of 6 rows and a header make 25"},
		{"m1_objMap.txt", "runIdx", "run", `m1_objMap.txt: line 1: no block "runIdx"`},
		{"m1_objMap.txt", "80\t70", "80\t70.5", `m1_objMap.txt: line 24: "70.5" is not a link`},
		{"m1_objMap.txt", "80\t70", "80", "m1_objMap.txt: line 24: 1 columns for 2 sessions"},
		{"m1_objMap.txt", "71\t71", "71\t79", "row 3, spine 71, leads to row 3 of session 1, which is another"},
		{"m1_objMap.txt", "71\t71", "70\t71", "session 0: rows 0 and 3 are both spine 70"},
		{"m1_objMap.txt", "72\tNAN", "NAN\tNAN", "m1_s0_db2.txt: line 7: the spine of row 4 has no identity"},
		{"m1_objMap.txt", "1\tNAN\nNAN\tNAN\nNAN\tNAN\n1", "2\tNAN\nNAN\tNAN\nNAN\tNAN\n1", "session 0: row 0 leads to session 2"},
		{"m1_objMap.txt", "1\tNAN\nNAN\tNAN\nNAN\tNAN\n1", "0\tNAN\nNAN\tNAN\nNAN\tNAN\n1", "session 0: row 0 leads to session 0"},
		{"m1_objMap.txt", "rows=7;cols=2;blocks=4;blockNames=idx,next,nextTP,runIdx;", "rows=0;cols=2;blockNames=next;", "lines, but 1 blocks"},
		{"m1_objMap.txt", fixture["m1_objMap.txt"], "rows=4611686018427387904;cols=2;blockNames=a,b,c,d;", "m1_objMap.txt: 1 lines, but 4 blocks"},
		{"m1_segMap.txt", "0\t1\n1\t0\n", "0\t1\nNAN\t0\n", "m1_s0_l.txt: line 11: segment 1 is not in the segment map"},
		{db, fixture[db], "", "no such file"},
		{db, "pixelz=9", "pixelz=0", `m1_s0_db2.txt: line 1: pixelz="0" is not a size`},
		{db, "voxelz=2", "voxelz=NaN", `m1_s0_db2.txt: line 1: voxelz="NaN" is not a size in um`},
		{db, "cPnt", "pnt", `m1_s0_db2.txt: line 2: no column "cPnt"`},
		{db, "Dim?", "Dim, far", "m1_s0_db2.txt: line 6: 19 cells, the names are 18\nhint: a note"},
		{db, "3.5,11.5,4", "3.5,,4", "m1_s0_db2.txt: line 3: y is missing"},
		{db, "3.5,11.5,4", "3.5,up,4", `m1_s0_db2.txt: line 3: y "up" is not a number`},
		{db, "0,3,3,1", "0,3.5,3,1", `m1_s0_db2.txt: line 3: cPnt "3.5" is not a whole number`},
		{db, "0,3,3,1", "0,5,3,1", "m1_s0_db2.txt: line 3: point 5 is not on segment 0 of"},
		{db, "0,3,3,1", "0,-1,3,1", "m1_s0_db2.txt: line 3: point -1 is not on"},
		{db, "radius1,1,3", "radius1,3,3", "m1_s0_db2.txt: line 3: cLineNum 3 is neither side"},
		{line, "numHeaderRow=2", "numHeaderRow=200", "m1_s0_l.txt: line 1: numHeaderRow=200 in a file of"},
		{line, "NaN,0,10,3,0", "NaN,0,10,3,1", "m1_s0_l.txt: line 11: segment 1 comes in two parts"},
		{line, "20,20,5,1", "20,NaN,5,1", "m1_s0_l.txt: line 11: y is missing"},
	} {
		_, err := Open(writeMap(t, c.file, c.old, c.new))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %q for %.20q: error\n%v, want\n%s", c.file, c.new, c.old, err, c.want)
		}
	}
}

func TestOpenMoreMarksThanLinks(t *testing.T) {
	const db = "stackdb/m1_s0_db2.txt"
	many := fixture[db] + strings.Repeat(mark(1, 2, "0,0,0", "0,0,0,0", ",,,,", "", ""), 2)
	_, err := Open(writeMap(t, db, fixture[db], many))
	if err == nil || !strings.Contains(err.Error(), "m1_objMap.txt: 7 rows for the 8 marks of") {
		t.Errorf("error %v", err)
	}
}

// No damage may crash the reader.
func FuzzOpen(f *testing.F) {
	files := []string{"m1.txt", "m1_objMap.txt", "m1_segMap.txt", "stackdb/m1_s0_db2.txt", "line/m1_s0_l.txt"}
	for i, file := range files {
		f.Add(uint8(i), fixture[file])
	}
	f.Fuzz(func(t *testing.T, file uint8, text string) {
		dir := writeMap(t, "", "", "")
		if err := os.WriteFile(filepath.Join(dir, files[int(file)%len(files)]), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		m, err := Open(dir)
		if err == nil && len(m.Sessions) == 0 {
			t.Error("a map without sessions and without error")
		}
	})
}
