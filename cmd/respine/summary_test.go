package main

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"respine/img"
	"respine/spine"
	"respine/study"
	"respine/timelapse"
	"respine/turnover"
)

// oneBranch is a branch of 1 um seen in two sessions, on which one spine stays,
// one is lost and two are formed.
func oneBranch() timelapse.Field {
	all := make([]bool, 10)
	for i := range all {
		all[i] = true
	}
	r := spine.Result{
		Sessions: []spine.Session{{Name: "a.tif", Aligned: true, Voxel: img.Voxel{Z: 1, Y: 1, X: 1}}, {Name: "b.tif", Day: 4, Aligned: true}},
		Branches: []spine.Branch{{LengthUm: 1, Days: []spine.Day{{Judgeable: all}, {Judgeable: all}}}},
	}
	for i, s := range []string{"XX", "X.", ".X", ".X"} {
		site := spine.Site{Place: spine.Place{Side: 1, PositionUm: 0.2 * float64(i)}, Seen: make([]spine.Observation, 2)}
		for k := range s {
			site.Seen[k].State = map[byte]turnover.State{'X': turnover.Present, '.': turnover.Absent}[s[k]]
		}
		r.Sites = append(r.Sites, site)
	}
	return timelapse.Field{Result: r, Opened: []timelapse.Opened{{}, {Warnings: []string{"dim"}}}}
}

func TestSummarise(t *testing.T) {
	m := oneBranch()
	d, err := m.Analyse(study.DefaultRestoredUm, 1)
	if err != nil {
		t.Fatal(err)
	}
	s := summarise(m, d)
	if len(s.Sessions) != 2 || s.Sessions[0].Spines != 2 || s.Sessions[1].Spines != 3 || math.Abs(float64(s.Sessions[1].DensityPerUm)-3) > 1e-12 {
		t.Errorf("sessions %+v", s.Sessions)
	}
	want := []intervalSummary{{From: 0, To: 1, Formed: fraction{Of: 2, Count: 2, Value: 1}, Eliminated: fraction{Of: 2, Count: 1, Value: 0.5}}}
	if !reflect.DeepEqual(s.Interval, want) {
		t.Errorf("intervals %+v", s.Interval)
	}
	if !reflect.DeepEqual(s.Warnings, []string{"b.tif: dim"}) || s.unused() != 0 {
		t.Errorf("warnings %q, %d unused", s.Warnings, s.unused())
	}
	var text strings.Builder
	if err := s.print(&text, "out"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{" 2/2 ", " 1/2\n", "report: out/report.html\n"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in\n%s", want, &text)
		}
	}
	b, err := json.Marshal(s)
	var again summary
	if err == nil {
		err = json.Unmarshal(b, &again)
	}
	if err != nil || !reflect.DeepEqual(again.Interval, s.Interval) {
		t.Errorf("read back %+v, %v", again, err)
	}
}

// A session aligned by chance, of which no column can be judged, is not used.
func TestUnusedReason(t *testing.T) {
	m := oneBranch()
	if got := m.Unused(1); got != "" {
		t.Errorf("a good session: %q", got)
	}
	m.Result.Branches[0].Days[1].Judgeable = make([]bool, 10)
	if got := m.Unused(1); got != "no stretch of dendrite matches the reference session" {
		t.Errorf("nothing judgeable: %q", got)
	}
	m.Result.Branches[0].Days[1].Reason = "blank"
	if got := m.Unused(1); got != "blank" {
		t.Errorf("a reason of its own: %q", got)
	}
}

// What is kept between runs reads back as it was.
func TestMeasuredReadsBack(t *testing.T) {
	m := oneBranch()
	m.Ribbons = [][]img.Image{{img.NewImage(2, 3), {}}}
	m.Result.Sites[0].Seen[1].P = math.NaN()
	f, err := newFolder(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	if err := saveField(f, m); err != nil {
		t.Fatal(err)
	}
	again, err := loadField(f.Work)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := m.Analyse(2, 1)
	b, _ := again.Analyse(2, 1)
	for i, table := range m.Tables(a) {
		var x, y strings.Builder
		if err := table.WriteCSV(&x); err != nil {
			t.Fatal(err)
		}
		if err := again.Tables(b)[i].WriteCSV(&y); err != nil {
			t.Fatal(err)
		}
		if x.String() != y.String() {
			t.Errorf("%s:\n%s\n%s", table.Name, &x, &y)
		}
	}
	if len(again.Ribbons[0][0].Pix) != 6 || again.Opened[1].Warnings[0] != "dim" {
		t.Errorf("%+v", again)
	}
}
