package timelapse

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"respine/spine"
	"respine/turnover"
)

func twoSessions() spine.Result {
	present, absent := spine.Observation{State: turnover.Present, P: 0.9}, spine.Observation{State: turnover.Absent, P: 0.1}
	return spine.Result{
		Sessions:   []spine.Session{{Name: "a", Day: 0, Aligned: true, Correlation: 1}, {Name: "c", Day: 8, Aligned: true, Correlation: 0.9}},
		Branches:   []spine.Branch{{ID: 3, LengthUm: 40, Days: []spine.Day{{Judgeable: []bool{true}}, {Judgeable: []bool{false}}}}},
		Sites:      []spine.Site{{ID: "s", Branch: 3, Seen: []spine.Observation{present, absent}}},
		Exclusions: []spine.Exclusion{{Session: 0, Reason: "x"}, {Session: 1, Reason: "y"}, {Session: -1, Reason: "z"}},
		Errors:     []spine.ErrorRates{{Session: 0, Miss: 0.1}, {Session: 1, Miss: 0.2}},
	}
}

func TestWithUnusable(t *testing.T) {
	before := twoSessions()
	r := withUnusable(before, 1, "b", 4, "the stack is blank")
	withoutPlaces(r)
	if !reflect.DeepEqual(before, twoSessions()) {
		t.Error("the result it was given changed")
	}
	if s := r.Sessions; len(s) != 3 || s[1].Name != "b" || s[1].Day != 4 || s[1].Aligned || s[2].Name != "c" {
		t.Errorf("sessions %+v", s)
	}
	if got := r.Sites[0].Sequence(); got != "X?." {
		t.Errorf("sequence %s, want X?.", got)
	}
	o := r.Sites[0].Seen[1]
	for name, v := range map[string]float64{"p": o.P, "p alone": o.PAlone, "x": o.Tip.X, "base": o.Base.Y, "length": o.LengthUm} {
		if !math.IsNaN(v) {
			t.Errorf("%s of what was not seen is %g", name, v)
		}
	}
	if o.Reason != "the stack is blank" {
		t.Errorf("reason %q", o.Reason)
	}
	want := []spine.Exclusion{{Session: 0, Reason: "x"}, {Session: 2, Reason: "y"}, {Session: -1, Reason: "z"},
		{Session: 1, Branch: 3, ToUm: 40, Reason: "the stack is blank"}}
	if !reflect.DeepEqual(r.Exclusions, want) {
		t.Errorf("exclusions %+v", r.Exclusions)
	}
	if e := r.Errors; len(e) != 3 || e[0].Session != 0 || e[1].Session != 1 || e[1].Why != "the stack is blank" || e[2].Session != 2 || e[2].Miss != 0.2 {
		t.Errorf("errors %+v", r.Errors)
	}
	// Nothing is formed or lost towards a session without pixels: the interval
	// goes past it.
	d, err := Field{Result: r}.Analyse(2, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range d.Intervals {
		if v.From != 0 || v.To != 2 || v.NFirst != v.NA || v.Gained != 0 {
			t.Errorf("interval %+v", v)
		}
	}
}

// Every table accepts a result with a session of which nothing is known.
func TestUnusableInTables(t *testing.T) {
	r := withUnusable(twoSessions(), 2, "d", 9, "unreadable")
	d, err := Field{Result: r}.Analyse(2, 1)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, table := range (Field{Result: r}).Tables(d) {
		if strings.HasPrefix(table.Name, "spine_") {
			t.Errorf("table %s", table.Name)
		}
		if err := table.WriteCSV(&text); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"\n2,9,d,false,,,,\n", "\n2,3,0,40,unreadable,auto\n"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no row %q", want)
		}
	}
}
