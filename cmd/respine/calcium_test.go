package main

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"respine/cell"
	"respine/motion"
	"respine/recording"
	"respine/scope"
	"respine/table"
	"respine/tiff"
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
	given := table.New("footprints", table.Int("cell_id", ""), table.Int("y_px", "px"), table.Int("x_px", "px"))
	for _, q := range f[0] {
		given.Append(7, q.Y, q.X)
	}
	if err := table.WriteFiles(masks, given); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr = respine("calcium", path, "--out", filepath.Join(dir, "given"), "--masks", filepath.Join(masks, "footprints.csv"), "--json")
	if err := json.Unmarshal([]byte(stdout), &s); err != nil || code != exitDone || s.Cells != 1 {
		t.Errorf("given cells: exit %d, %v: %s%s", code, err, stdout, stderr)
	}
	// a given cell has the name that it came with, and nothing is known of its features
	got, err := table.Read(filepath.Join(dir, "given"), "cells", table.String("mask", ""), table.Float("snr", ""), table.Float("likeness", ""))
	if err != nil || got.Strings("mask")[0] != "7" || !math.IsNaN(got.Floats("snr")[0]) || !math.IsNaN(got.Floats("likeness")[0]) {
		t.Errorf("a given cell: %v, %v", got, err)
	}
}

// An offset of 0 is one: the share of neuropil is fitted. Pixels that are not square are
// refused unless their size is given, and then told.
func TestCalciumParams(t *testing.T) {
	zero := 0.0
	if p, _, err := (calciumCommand{Offset: &zero}).params(&recording.Movie{}); err != nil || !p.Traces.Neuropil.Fit {
		t.Errorf("offset 0: %+v, %v", p.Traces, err)
	}
	if p, _, err := (calciumCommand{}).params(&recording.Movie{}); err != nil || p.Traces.Neuropil.Fit {
		t.Errorf("no offset: %+v, %v", p.Traces, err)
	}
	m := tallPixels(t)
	if _, _, err := (calciumCommand{}).params(m); err == nil || !strings.Contains(err.Error(), "2.4 um high and 1.2 um wide, not square\nhint:") {
		t.Errorf("tall pixels: %v", err)
	}
	if p, warnings, err := (calciumCommand{UmPerPx: 1.2}).params(m); err != nil || p.PixelUm != 1.2 || len(warnings) != 1 || !strings.Contains(warnings[0], "not square; 1.2 um a pixel as given") {
		t.Errorf("tall pixels of a given size: %v %q %v", p.PixelUm, warnings, err)
	}
}

// TestCalciumOtherDay: a second file of another field is named, and the exit code says
// that it is in no number, when repeated as well; files of one field are not.
func TestCalciumOtherDay(t *testing.T) {
	dir := t.TempDir()
	day := func(name string, seed uint64) string {
		path := filepath.Join(dir, name)
		m := scope.RandomMovie(rand.New(rand.NewPCG(5, seed)), scope.MovieParams{Width: 144, Height: 144, Frames: 160, RateHz: 15, PixelUm: 1.3})
		if err := m.WriteTIFF(context.Background(), path, 1); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, other := day("base.tif", 3), day("later.tif", 4)
	for range 2 {
		code, text, talk := printed("calcium", one, other, "--out", filepath.Join(dir, "out"))
		named := strings.Contains(talk, "base.tif shows another field") != strings.Contains(talk, "later.tif shows another field")
		if code != exitPartly || !named || !strings.Contains(talk, "measure each day by itself") {
			t.Fatalf("code %d\n%s\n%s", code, text, talk)
		}
	}
	good := &motion.Result{Shifts: make([]motion.Shift, 20)}
	for i := range 9 { // of ten: a bad file; then a bad movie
		good.Shifts[i].Bad = motion.Jump
	}
	if got := elsewhere([]string{"a", "b"}, []int{10, 20}, good); !slices.Equal(got, []string{"a"}) {
		t.Errorf("nine frames of ten elsewhere: %v", got)
	}
	good.Shifts[0].Bad, good.Shifts[1].Bad = motion.Good, motion.Saturated
	if got := elsewhere([]string{"a", "b"}, []int{10, 20}, good); got != nil {
		t.Errorf("seven frames of ten elsewhere: %v", got)
	}
	for i := range good.Shifts {
		good.Shifts[i].Bad = motion.Unlike
	}
	if got := elsewhere([]string{"a", "b"}, []int{10, 20}, good); got != nil {
		t.Errorf("no file is of the field: %v", got)
	}
}

// tallPixels is a movie whose file says that pixels are twice as high as wide.
func tallPixels(t *testing.T) *recording.Movie {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tall.tif")
	w, err := tiff.Create(path, 20, 18, tiff.Options{Meta: tiff.Metadata{Source: tiff.SourceImageJ, Slices: 1, VoxelUm: tiff.Voxel{Y: 2.4, X: 1.2}}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := tiff.WritePage(w, make([]uint16, 20*18)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	m, err := recording.OpenMovie(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
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
		{[]string{path, "--rate-hz", "4", "--um-per-px", "5"}, exitFailed, "cannot be told from a single pixel\nhint:"},
		{[]string{path, "--rate-hz", "4", "--diameter-um", "1"}, exitFailed, "cannot be told from a single pixel\nhint:"},
		{[]string{path, "--rate-hz", "4", "--diameter-um", "1e9"}, exitFailed, "more than half of a field of 136 x 120\nhint:"},
		{[]string{path, "--diameter-um", "inf"}, exitUsage, "above 0"},
		{[]string{path, filepath.Join(dir, ".", "m.tif")}, exitUsage, "are one file\nhint:"},
		{[]string{dir}, exitFailed, "is a folder\nhint:"},
		{[]string{path, "--indicator", "GCaMP6s"}, exitFailed, "too short"}, // known
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
