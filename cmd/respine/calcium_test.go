package main

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"respine/cell"
	"respine/scope"
	"respine/table"
)

// A movie becomes a folder of tables and pictures that respine score reads and that
// is not made again; given cells are taken as they are.
func TestCalcium(t *testing.T) {
	dir := t.TempDir()
	path, out, truth := filepath.Join(dir, "m.tif"), filepath.Join(dir, "out"), filepath.Join(dir, "truth")
	m := scope.RandomMovie(rand.New(rand.NewPCG(5, 2)), scope.MovieParams{Width: 120, Height: 136, Frames: 240, RateHz: 15, PixelUm: 1.3})
	if err := m.WriteTIFF(context.Background(), path, 1); err != nil {
		t.Fatal(err)
	}
	if err := table.WriteFiles(truth, append(scope.MovieTables(m), scope.MovieTraces(m))...); err != nil {
		t.Fatal(err)
	}
	respine := func(args ...string) (code int, stdout, stderr string) {
		var o, e strings.Builder
		code = run(context.Background(), args, &o, &e)
		return code, o.String(), e.String()
	}
	code, stdout, stderr := respine("calcium", path, "--out", out, "--json")
	var s calciumSummary
	if err := json.Unmarshal([]byte(stdout), &s); err != nil || code != exitDone {
		t.Fatalf("exit %d, %v: %s%s", code, err, stdout, stderr)
	}
	if s.Frames != 240 || s.Used != 240 || s.RateHz != 15 || s.Cells == 0 || s.Candidates < s.Cells {
		t.Errorf("summary %+v", s)
	}
	for _, name := range []string{"movies.csv", "cells.csv", "footprints.parquet", "shifts.csv", "events.csv", "ensemble_events.csv", "members.csv", "recurrences.csv", "connections.parquet", "connections_by_distance.csv", "exclusions.csv", "traces.parquet", "cells.png", "mean.png", "max.png", "correlation.png", "activity.svg", "distance.svg", "motion.svg"} {
		if i, err := os.Stat(filepath.Join(out, name)); err != nil || i.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(out, ".traces-*")); left != nil {
		t.Errorf("scratch is left: %v", left)
	}
	if code, stdout, stderr = respine("calcium", path, "--out", out, "--json"); code != exitDone || !strings.Contains(stderr, "nothing changed") {
		t.Errorf("again: exit %d, %s%s", code, stdout, stderr)
	}
	if code, stdout, stderr = respine("score", "calcium", "--measured", out, "--truth", truth); code != exitDone || !strings.Contains(stdout, `"registration"`) {
		t.Errorf("score: exit %d, %s%s", code, stdout, stderr)
	}
	if code, _, stderr = respine("calcium", filepath.Join(dir, "none.tif"), "--out", out+"2"); code != exitFailed || !strings.Contains(stderr, "none.tif: no such file") {
		t.Errorf("no movie: exit %d, %s", code, stderr)
	}
	masks := filepath.Join(dir, "masks")
	f := []cell.Footprint{{{Y: 20, X: 20, Weight: 1}, {Y: 20, X: 21, Weight: 1}, {Y: 21, X: 20, Weight: 1}}}
	if err := table.WriteFiles(masks, cell.FootprintTable(f)); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr = respine("calcium", path, "--out", filepath.Join(dir, "given"), "--masks", filepath.Join(masks, "footprints.csv"), "--json")
	if err := json.Unmarshal([]byte(stdout), &s); err != nil || code != exitDone || s.Cells != 1 {
		t.Errorf("given cells: exit %d, %v: %s%s", code, err, stdout, stderr)
	}
}

// A movie that a study names is measured by run, and its tables carry the keys of
// the study.
func TestRunMeasuresMovies(t *testing.T) {
	dir := t.TempDir()
	m := scope.RandomMovie(rand.New(rand.NewPCG(5, 3)), scope.MovieParams{Width: 96, Height: 88, Frames: 200, RateHz: 15, PixelUm: 1.3})
	if err := m.WriteTIFF(context.Background(), filepath.Join(dir, "m.tif"), 1); err != nil {
		t.Fatal(err)
	}
	manifest := `study: one movie
time_zero: {event: injection}
arms:
  A: {purpose: healthy, vehicle: at 0 h}
animals:
  A1: {arm: A}
sessions:
  before: {kind: calcium, at: -11 d}
recordings:
  - {animal: A1, session: before, files: m.tif, rate_hz: 15, pixel_um: 1.3, indicator: GCaMP6s}
claims: {preset: moda-sava-2019}
`
	if err := os.WriteFile(filepath.Join(dir, "study.yaml"), []byte(manifest), 0o666); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr strings.Builder
	if code := run(context.Background(), []string{"run", dir}, &stdout, &stderr); code != exitDone {
		t.Fatalf("exit %d: %s%s", code, &stdout, &stderr)
	}
	got, err := table.Read(filepath.Join(dir, "results"), "movies", table.String("animal", ""), table.String("session", ""), table.Float("seconds", "s"), table.Int("cells", ""))
	if err != nil {
		t.Fatal(err)
	}
	if got.Len() != 1 || got.Strings("animal")[0] != "A1" || got.Strings("session")[0] != "before" || got.Floats("seconds")[0] < 13 || got.Ints("cells")[0] == 0 {
		t.Errorf("%v %v %v %v", got.Strings("animal"), got.Strings("session"), got.Floats("seconds"), got.Ints("cells"))
	}
}

func TestCalciumTellsWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "m.tif")
	movieFile(t, path)
	mat := filepath.Join(dir, "x.mat")
	if err := os.WriteFile(mat, []byte("MATLAB"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{path, "--rate-hz=-1"}, exitUsage, "above 0"},
		{[]string{path, "--min-score", "2"}, exitUsage, "no probability"},
		{[]string{path, "--indicator", "gfp"}, exitUsage, "gfp"},
		{[]string{path, "--masks", mat}, exitUsage, "neither ImageJ regions nor a table"},
		{[]string{path, "--rate-hz", "30000"}, exitFailed, "no rate of a calcium movie"},
		{[]string{path}, exitFailed, "too short"}, // 40 frames
		{[]string{filepath.Join(dir, "no.tif")}, exitFailed, "no.tif"},
	} {
		var stdout, stderr strings.Builder
		code := run(context.Background(), append([]string{"calcium", "--out", filepath.Join(dir, "out")}, c.args...), &stdout, &stderr)
		if code != c.code || !strings.Contains(stderr.String(), c.want) {
			t.Errorf("%v: exit %d, %s", c.args, code, &stderr)
		}
		if _, err := os.Stat(filepath.Join(dir, "out")); err == nil {
			t.Fatalf("%v left a folder", c.args)
		}
	}
}
