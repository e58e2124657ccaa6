package main

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"respine/motion"
	"respine/recording"
	"respine/scope"
	"respine/table"
)

// movieFile renders a small movie whose motion is known.
func movieFile(t *testing.T, path string) scope.Movie {
	t.Helper()
	m := scope.RandomMovie(rand.New(rand.NewPCG(2, 2)), scope.MovieParams{Width: 120, Height: 136, Frames: 40})
	if err := m.WriteTIFF(context.Background(), path, 1); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestRegister(t *testing.T) {
	dir := t.TempDir()
	path, out := filepath.Join(dir, "m.tif"), filepath.Join(dir, "done", "r.tif")
	truth := movieFile(t, path)
	var stdout, stderr strings.Builder
	code := run(context.Background(), []string{"register", path, "--out", out, "--piecewise", "--json"}, &stdout, &stderr)
	var s registered
	if err := json.Unmarshal([]byte(stdout.String()), &s); err != nil || code != exitDone {
		t.Fatalf("exit %d, %v: %s%s", code, err, &stdout, &stderr)
	}
	if s.Frames != 40 || s.Used != 40 || s.Height != 136 || s.Width != 120 || s.RateHz == nil || *s.RateHz != 30 || s.Tiles != [2]int{2, 2} {
		t.Errorf("summary %+v", s)
	}
	shifts, err := table.Read(filepath.Join(dir, "done"), "r_shifts", table.Int("frame", ""), table.Float("t_s", "s"),
		table.Float("dy_px", "px"), table.Float("dx_px", "px"), table.Bool("use", ""), table.String("reason", ""))
	if err != nil {
		t.Fatal(err)
	}
	// The mean error is where the reference stands; a quarter of a pixel more is far
	// from what package motion is tested to.
	var mean float64
	for i, v := range shifts.Floats("dy_px") {
		mean += (v - truth.Shift(i).Y) / 40
	}
	for i, v := range shifts.Floats("dy_px") {
		if math.Abs(v-truth.Shift(i).Y-mean) > 0.25 || !shifts.Bools("use")[i] {
			t.Errorf("frame %d: dy %.2f, want %.2f", i, v, truth.Shift(i).Y+mean)
		}
	}
	m, err := recording.OpenMovie(out)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if h, w := m.Size(); h != 136 || w != 120 || m.Len() != 40 || m.RateHz != 30 || math.Abs(m.PixelUmX-1.17) > 1e-4 {
		t.Errorf("registered: %d x %d, %d frames, %g Hz, %g um", h, w, m.Len(), m.RateHz, m.PixelUmX)
	}
	tiles, err := recording.OpenMovieChannel(1, filepath.Join(dir, "done", "r_tiles.tif"))
	if err != nil {
		t.Fatal(err)
	}
	defer tiles.Close()
	if h, w := tiles.Size(); h != 2 || w != 2 || tiles.Len() != 40 {
		t.Errorf("tiles: %d x %d, %d frames", h, w, tiles.Len())
	}
	if b, err := os.ReadFile(filepath.Join(dir, "done", "r_motion.svg")); err != nil || !strings.Contains(string(b), "time (s)") {
		t.Errorf("the plot: %v", err)
	}
}

// Any number of workers writes the same bytes, and --shifts-only no movie.
func TestRegisterIsTheSameOnOneWorker(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "m.tif")
	movieFile(t, path)
	for _, args := range [][]string{
		{"--out", filepath.Join(dir, "a", "r.tif"), "--workers", "1"},
		{"--out", filepath.Join(dir, "b", "r.tif"), "--workers", "3"},
		{"--out", filepath.Join(dir, "c", "r.tif"), "--shifts-only"},
	} {
		var stdout, stderr strings.Builder
		code := run(context.Background(), append([]string{"register", path}, args...), &stdout, &stderr)
		if code != exitDone || !strings.Contains(stdout.String(), "40 frames of 136 x 120, 40 good") {
			t.Fatalf("exit %d: %s%s", code, &stdout, &stderr)
		}
	}
	for _, name := range []string{"r.tif", "r_shifts.csv", "r_shifts.parquet", "r_motion.svg"} {
		a, err := os.ReadFile(filepath.Join(dir, "a", name))
		if err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(filepath.Join(dir, "b", name)); err != nil || string(a) != string(b) {
			t.Errorf("%s differs between one and three workers (%v)", name, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "c", name)); (err == nil) != (name != "r.tif") {
			t.Errorf("--shifts-only: %s: %v", name, err)
		}
	}
}

func TestRegisterErrors(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "m.tif")
	movieFile(t, path)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(dir, "cut.tif")
	if err := os.WriteFile(cut, whole[:len(whole)*3/4], 0o644); err != nil {
		t.Fatal(err)
	}
	tiles := filepath.Join(dir, "x_tiles.tif") // would be overwritten
	movieFile(t, tiles)
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{path, "--out", "r.png"}, exitUsage, "r.png is no name of a TIFF file\nhint:"},
		{[]string{path, "--out", path}, exitUsage, "is the movie itself\nhint:"},
		{[]string{path, "--out", "r.tif", "--rate-hz=-3"}, exitUsage, "--rate-hz -3 is not a rate"},
		{[]string{path, "--out", "r.tif", "--rate-hz", "1e9"}, exitUsage, "--rate-hz 1e+09 is not a rate"},
		{[]string{path, path, "--out", "r.tif"}, exitUsage, "are one file"},
		{[]string{tiles, "--out", filepath.Join(dir, "x.tif"), "--piecewise"}, exitUsage, "x_tiles.tif is the movie itself\nhint:"},
		{[]string{dir, "--out", "r.tif"}, exitFailed, "is a folder\nhint:"},
		{[]string{path, "--out", "r.tif", "--max-shift-px=-3"}, exitUsage, "positive"},
		{[]string{path, "--out", "r.tif", "--channel", "2"}, exitFailed, "no channel 2, there are 1"},
		{[]string{cut, "--out", filepath.Join(dir, "x.tif")}, exitFailed, "hint: the file is still being written"},
		{[]string{filepath.Join(dir, "none.tif"), "--out", "r.tif"}, exitFailed, "no such file"},
	} {
		if code, said := respine(append([]string{"register"}, c.args...)...); code != c.code || !strings.Contains(said, c.want) {
			t.Errorf("%v: exit %d, %q; want %d, %q", c.args, code, said, c.code, c.want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "x.tif")); err == nil {
		t.Error("a movie was written of a file that breaks off")
	}
}

// What is cancelled leaves everything as it was: no new shifts beside an old movie.
func TestRegisterIsWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path, out := filepath.Join(dir, "m.tif"), filepath.Join(dir, "r.tif")
	movieFile(t, path)
	old := filepath.Join(dir, "r_shifts.csv")
	if err := os.WriteFile(old, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	movie, err := recording.OpenMovie(path)
	if err != nil {
		t.Fatal(err)
	}
	defer movie.Close()
	m, err := motion.Register(context.Background(), movie, motion.Params{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	c := registerCommand{Movies: []string{path}, Out: out, Workers: 1}
	if err := c.write(ctx, movie, m, registered{}, func(string, ...any) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	left, err := os.ReadDir(dir)
	if b, _ := os.ReadFile(old); err != nil || string(b) != "old" || len(left) != 2 {
		t.Errorf("cancelled: shifts are %q, %d files, %v", b, len(left), err)
	}
}
