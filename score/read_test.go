package score

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

const observations = `session,day,spine_id,branch_id,side,position_um,x_um,y_um,z_um,base_x_um,base_y_um,base_z_um,length_um,p_present,present,judgeable,kind,crowded
0,0,s1,0,1,4.5,5,1.5,3,5,0.3,3,1.2,0.97,true,true,spine,false
1,4.1,s1,0,1,4.5,,,,,,,,0.1,false,false,spine,false
1,4.1,s2,0,-1,9,10,-1.5,3,10,-0.3,3,1.2,0.8,true,true,spine,true
`

func TestReadMeasured(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "observations.csv", observations)
	m, err := ReadMeasured(dir)
	if err != nil || len(m.Sessions) != 2 {
		t.Fatalf("%+v, %v", m, err)
	}
	write(t, dir, "sessions.csv", "session,day,recording\n0,0,m_s0.tif\n1,4.1,m_s1.tif\n2,8,m_s2.tif\n")
	if m, err = ReadMeasured(dir); err != nil || len(m.Sessions) != 3 || m.Sessions[1].Recording != "m_s1.tif" || m.Sessions[1].Day != 4.1 {
		t.Fatalf("%+v, %v", m, err)
	}
	gone, seen := m.Sessions[1].Spines[0], m.Sessions[1].Spines[1]
	if gone.Present || gone.Judgeable || !seen.Present || seen.Side != -1 || seen.Tip != (Point{10, -1.5}) || seen.Base != (Point{10, -0.3}) || seen.Branch != "0" {
		t.Errorf("%+v %+v", gone, seen)
	}
	write(t, dir, "sessions.csv", "session,day,recording\n0,0,m_s0.tif\n")
	if _, err = ReadMeasured(dir); err == nil || !strings.Contains(err.Error(), "session 1 has observations but is not listed") {
		t.Errorf("%v", err)
	}
	write(t, dir, "observations.csv", strings.Replace(observations, "10,-1.5", ",", 1))
	if _, err = ReadMeasured(dir); err == nil || !strings.Contains(err.Error(), "row 3: spine s2") || !strings.Contains(err.Error(), "hint:") {
		t.Errorf("%v", err)
	}
	if _, err = ReadMeasured(t.TempDir()); err == nil {
		t.Error("an empty folder was read")
	}
}

func TestReadOwnTruth(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "observations.csv", "session,spine_id,branch_id,x_um,y_um,present,visible\n0,a,0,5,1.5,true,true\n0,b,0,10,1.5,true,false\n")
	write(t, dir, "centerlines.csv", "session,branch_id,point_index,x_um,y_um,z_um\n0,0,1,50,0,0\n0,0,0,0,0,0\n1,0,0,0,0,0\n1,0,1,50,0,0\n")
	truth, err := ReadTruth(dir)
	if err != nil || len(truth.Sessions) != 2 {
		t.Fatalf("%+v, %v", truth, err)
	}
	s := truth.Sessions[0]
	if s.Spines[0].Ignored || !s.Spines[1].Ignored || s.Lines[0].Points[0] != (Point{0, 0}) || !math.IsNaN(s.Spines[0].Brightness) {
		t.Errorf("%+v", s)
	}
	if _, err := ReadTruth(t.TempDir()); err == nil || !strings.Contains(err.Error(), "hint:") {
		t.Errorf("%v", err)
	}
}

func TestReadRR30aForm(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "spines.csv", "session,spine_id,segment_id,x_um,y_um,base_x_um,base_y_um,side,length_um,bad,rel_brightness,judgeable_prev,judgeable_next\n"+
		"0,r1,3,5,1.5,5,0.3,1,1.2,0,0.2,,1.0\n0,r2,3,9,1.5,9,0.3,-1,1.2,1,,,0.0\n")
	write(t, dir, "centerlines.csv", "session,segment_id,point_index,x_um,y_um\n0,3,0,0,0\n0,3,1,50,0\n0,2,0,0,9\n0,2,1,50,9\n")
	truth, err := ReadTruth(dir)
	if err != nil {
		t.Fatal(err)
	}
	a, b := truth.Sessions[0].Spines[0], truth.Sessions[0].Spines[1]
	if a.Ignored || a.JudgeablePrev != Unknown || a.JudgeableNext != Yes || !b.Ignored || b.JudgeableNext != No || a.Branch != "3" || a.Brightness != 0.2 {
		t.Errorf("%+v %+v", a, b)
	}
	if on := truth.annotated(); !on["3"] || on["2"] {
		t.Errorf("annotated %v", on)
	}
}

// A row counted twice makes two matches of one truth spine; an infinite place
// matches nothing and is outside of everything.
func TestReadRefusesRowsTwiceAndNowhere(t *testing.T) {
	const ours, rr30a = "session,spine_id,branch_id,x_um,y_um,present\n",
		"session,spine_id,segment_id,x_um,y_um,base_x_um,base_y_um,side,length_um,bad,rel_brightness\n"
	lines := "session,branch_id,segment_id,point_index,x_um,y_um\n0,0,0,0,0,0\n0,0,0,1,50,0\n"
	for _, c := range []struct{ file, text, want string }{
		{"observations.csv", ours + "0,a,0,5,1,true\n1,a,0,5,1,true\n1,b,0,,,false\n", ""}, // absent: no place
		{"observations.csv", ours + "0,a,0,5,1,true\n1,a,0,5,1,true\n0,a,0,5,1,true\n", "observations.csv: row 3: spine a is in session 0 twice\nhint: "},
		{"observations.csv", ours + "0,a,0,,,false\n0,a,0,5,1,true\n", "observations.csv: row 2: spine a is in session 0 twice\nhint: "},
		{"observations.csv", ours + "0,a,0,5,1,true\n0,b,0,Inf,1,true\n", "observations.csv: row 2: spine b is present and has no place\nhint: "},
		{"observations.csv", ours + "0,a,0,5,-Inf,true\n", "observations.csv: row 1: spine a is present and has no place\nhint: "},
		{"spines.csv", rr30a + "0,a,0,5,1,5,0,1,1,0,0.2\n0,a,0,6,1,6,0,1,1,0,0.2\n", "spines.csv: row 2: spine a is in session 0 twice\nhint: "},
		{"spines.csv", rr30a + "0,a,0,5,Inf,5,0,1,1,0,0.2\n", "spines.csv: row 1: spine a is present and has no place\nhint: "},
	} {
		dir := t.TempDir()
		write(t, dir, c.file, c.text)
		write(t, dir, "centerlines.csv", lines)
		_, err := ReadTruth(dir)
		both := []error{err}
		if c.file == "observations.csv" {
			_, err = ReadMeasured(dir)
			both = append(both, err)
		}
		for _, err := range both {
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%q: %v, want %q", c.text, err, c.want)
			}
		}
	}
	dir := t.TempDir()
	write(t, dir, "observations.csv", ours+"0,a,0,5,1,true\n")
	write(t, dir, "sessions.csv", "session,day,recording\n0,0,a\n1,4,b\n0,8,c\n")
	if _, err := ReadMeasured(dir); err == nil || !strings.Contains(err.Error(), "sessions.csv: row 3: session 0 is listed twice\nhint: ") {
		t.Errorf("%v", err)
	}
}
