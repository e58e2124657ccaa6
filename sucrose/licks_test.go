package sucrose

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const medText = `File: x

Start Date: 04/28/25
Subject: a
Box: 9
MSN: 2BT
C:       3.000
L:
     0:        1.000        1.130        1.140        1.260        5.000
     5:        5.100        0.000
R:
     0:        2.000        2.120
Start Date: 04/28/25
Subject: b
MSN: 2BT
L:
     0:        3.000        4.000
`

// TestMed: two subjects, an array filled up with zeros, a counter, and a bounce
// 10 ms after a lick.
func TestMed(t *testing.T) {
	all, err := ReadLicks(strings.NewReader(medText), "m.txt")
	if err != nil || len(all) != 2 || len(all[0].Spouts) != 2 {
		t.Fatalf("%v, %v", all, err)
	}
	l, err := Prefer(all[0], LickParams{Sucrose: "L", MinLicks: 5})
	if err != nil {
		t.Fatal(err)
	}
	s := l.Spouts[0]
	if s.Licks != 5 || s.Bounce != 1 || s.Bouts != 2 || s.Content != "sucrose" || l.Spouts[1].Content != "water" {
		t.Errorf("%+v", l.Spouts)
	}
	near(t, "median interval", s.IntervalSec, 0.13, rounding)
	near(t, "preference", l.Percent, 100*5./7, rounding)
	if l, _ := Prefer(all[0], LickParams{Sucrose: "L"}); l.Reason != "7 licks in all, fewer than 20" || !math.IsNaN(l.Percent) {
		t.Errorf("%+v", l)
	}
	if l, _ := Prefer(all[1], LickParams{}); l.Reason != "licks at one spout only: no preference can be told" {
		t.Errorf("%+v", l)
	}
	if _, err := Prefer(all[0], LickParams{Sucrose: "X"}); err == nil || err.Error() != "no spout is called X; there are L, R" {
		t.Error(err)
	}
}

// TestBadLicks: damage is told with its line.
func TestBadLicks(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{strings.Replace(medText, "     5:", "    10:", 1), "line 10: array L goes on at 10, and 5 values were read"},
		{strings.Replace(medText, "1.130", "1.1x0", 1), `line 9: "1.1x0" is no number`},
		{strings.Replace(medText, "1.260", "0.260", 1), "spout L: lick 4 at 0.26 s comes after one at 1.14 s"},
		{"time_s,spout\n1,suc\n", ""},
		{"time_s,spout\n-1,suc\n", `line 2, time_s: "-1" is no time`},
		{"time_s,spout\n1\n", "line 2 has 1 cells"},
		{"when,where\n1,2\n", "no columns time_s and spout"},
		{"time_s,spout\n", "no licks in it"},
		{"Time,Current State,On1A1\n1,2,1\n", "no column Subject"},
		{"Subject,Time,Current State,On1A1\na,1,2,1\na,2\n", "line 3 has 2 cells"},
		{",,Subject,,,m,\n4,x,Input,2,Lick,,\n", `line 2: "x" is no time`},
	} {
		_, err := ReadLicks(strings.NewReader(c.text), "x")
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v", c.want, err)
		}
	}
}

// TestRealLicks reads the sample files of three systems; the counts are those of awk
// and grep, and the first lick of R at 0 s.
func TestRealLicks(t *testing.T) {
	dir := os.Getenv("RESPINE_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	for _, c := range []struct {
		file, animal string
		spouts       map[string]int
	}{
		{"med_array.txt", "2285_M_Con", map[string]int{"L": 537, "R": 1471}},
		{"coulbourn_1.csv", "4202", map[string]int{"1A1": 2445}},
		{"km_test.csv", "M2512B", map[string]int{"Lick 2": 4466}},
	} {
		f, err := os.Open(filepath.Join(dir, "behavior", "lick", c.file))
		if err != nil {
			t.Skipf("REAL LICK FILES NOT TESTED: %v", err)
		}
		all, err := ReadLicks(f, c.file)
		f.Close()
		if err != nil || len(all) != 1 || all[0].Animal != c.animal {
			t.Errorf("%s: %d sessions, %v", c.file, len(all), err)
			continue
		}
		got := map[string]int{}
		for _, s := range all[0].Spouts {
			got[s.Name] = len(s.Sec)
		}
		for name, n := range c.spouts {
			if got[name] != n || len(got) != len(c.spouts) {
				t.Errorf("%s: %v, want %v", c.file, got, c.spouts)
			}
		}
		l, err := Prefer(all[0], LickParams{})
		t.Logf("%s: %+v %v", c.file, l, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sheetText)
	f.Add(medText)
	f.Add("time_s,spout\n1,suc\n")
	f.Add(",,Subject,,,m,\n4,1,Input,2,Lick,,\n")
	f.Fuzz(func(t *testing.T, text string) {
		if w, err := ReadWeights(strings.NewReader(text), "x"); err == nil {
			if r, err := Analyse(w, Params{}); err == nil {
				for _, s := range r.Sessions {
					if s.Percent < 0 || s.Percent > 100 || math.IsNaN(s.Percent) && s.Reason == "" {
						t.Errorf("%+v", s)
					}
				}
				r.Tables(true)
			}
		}
		if all, err := ReadLicks(strings.NewReader(text), "x"); err == nil {
			for _, l := range all {
				if p, err := Prefer(l, LickParams{}); err == nil && math.IsNaN(p.Percent) != (p.Reason != "") {
					t.Errorf("%+v", p)
				}
			}
		}
	})
}

// TestCutLicks: a file of Med-PC that ends within a line was cut; one that ends with it
// was not.
func TestCutLicks(t *testing.T) {
	const whole = "Start Date: 1\nSubject: a\nMSN: x\nL:\n     0:  1.0  2.0  3.0\nR:\n     0:  1.5  2.5\n"
	if got, err := ReadLicks(strings.NewReader(whole), "f"); err != nil || len(got) != 1 || len(got[0].Spouts) != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := ReadLicks(strings.NewReader(whole[:len(whole)-3]), "f"); err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("cut: %v", err)
	}
}

// TestCommasInTimes: between semicolons decimals may have a comma; no time is infinite.
func TestCommasInTimes(t *testing.T) {
	got, err := ReadLicks(strings.NewReader("time_s;spout\n1,5;water\n2,25;sucrose\n"), "f")
	if err != nil || got[0].Spouts[0].Sec[0] != 1.5 || got[0].Spouts[1].Sec[0] != 2.25 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := ReadLicks(strings.NewReader("time_s,spout\ninf,water\n"), "f"); err == nil {
		t.Error("inf is read as a time")
	}
}
