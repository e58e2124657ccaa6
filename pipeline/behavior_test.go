package pipeline

import (
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
sessions:
  tail: {kind: tail-suspension, at: 30 h}
recordings:
  - {animal: A1, session: tail, files: [A1.avi]}
  - {animal: A2, session: tail, files: [A2.avi]}
tables:
  - {kind: tail-suspension, files: [scored.csv]}
claims: {preset: moda-sava-2019}
`

// TestHung: bouts measured from a film count in place of scored ones; a film that
// cannot be read is told, and the scored bouts count.
func TestHung(t *testing.T) {
	dir := t.TempDir()
	test := scope.Hang(scope.TailVideo{Width: 240, Height: 240, RateHz: 10, Animals: []scope.TailAnimal{{TestSec: 14, Bouts: []scope.TailBout{{FromSec: 0, ToSec: 5, State: scope.TailStruggling}}}}}, random.New(3))
	w, err := video.CreateAVI(filepath.Join(dir, "A1.avi"), 240, 240, 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := test.Write(t.Context(), w, 1); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, "A1.avi"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "A2.avi"), string(whole[:150]))
	put(t, filepath.Join(dir, "scored.csv"), "animal,session,state,from_s,to_s,censored\nA1,tail,immobile,0,200,false\nA2,tail,immobile,0,200,false\n")
	run := mustRun(t, openStudy(t, dir, hanging), Options{})
	if len(run.LeftOut) != 1 || !strings.Contains(run.LeftOut[0].What, "A2") {
		t.Errorf("left out: %+v", run.LeftOut)
	}
	if notes := strings.Join(run.Notes, "\n"); !strings.Contains(notes, "1 of 2 rows are passed over") {
		t.Errorf("notes %q", notes)
	}
	bouts, err := table.Read(run.Tables.Dir, "bouts", table.String("animal", ""), table.String("state", ""), table.Float("from_s", "s"), table.Float("to_s", "s"))
	if err != nil {
		t.Fatal(err)
	}
	immobile := 0.0
	for i, animal := range bouts.Strings("animal") {
		if animal == "A1" && bouts.Strings("state")[i] == "immobile" {
			immobile += bouts.Floats("to_s")[i] - bouts.Floats("from_s")[i]
		}
	}
	// 9 of 14 s, with one edge.
	const edge = 0.6
	if immobile < 9-edge || immobile > 9+edge {
		t.Errorf("A1 hangs still for %.2f s, want 9", immobile)
	}
}
