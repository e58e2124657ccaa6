package pipeline

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"respine/random"
	"respine/scope"
	"respine/table"
)

const fibres = `study: Fibres
time_zero: {event: injection of vehicle}
arms:
  saline: {purpose: control, vehicle: at 0 h}
animals:
  A1: {arm: saline}
  A2: {arm: saline}
sessions:
  light: {kind: photometry, at: 3 h}
recordings:
  - {animal: A1, session: light, files: [A1/photometry.csv, A1/film_pulses.csv]}
  - {animal: A2, session: light, files: [A2/photometry.csv]}
claims: {preset: moda-sava-2019}
`

// TestFibres: the transients of a recording are tables of the study, on the film's clock;
// one without the film's pulses is left out with its reason.
func TestFibres(t *testing.T) {
	dir := t.TempDir()
	a := scope.FibreActivity{BinSec: 0.02, RateHz: slices.Repeat([]float32{2}, 6000)}
	for i := range 15 {
		for j := range 25 {
			a.RateHz[200+380*i+j] = 12
		}
	}
	var truth scope.FibreRecording
	for k, animal := range []string{"A2", "A1"} {
		truth = scope.RecordFibre(a, scope.Photometry{Clock: scope.FibreClock{OffsetSec: 77}}, random.New(uint64(k)))
		var text, pulses strings.Builder
		if err := truth.CSV().WriteCSV(&text); err != nil {
			t.Fatal(err)
		}
		if err := truth.PulseCSV().WriteCSV(&pulses); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(dir, animal), 0o755); err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, animal, "photometry.csv"), text.String())
		put(t, filepath.Join(dir, animal, "film_pulses.csv"), pulses.String())
	}
	run := mustRun(t, openStudy(t, dir, fibres), Options{})
	if len(run.LeftOut) != 1 || !strings.Contains(run.LeftOut[0].Why, "no pulses of the film") {
		t.Errorf("left out: %v", run.LeftOut)
	}
	found, err := table.Read(run.Tables.Dir, "transients")
	if err != nil {
		t.Fatal(err)
	}
	if found.Len() != len(truth.Transients) {
		t.Fatalf("%d transients, want %d", found.Len(), len(truth.Transients))
	}
	const late = 0.25 // noise moves the foot of a rise
	for i, v := range truth.Transients {
		if d := found.Floats("onset_s")[i] - v.OnsetSec; found.Strings("animal")[i] != "A1" || found.Strings("session")[i] != "light" || d > late || d < -late {
			t.Errorf("%s %s: transient at %v s, want %v", found.Strings("animal")[i], found.Strings("session")[i], found.Floats("onset_s")[i], v.OnsetSec)
		}
	}
	for _, name := range []string{"control_transients", "photometry_sync", "photometry_quality"} {
		if _, err := table.Read(run.Tables.Dir, name); err != nil {
			t.Error(err)
		}
	}
}
