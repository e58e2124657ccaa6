package pipeline

import (
	"errors"
	"os"
	"path/filepath"
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
	test := scope.Hang(scope.TailVideo{Width: 240, Height: 240, RateHz: 10, Animals: []scope.TailAnimal{{TestSec: 14, Bouts: bouts}}}, random.New(3))
	w, err := video.CreateAVI(path, 240, 240, 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(test.Write(t.Context(), w, 1), w.Close()); err != nil {
		t.Fatal(err)
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
	run := mustRun(t, openStudy(t, dir, hanging), Options{})
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
	s := openStudy(t, dir, hanging)
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
