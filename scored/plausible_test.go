package scored

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestLooksWrong: what is allowed and looks wrong is a warning, and no error.
func TestLooksWrong(t *testing.T) {
	for _, c := range []struct{ rows, want string }{
		{"007,1,1.5\n8,1,6\n", "none is above 6 s; are these minutes?"},
		{"007,1,1.5\n8,1,6.1\n", ""},
		{"007,1,240\n8,1,60\n", ""},
		{"007,1,241\n8,1,60\n", "241 s is more than the 240 s that are usually scored"},
		{"007,1,0\n8,1,0\n", ""},
	} {
		s, err := csv(t, "immobility", "animal,session,immobile_s\n"+c.rows)
		if got := strings.Join(s.Notes(), "\n"); err != nil || (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%q: %q, %v", c.rows, got, err)
		}
	}
}

// TestMoviesInMinutes: a movie of less than half a minute deserves a question.
func TestMoviesInMinutes(t *testing.T) {
	for _, c := range []struct{ rows, want string }{
		{"007,m,10\n8,m,10\n", "line 2, column seconds: 2 of 2 movies are shorter than 30 s, the shortest 10 s; are these minutes?"},
		{"007,m,600\n8,m,10\n", "line 3, column seconds: 1 of 2 movies are shorter"},
		{"007,m,600\n8,m,30\n", ""},
	} {
		s, err := csv(t, "movies", "animal,session,seconds\n"+c.rows)
		if got := strings.Join(s.Notes(), "\n"); err != nil || (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%q: %q, %v", c.rows, got, err)
		}
	}
}

// TestSpinesBeyondTheirBranch: a place up to 1 um past the end is rounding, beyond
// it an error; a branch without a length is warned of once.
func TestSpinesBeyondTheirBranch(t *testing.T) {
	manifest := "study: s\ntime_zero: {event: injection}\narms:\n  A: {vehicle: at 0 h}\nanimals:\n  a: {arm: A}\nsessions:\n  x: {kind: spines, at: 3 h}\n"
	for _, c := range []struct{ place, branch, problem, note string }{
		{"30.9", "b", "", ""},
		{"31.1", "b", "spine s: it stands at 31.1 um of branch b, which is 30 um long", ""},
		{"5", "c", "", "branch c of animal a is in table observations and not in table branches"},
	} {
		dir := t.TempDir()
		for name, text := range map[string]string{
			"study.yaml":              manifest,
			"tables/branches.csv":     "animal,branch_id,length_um\na,b,30\n",
			"tables/observations.csv": "animal,session,spine_id,branch_id,position_um\na,x,s," + c.branch + "," + c.place + "\n",
		} {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, notes, err := Read(dir)
		if (err != nil) != (c.problem != "") || err != nil && !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%s: %v", c.place, err)
		}
		if slices.ContainsFunc(notes, func(n string) bool { return strings.HasPrefix(n, "branch ") }) != (c.note != "") || !strings.Contains(strings.Join(notes, "\n"), c.note) {
			t.Errorf("%s: %q", c.branch, notes)
		}
	}
}
