package scored

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// add adds a table written as CSV.
func (s *Set) addText(t *testing.T, kind, text string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), kind+".csv")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.addFile(source{path: file, kind: kind}); err != nil {
		t.Fatal(err)
	}
}

// TestTwoSourcesAreTold: an animal that is left out of immobility, and is in the
// bouts of photometry that began with the tail suspension, is named with its
// session and table; where all are in both nothing is told.
func TestTwoSourcesAreTold(t *testing.T) {
	const bouts = "animal,session,state,from_s,to_s\n"
	for _, c := range []struct{ immobility, bouts, want string }{
		{"007,late,80\n", "8,p,immobile,0,9\n", "at 3 h 1 of the animals are in table immobility, and not 8 (table bouts of session p): the two tables are not mixed"},
		{"007,late,80\n8,late,70\n", "8,p,immobile,0,9\n", ""},
		{"", "007,late,immobile,0,9\n8,p,immobile,0,9\n", "table bouts at 3 h is of two kinds of session: 007 (session late); 8 (session p)"},
		{"", "007,late,immobile,0,9\n8,late,immobile,0,9\n", ""},
	} {
		s := New(small())
		s.addText(t, "immobility", "animal,session,immobile_s\n"+c.immobility)
		s.addText(t, "bouts", bouts+c.bouts)
		if got := strings.Join(s.Notes(), "\n"); !strings.Contains(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestTwoFilesOfOneTable: rows that are in two files are told with both.
func TestTwoFilesOfOneTable(t *testing.T) {
	s := New(small())
	s.addText(t, "immobility", "animal,session,immobile_s\n007,late,80\n")
	file := filepath.Join(t.TempDir(), "again.csv")
	if err := os.WriteFile(file, []byte("animal,session,immobile_s\n007,late,80\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := s.addFile(source{path: file, kind: "immobility"})
	if err == nil || !strings.Contains(err.Error(), "again.csv: line 2: animal 007 has rows at 3 h in ") || !strings.Contains(err.Error(), "immobility.csv already") {
		t.Errorf("%v", err)
	}
}

// TestCellsWithoutAValue: where the column may be absent they are counted.
func TestCellsWithoutAValue(t *testing.T) {
	s := New(small())
	s.addText(t, "preference", "animal,session,preference_percent,intake_g\n007,d,80,NA\n8,d,70,5\n")
	if got := strings.Join(s.Notes(), "\n"); !strings.Contains(got, "column intake_g: 1 of 2 cells have no value") {
		t.Errorf("%q", got)
	}
}

// TestSessionByNameBeforeHour: of two sessions that begin together the one named
// is taken, whatever the hour beside it fits first.
func TestSessionByNameBeforeHour(t *testing.T) {
	s := New(small())
	s.addText(t, "bouts", "animal,session,hour,state,from_s,to_s\n007,p,3,immobile,0,9\n")
	if got := s.Session("bouts", "007", 3); got != "p" {
		t.Errorf("session %q", got)
	}
}
