package pipeline

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"respine/table"
)

// drinking is a study of two mice of which both are in a scored table, and one is
// weighed as well.
const drinking = `study: Drinking
time_zero: {event: injection of vehicle}
arms:
  saline: {purpose: control, vehicle: at 0 h}
animals:
  A1: {arm: saline}
  A2: {arm: saline}
sessions:
  drink: {kind: sucrose, at: 30 h}
recordings:
  - {animal: A1, session: drink, files: [A1.csv]}
  - {animal: A2, session: drink, files: [A2.csv]}
tables:
  - {kind: sucrose, files: [preference.csv]}
claims: {preset: moda-sava-2019}
`

const weightsA1 = `animal,bottle,side,half,start_g,end_g,hours
A1,sucrose,left,1,200,197,12
A1,water,right,1,200,199,12
`

// TestWeighed: what is measured from weights is a table of the study and counts in
// place of a scored row; weights that cannot be used are told, and the scored row
// counts.
func TestWeighed(t *testing.T) {
	for _, c := range []struct{ weights, problem, note string }{
		{strings.ReplaceAll(weightsA1, "200", "150"), "the bottle gained 47 g", "preference.csv: 1 of 2 rows are passed over"},
		{strings.ReplaceAll(weightsA1, "start_g", "grams"), "no column start_g and end_g (or lost_g)", "1 of 2 rows"},
		{weightsA1 + "other,water,right,1,200,199,12\n", "the weights are of 2 mice or sessions", "1 of 2 rows"},
		{strings.ReplaceAll(weightsA1, "right", "left"), "both bottles of period 1 hung on the left", "1 of 2 rows"},
		{strings.ReplaceAll(weightsA1, "199", "198.5"), "", "2 of 2 rows"},
	} {
		dir := t.TempDir()
		put(t, filepath.Join(dir, "A1.csv"), weightsA1)
		put(t, filepath.Join(dir, "A2.csv"), strings.ReplaceAll(c.weights, "A1,", "A2,"))
		put(t, filepath.Join(dir, "preference.csv"), "animal,session,preference_percent\nA1,drink,61\nA2,drink,72.5\n")
		s := openStudy(t, dir, drinking)
		run := mustRun(t, s, Options{})
		var told []string
		for _, v := range run.LeftOut {
			told = append(told, v.What+": "+v.Why)
		}
		if got := strings.Join(told, "\n"); !strings.Contains(got, c.problem) || (c.problem == "") != (got == "") {
			t.Errorf("left out: %q, want %q", got, c.problem)
		}
		if notes := strings.Join(run.Notes, "\n"); !strings.Contains(notes, c.note) || strings.Contains(notes, dir) {
			t.Errorf("notes %q, want %q", notes, c.note)
		}
		preference, err := table.Read(run.Tables.Dir, "preference")
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"A1", "A2"}
		if c.problem != "" {
			want = want[:1]
		}
		if got := preference.Strings("animal"); !slices.Equal(got, want) || preference.Strings("session")[0] != "drink" || preference.Floats("preference_percent")[0] != 75 {
			t.Errorf("%v, %v", got, preference.Floats("preference_percent"))
		}
		if len(run.Beyond) > 0 {
			t.Errorf("not measured: %v", run.Beyond)
		}
		methods := s.reportWork(&Work{Step: "tables", Params: tablesParams{}}, s.claimsWork(&Work{Step: "tables", Params: tablesParams{}}, Declared{}), Declared{}, run, mustCollect(t, s), nil).Params.(reportParams).Methods
		if len(methods) != 1 || !strings.HasPrefix(methods[0], "Sucrose preference") {
			t.Errorf("methods: %q", methods)
		}
	}
}

// TestExchangedBottles: a sheet whose rows are of another animal than its recording is
// left out, masked or not, and names nobody while animals are masked.
func TestExchangedBottles(t *testing.T) {
	for _, c := range []struct{ blinding, want string }{
		{"", "A1.csv: its rows are of animal A2"},
		{"blinding: masked\n", ": its rows are of another animal"},
	} {
		dir := t.TempDir()
		sheet2 := strings.NewReplacer("A1,", "A2,", "199", "198.5").Replace(weightsA1)
		put(t, filepath.Join(dir, "preference.csv"), "animal,session,preference_percent\n")
		put(t, filepath.Join(dir, "A1.csv"), sheet2)
		put(t, filepath.Join(dir, "A2.csv"), weightsA1)
		s := openStudy(t, dir, c.blinding+drinking)
		all := mustCollect(t, s)
		if len(all) != 2 || !strings.Contains(all[0].Problem+all[1].Problem, c.want) || all[0].Problem == "" || all[1].Problem == "" {
			t.Errorf("%q: %+v", c.blinding, all)
		}
		if s.Masked != (c.blinding != "") || s.Masked && strings.Contains(all[0].Problem+all[1].Problem, "A") {
			t.Errorf("masked %t: %q, %q", s.Masked, all[0].Problem, all[1].Problem)
		}
		if run := mustRun(t, s, Options{}); len(run.LeftOut) != 2 || len(run.Measured) != 0 {
			t.Errorf("left out %+v, measured %+v", run.LeftOut, run.Measured)
		}
		// What a sheet is warned of names nobody but by the recording.
		put(t, filepath.Join(dir, "A1.csv"), strings.NewReplacer("left", "", "right", "").Replace(weightsA1))
		run := mustRun(t, s, Options{})
		if notes := strings.Join(run.Notes, "\n"); !strings.Contains(notes, "(the mouse)") || s.Masked && strings.Contains(notes, "A1") {
			t.Errorf("notes %q", notes)
		}
		put(t, filepath.Join(dir, "A1.csv"), weightsA1)
		put(t, filepath.Join(dir, "A2.csv"), sheet2)
		if all := mustCollect(t, s); all[0].Problem+all[1].Problem != "" {
			t.Errorf("%q: each its own: %q, %q", c.blinding, all[0].Problem, all[1].Problem)
		}
	}
}

func mustCollect(t *testing.T, s Study) []given {
	t.Helper()
	all, err := s.collect(func(string, ...any) {})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
