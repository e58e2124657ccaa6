package scored

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"respine/study"
	"respine/table"
)

func small() study.Study {
	return study.Study{Name: "s", Arms: []study.Arm{{ID: "A"}}, Animals: []study.Animal{{ID: "007", Arm: "A"}, {ID: "8", Arm: "A"}},
		Sessions: []study.Session{{ID: "1", Kind: study.TailSuspension, At: -12}, {ID: "late", Kind: study.TailSuspension, At: 3}, {ID: "p", Kind: study.Photometry, At: 3}, {ID: "x", Kind: study.Spines, At: 3}, {ID: "d", Kind: study.Sucrose, At: 3}}}
}

func csv(t *testing.T, kind, text string) (*Set, error) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, kind+".csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := New(small())
	return s, s.addFile(source{path: file, kind: kind})
}

// TestRowsFindTheirSession: by name, also where names are digits, and where
// sessions are numbered by the hour beside the number. Photometry and tail
// suspension of one moment are joined.
func TestRowsFindTheirSession(t *testing.T) {
	s, err := csv(t, "immobility", "animal,session,immobile_s\n007,1,100\n8,1,90\n007,late,80\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := Numbers(s.Rows("immobility", "007", -12), "immobile_s"); len(got) != 1 || got[0] != 100 {
		t.Errorf("%v", got)
	}
	if s.Rows("immobility", "8", 3) != nil {
		t.Error("a row nobody wrote")
	}
	s, err = csv(t, "bouts", "animal,session,hour,state,from_s,to_s\n007,5,3,immobile,0,10\n")
	if err != nil || s.Rows("bouts", "007", 3) == nil {
		t.Errorf("a numbered session is not found by its hour: %v", err)
	}
	s, err = csv(t, "transients", "animal,session,onset_s\n007,p,1.5\n")
	if err != nil || s.Rows("transients", "007", 3) == nil {
		t.Errorf("photometry is not at the moment of the suspension: %v", err)
	}
}

// TestProblems: what would make a claim wrong without being seen.
func TestProblems(t *testing.T) {
	for _, c := range []struct{ kind, text, want string }{
		{"immobility", "animal,session,immobile_min\n007,1,1\n", "\"immobile_min\" is in min; write it in s and call the column immobile_s"},
		{"immobility", "animal,sesion,immobile_s\n007,1,1\n", "no column \"session\"; table immobility needs animal, session, immobile_s\nhint: did you mean \"sesion\"?"},
		{"immobility", "animal,session,immobile_s\n007,1,1\n007,1,2\n", "line 3: animal 007, session 1 is here a second time; it stands in line 2 already"},
		{"immobility", "animal,session,immobile_s\n7,1,1\n", "line 2: no animal is called \"7\""},
		{"immobility", "animal,session,immobile_s\n007,lat,1\n", "line 2: no session of tail-suspension is called \"lat\"\nhint: did you mean \"late\"?"},
		{"immobility", "animal,session,immobile_s\n007,1,\n", "line 2, column immobile_s: no number"},
		{"immobility", "animal,session,immobile_s\n007,lat,1\n8,lat,1\n", "line 2: no session of tail-suspension is called \"lat\", in 2 rows\nhint"},
		{"immobility", "animal,session,immobile_s\n007,1,361\n8,1,9\n", "line 2, column immobile_s: 361 s of immobility, and session 1 lasts 360 s"},
		{"preference", "animal,session,preference_percent\n007,d,0.8\n8,d,0.6\n", "none is above 0.8; are these fractions?\nhint: multiply"},
		{"immobility", "animal,session,immobile_s\n007,1,-3\n", "-3 is not between 0 and"},
		{"immobility", "animal,session,immobile_s\n007,1,long\n", "\"long\" is not a number"},
		{"observations", "animal,session,spine_id,branch_id,position_um\n007,x,1,b,3\n007,x,1,b,4\n", "animal 007, session x, spine 1 is here a second time"},
		{"observations", "animal,session,spine_id,branch_id,position_nm\n007,x,1,b,3\n", "\"position_nm\" is in nm; write it in um"},
		{"bouts", "animal,session,state,from_s,to_s\n007,1,immobile,5,9\n007,1,immobile,5,9\n", "line 3: animal 007, session 1, from_s 5 is here a second time"},
		{"bouts", "animal,session,state,from_s,to_s\n007,1,immobile,9,5\n", "line 2: it ends at 5, before it begins at 9"},
		{"bouts", "animal,session,state,from_s,to_s\n007,1,unbeweglich,5,9\n", "no row says immobile; the first says \"unbeweglich\""},
		{"errors", "animal,miss,false_per_um\n07,0.1,0.02\n", "line 2: no animal is called \"07\""},
		{"ensemble_events", "animal,session,participation\n", "no column"},
	} {
		_, err := csv(t, c.kind, c.text)
		if c.want == "no column" {
			if err != nil {
				t.Errorf("a table without rows is no error: %v", err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: want %q, got %v", c.text, c.want, err)
		}
	}
}

// TestManyProblemsAreCounted beyond those told.
func TestManyProblemsAreCounted(t *testing.T) {
	_, err := csv(t, "immobility", "animal,session,immobile_s\n"+strings.Repeat("007,1,-1\n", 30))
	if err == nil || strings.Count(err.Error(), "\n") > 20 || !strings.Contains(err.Error(), "more like these") {
		t.Errorf("%v", err)
	}
}

// TestErrorRates: an animal's own where told, else the mean; rows without a
// number are passed over.
func TestErrorRates(t *testing.T) {
	s, err := csv(t, "errors", "animal,miss,false_per_um\n007,0.1,0.02\n8,0.3,0.04\n8,,\n")
	if err != nil {
		t.Fatal(err)
	}
	if m, f, ok := s.Errors("8"); m != 0.3 || f != 0.04 || !ok {
		t.Errorf("%g %g %v", m, f, ok)
	}
	if m, f, ok := s.Errors("nobody"); m != 0.2 || f != 0.03 || !ok {
		t.Errorf("the mean is %g %g %v", m, f, ok)
	}
	s, _ = csv(t, "errors", "session,miss,false_per_um\n0,0.1,0.02\n1,0.3,0.04\n")
	if m, f, ok := s.Errors("8"); m != 0.2 || f != 0.03 || !ok {
		t.Errorf("%g %g %v", m, f, ok)
	}
	if _, _, ok := New(small()).Errors("8"); ok {
		t.Error("rates nobody stated")
	}
}

// TestReadFolder: tables named by the manifest whose names say nothing are known
// by their columns; a folder without a manifest is no study.
func TestReadFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := Read(dir); err == nil || !strings.Contains(err.Error(), ErrNoStudy.Error()) {
		t.Errorf("%v", err)
	}
	manifest := "study: x\ntime_zero: {event: e}\narms: {A: {vehicle: at 0 h}}\nanimals: {a: {arm: A}}\nsessions: {t: {kind: tail-suspension, at: 3 h}}\n"
	write("study.yaml", manifest)
	if _, _, err := Read(dir); err == nil || !strings.Contains(err.Error(), "no tables") {
		t.Errorf("%v", err)
	}
	write("tables/bouts.csv", "animal,session,state,from_s,to_s\na,t,immobile,0,10\n")
	write("tables/notes.csv", "x\n1\n")
	s, notes, err := Read(dir)
	if err != nil || !s.Has("bouts") || len(notes) != 1 || !strings.Contains(notes[0], "notes.csv is not read") {
		t.Errorf("%v %v", notes, err)
	}
	write("study.yaml", manifest+"tables: [{kind: tail-suspension, files: hand/*.csv}]\n")
	write("hand/maria.csv", "animal,session,immobile_s\na,t,10\n")
	s, _, err = Read(dir)
	if err != nil || !s.Has("immobility") || s.Has("bouts") {
		t.Errorf("%v", err)
	}
	write("hand/maria.csv", "animal,session,still\na,t,10\n")
	if _, _, err = Read(dir); err == nil || !strings.Contains(err.Error(), "its columns are those of no table of tail-suspension") {
		t.Errorf("%v", err)
	}
}

// TestEveryKindIsFoundByItsNames, and no two kinds share one.
func TestEveryKindIsFoundByItsNames(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds() {
		for _, name := range append([]string{k.Name}, k.Also...) {
			if got, ok := KindOf(name); !ok || got.Name != k.Name || seen[name] {
				t.Errorf("%s is table %s", name, got.Name)
			}
			seen[name] = true
		}
		for _, c := range k.Columns {
			if c.Kind == table.KindFloat && c.Hi == c.Lo {
				t.Errorf("%s, %s: numbers without limits", k.Name, c.Name)
			}
		}
	}
}

// TestSettled: what is measured is not taken from tables again, whatever their
// form; of other animals and sessions it is, and so is what failed to be measured.
func TestSettled(t *testing.T) {
	manifest := "study: s\ntime_zero: {event: injection}\narms:\n  A: {vehicle: at 0 h}\nanimals:\n  a: {arm: A}\n  b: {arm: A}\nsessions:\n  x: {kind: sucrose, at: 3 h}\n  y: {kind: sucrose, at: 30 h}\n"
	s, problems := study.Parse([]byte(manifest), "study.yaml")
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	given := table.New("preference", table.String("animal", ""), table.String("session", ""), table.Float("preference_percent", "%"))
	for _, animal := range []string{"a", "b"} {
		for _, session := range []string{"x", "y"} {
			given.Append(animal, session, 60.)
		}
	}
	for _, c := range []struct {
		session string
		left    int // rows that count
	}{{"x", 3}, {"", 2}, {"none", 4}} {
		set := New(s)
		set.Settle([]string{"sucrose", "preference"}, "a", c.session)
		if err := set.Add("preference", given, "p.csv"); err != nil {
			t.Fatal(err)
		}
		rows := 0
		for _, animal := range []string{"a", "b"} {
			for _, v := range s.Sessions {
				if r := set.Rows("preference", animal, v.At); r != nil {
					rows += r.Len()
				}
			}
		}
		want := ""
		if c.left < 4 {
			want = fmt.Sprintf("p.csv: %d of 4 rows are passed over", 4-c.left)
		}
		if notes := strings.Join(set.Notes(), "\n"); rows != c.left || !strings.HasPrefix(notes, want) || (want == "") != (notes == "") {
			t.Errorf("session %q: %d rows, want %d; %q", c.session, rows, c.left, notes)
		}
	}
}
