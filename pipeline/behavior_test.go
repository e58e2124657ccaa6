package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"respine/random"
	"respine/scope"
	"respine/table"
	"respine/video"
)

const hanging = `study: Hanging
time_zero: {event: injection of vehicle}
arms:
  saline: {purpose: control, vehicle: at 0 h}
animals:
  A1: {arm: saline}
  A2: {arm: saline}
  A3: {arm: saline}
sessions:
  tail: {kind: tail-suspension, at: 30 h}
recordings:
  - {animal: A1, session: tail, files: [A1.avi]}
  - {animal: A2, session: tail, files: [A2.avi]}
  - {animal: A3, session: tail, files: [A3.avi]}
tables:
  - {kind: tail-suspension, files: [scored.csv]}
claims: {preset: moda-sava-2019}
`

// hungFilm films 14 s of a mouse.
func hungFilm(t *testing.T, path string, bouts ...scope.TailBout) {
	t.Helper()
	hungFor(t, path, 14, 10, bouts...)
}

func hungFor(t *testing.T, path string, sec, hz float64, bouts ...scope.TailBout) {
	t.Helper()
	test := scope.Hang(scope.TailVideo{Width: 240, Height: 240, RateHz: hz, Animals: []scope.TailAnimal{{TestSec: sec, Bouts: bouts}}}, random.New(3))
	w, err := video.CreateAVI(path, 240, 240, hz)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(test.Write(t.Context(), w, 1), w.Close()); err != nil {
		t.Fatal(err)
	}
}

// shortTests has tests of 14 s, of which the last 8 are compared.
func shortTests(s Study) Study {
	for i, step := range s.steps {
		if step.Name == cohortStep.Name || step.Name == immobilityStep.Name {
			s.steps[i].Do = func(ctx context.Context, j Job) error {
				var p immobilityParams
				if err := json.Unmarshal(j.Params, &p); err != nil {
					return err
				}
				p.TestSec, p.LastSec = 14, 8
				var err error
				if j.Params, err = json.Marshal(p); err != nil {
					return err
				}
				return step.Do(ctx, j)
			}
		}
	}
	return s
}

// TestTooShortTooSlow: a test that does not cover its last part, and a film of too few
// frames, are in no number, each with its reason; one that is merely shorter, and a
// rate that the file contradicts, are told.
func TestTooShortTooSlow(t *testing.T) {
	if testing.Short() {
		t.Skip("SHORT: films of other lengths and rates were not run")
	}
	dir := t.TempDir()
	hungFor(t, filepath.Join(dir, "A1.avi"), 11, 10, struggle)
	hungFor(t, filepath.Join(dir, "A2.avi"), 6, 10, scope.TailBout{FromSec: 0, ToSec: 3, State: scope.TailStruggling})
	hungFor(t, filepath.Join(dir, "A3.avi"), 14, 5, struggle)
	put(t, filepath.Join(dir, "scored.csv"), "animal,session,state,from_s,to_s,censored\nA1,tail,immobile,0,200,false\n")
	s := shortTests(openStudy(t, dir, strings.Replace(hanging, "files: [A1.avi]", "files: [A1.avi], rate_hz: 30", 1)))
	run := mustRun(t, s, Options{})
	if n := len(run.LeftOut); n != 2 || !strings.Contains(run.LeftOut[0].What, "A2") || !strings.Contains(run.LeftOut[0].Why, "the film shows 6 s of the test, shorter than its last 8 s") ||
		!strings.Contains(run.LeftOut[1].What, "A3") || !strings.Contains(run.LeftOut[1].Why, "5 frames a second, fewer than the 8") {
		t.Errorf("left out: %+v", run.LeftOut)
	}
	for _, name := range []string{"bouts", "suspension_warnings"} {
		tab, err := table.Read(run.Tables.Dir, name)
		if err != nil {
			t.Fatal(err)
		}
		animals := tab.Strings("animal")
		if name == "bouts" && (len(animals) == 0 || slices.ContainsFunc(animals, func(a string) bool { return a != "A1" })) {
			t.Errorf("bouts of %v", animals)
		}
		if name == "suspension_warnings" && !slices.Contains(animals, "A1") {
			t.Errorf("warnings of %v", animals)
		}
	}
	page := files(t, run)["report/report.html"]
	for _, want := range []string{"A1 tail: the film shows 11 s of a test of 14 s", "A1 tail: 30 frames a second in the manifest; the file says 10"} {
		if !slices.Contains(run.Notes, want) || !strings.Contains(page, want) {
			t.Errorf("notes %q do not say %q, or the report (%t)", run.Notes, want, strings.Contains(page, want))
		}
	}
}

// TestPlaceOfSeveral: a film of several mice is refused by check and by run alike, in
// words that say what to write.
func TestPlaceOfSeveral(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"A1.avi", "A2.avi", "A3.avi"} {
		put(t, filepath.Join(dir, name), name)
	}
	put(t, filepath.Join(dir, "scored.csv"), "animal,session,state,from_s,to_s,censored\n")
	text := strings.Replace(hanging, "files: [A2.avi]", "files: [A2.avi], place: 1", 1)
	for what, found := range map[string][]string{"check": Check(parse(t, text), dir), "run": {mustCollect(t, openStudy(t, dir, text))[1].Problem}} {
		if len(found) != 1 || !strings.Contains(found[0], "place: 1, of several animals in a film") || !strings.Contains(found[0], "respine tst") || !strings.Contains(found[0], "under tables:") {
			t.Errorf("%s: %q", what, found)
		}
	}
}

// struggle is what the mice do first.
var struggle = scope.TailBout{FromSec: 0, ToSec: 5, State: scope.TailStruggling}

// TestHung: bouts measured from a film count in place of scored ones; a film that
// cannot be read is told, and the scored bouts count; of a mouse that climbs neither
// do, and it is told why. When one film is mended, the others are not measured
// again, but scored.
func TestHung(t *testing.T) {
	dir := t.TempDir()
	hungFilm(t, filepath.Join(dir, "A1.avi"), struggle)
	hungFilm(t, filepath.Join(dir, "A3.avi"), struggle, scope.TailBout{FromSec: 7, ToSec: 13, State: scope.TailClimbing})
	whole, err := os.ReadFile(filepath.Join(dir, "A1.avi"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "A2.avi"), string(whole[:150]))
	put(t, filepath.Join(dir, "scored.csv"), "animal,session,state,from_s,to_s,censored\nA1,tail,immobile,0,200,false\nA2,tail,immobile,0,200,false\nA3,tail,immobile,0,200,false\n")
	run := mustRun(t, shortTests(openStudy(t, dir, hanging)), Options{})
	if n := len(run.LeftOut); n != 2 || !strings.Contains(run.LeftOut[0].What, "A2") || !strings.Contains(run.LeftOut[1].What, "A3") || !strings.Contains(run.LeftOut[1].Why, "climbed") {
		t.Errorf("left out: %+v", run.LeftOut)
	}
	if notes := strings.Join(run.Notes, "\n"); !strings.Contains(notes, "2 of 3 rows are passed over") {
		t.Errorf("notes %q", notes)
	}
	bouts, err := table.Read(run.Tables.Dir, "bouts", table.String("animal", ""), table.String("state", ""), table.Float("from_s", "s"), table.Float("to_s", "s"))
	if err != nil {
		t.Fatal(err)
	}
	immobile := 0.0
	for i, animal := range bouts.Strings("animal") {
		if animal != "A1" {
			t.Errorf("a bout of %s", animal)
		}
		if bouts.Strings("state")[i] == "immobile" {
			immobile += bouts.Floats("to_s")[i] - bouts.Floats("from_s")[i]
		}
	}
	// 9 of 14 s, with one edge.
	const edge = 0.6
	if immobile < 9-edge || immobile > 9+edge {
		t.Errorf("A1 hangs still for %.2f s, want 9", immobile)
	}
	hungFilm(t, filepath.Join(dir, "A2.avi"), scope.TailBout{FromSec: 8, ToSec: 14, State: scope.TailStruggling})
	s := shortTests(openStudy(t, dir, hanging))
	before, _, err := s.Status()
	if err != nil {
		t.Fatal(err)
	}
	// Two films are measured; scoring them follows from all three.
	if got := states(before); got != "done to do done to do to do to do to do" {
		t.Errorf("status %q", got)
	}
	run = mustRun(t, s, Options{})
	fresh := ""
	for _, p := range run.Measured {
		if p.Fresh {
			fresh += p.Work.Unit + "\n"
		}
	}
	want := "A2 tail behavior\nall films behavior-cohort\nA1 tail immobility\nA2 tail immobility\nA3 tail immobility\n"
	if fresh != want {
		t.Errorf("done anew:\n%swant\n%s", fresh, want)
	}
}

func states(all []Status) string {
	var out []string
	for _, v := range all {
		out = append(out, v.State)
	}
	return strings.Join(out, " ")
}
