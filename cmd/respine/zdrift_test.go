package main

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"respine/scope"
	"respine/table"
	"respine/tiff"
)

// The stack of a sinking movie: its slices are stackStepUm apart, the first stackTopUm
// above the rest of the tissue.
const (
	stackStepUm = 1.0
	stackTopUm  = 5.0
	stackSlices = 11
)

// focusUm is where the focus of a sinking movie is at a part of its length.
func focusUm(at float64) float64 { return 3 * math.Sin(2*math.Pi*at) }

// sinking is a movie whose focus goes 3 um down and 3 um up, with all other motion,
// and the movie in which its stack is taken: later, when other cells are active.
func sinking(seed uint64, width, height, frames int, rateHz float64) (m, later scope.Movie) {
	// A hundred um of drift, cut to 5, make room for the depths of the stack.
	m = scope.RandomMovie(rand.New(rand.NewPCG(seed, 1)), scope.MovieParams{Width: width, Height: height, Frames: frames + 20*stackSlices, RateHz: rateHz, Motion: scope.MovieMotion{ZUm: 100}})
	later = m
	for t := range m.Path {
		m.Path[t].ZUm = focusUm(float64(t) / float64(frames))
	}
	m.Frames, m.Path = frames, m.Path[:frames+1]
	return m, later
}

// writeStack takes slices of 20 frames each, displaced sideways.
func writeStack(t *testing.T, path string, later scope.Movie, slices int, voxel tiff.Voxel) {
	t.Helper()
	w, err := tiff.Create(path, later.Width, later.Height, tiff.Options{Meta: tiff.Metadata{Source: tiff.SourceImageJ, Slices: slices, VoxelUm: voxel}})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	first := later.Frames - 20*stackSlices
	later.Path = make([]scope.MovieShift, later.Frames+1)
	pix := make([]uint16, later.Width*later.Height)
	for z := range slices {
		mean := make([]float32, len(pix))
		for i := range later.Path {
			later.Path[i] = scope.MovieShift{Y: 3, X: -2, ZUm: float64(z)*stackStepUm - stackTopUm}
		}
		for i := range 20 {
			later.Frame(pix, first+20*z+i)
			for k, v := range pix {
				mean[k] += float32(v) / 20
			}
		}
		if err := tiff.WritePage(w, mean); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// driftErrorUm is an eighth of the axial width of the focus, 4 um: what is left of
// noise, activity and drift within a stretch lies below it.
const driftErrorUm = 0.5

// A movie of a known drift, and its stack: the course is told, within an error.
func TestZDriftOfARenderedMovie(t *testing.T) {
	dir := t.TempDir()
	path, stack, out := filepath.Join(dir, "m.tif"), filepath.Join(dir, "stack.tif"), filepath.Join(dir, "r.tif")
	m, later := sinking(3, 160, 144, 300, 5)
	if err := m.WriteTIFF(context.Background(), path, 2); err != nil {
		t.Fatal(err)
	}
	writeStack(t, stack, later, stackSlices, tiff.Voxel{Z: stackStepUm, Y: m.PixelUm, X: m.PixelUm})
	var stdout, stderr strings.Builder
	if code := run(context.Background(), []string{"register", path, "--out", out, "--shifts-only", "--stack", stack, "--json"}, &stdout, &stderr); code != exitDone {
		t.Fatalf("exit %d: %s", code, &stderr)
	}
	var s registered
	if err := json.Unmarshal([]byte(stdout.String()), &s); err != nil || s.ZDrift == nil || s.ZDrift.Certain != 12 || s.ZDrift.Stretches != 12 {
		t.Fatalf("%v, summary %s", err, &stdout)
	}
	rows, err := table.Read(dir, "r_zdrift", table.Float("t_s", "s"), table.Int("from_frame", ""), table.Int("to_frame", ""), table.Float("z_um", "um"), table.Bool("certain", ""))
	if err != nil {
		t.Fatal(err)
	}
	var square float64
	for i, z := range rows.Floats("z_um") {
		var want float64
		from, to := int(rows.Ints("from_frame")[i]), int(rows.Ints("to_frame")[i])
		for f := from; f <= to; f++ {
			want += (m.Shift(f).ZUm + stackTopUm) / float64(to+1-from)
		}
		t.Logf("%.1f s: %.2f um, truth %.2f", rows.Floats("t_s")[i], z, want)
		square += (z - want) * (z - want) / float64(rows.Len())
	}
	t.Logf("RMS error of z %.2f um", math.Sqrt(square))
	if !(math.Sqrt(square) < driftErrorUm) {
		t.Errorf("RMS error of z %.2f um", math.Sqrt(square))
	}
	if b, err := os.ReadFile(filepath.Join(dir, "r_zdrift.svg")); err != nil || !strings.Contains(string(b), "time (s)") {
		t.Errorf("the plot: %v", err)
	}
}

// Stacks that cannot be of the movie are refused with a hint; one of another field
// gives rows without a depth, and what is not written again is named.
func TestBadStacks(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	m, later := sinking(4, 96, 80, 40, 10)
	if err := m.WriteTIFF(context.Background(), at("m.tif"), 2); err != nil {
		t.Fatal(err)
	}
	voxel := tiff.Voxel{Z: 1, Y: m.PixelUm, X: m.PixelUm}
	writeStack(t, at("one.tif"), later, 1, voxel)
	writeStack(t, at("zoom.tif"), later, 2, tiff.Voxel{Z: 1, Y: 0.5, X: 0.5})
	writeStack(t, at("unknown.tif"), later, 2, tiff.Voxel{Y: m.PixelUm, X: m.PixelUm})
	_, small := sinking(4, 80, 80, 40, 10)
	writeStack(t, at("small.tif"), small, 2, voxel)
	second, other := sinking(5, 96, 80, 40, 10)
	writeStack(t, at("other.tif"), other, 5, voxel)
	if err := second.WriteTIFF(context.Background(), at("movie2.tif"), 1); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(at("other.tif"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at("cut.tif"), whole[:len(whole)/2], 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"--stack", at("m.tif")}, exitUsage, "is the movie itself\nhint:"},
		{[]string{"--um-per-slice", "1"}, exitUsage, "without --stack\nhint:"},
		{[]string{"--stack", at("other.tif"), "--um-per-slice=-1"}, exitUsage, "is no distance\nhint:"},
		{[]string{"--stack", at("none.tif")}, exitFailed, "none.tif: no such file"},
		{[]string{"--stack", at("one.tif")}, exitFailed, "one slice, not a z-stack\nhint:"},
		{[]string{"--stack", at("small.tif")}, exitFailed, "80 x 80 pixels, the movie 80 x 96\nhint:"},
		{[]string{"--stack", at("zoom.tif")}, exitFailed, "pixels of 0.5 um, of the movie 1.17 um\nhint:"},
		{[]string{"--stack", at("unknown.tif")}, exitFailed, "the distance of its slices is not known\nhint: give it in um with --um-per-slice"},
		{[]string{"--stack", at("movie2.tif")}, exitFailed, "not a z-stack\nhint:"},
		{[]string{"--stack", at("cut.tif")}, exitFailed, "hint: the file is still being written"},
	} {
		for _, command := range [][]string{{"register", at("m.tif"), "--out", at("r.tif"), "--shifts-only"}, {"calcium", at("m.tif"), "--out", at("c")}} {
			if code, said := respine(append(command, c.args...)...); code != c.code || !strings.Contains(said, c.want) {
				t.Errorf("%s %v: exit %d, %q; want %d, %q", command[0], c.args, code, said, c.code, c.want)
			}
		}
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--stack", at("other.tif")}, "no depth is certain; is it a stack of this field?"},
		{[]string{"--piecewise"}, "r_zdrift.csv was there before and is not of this run"},
		{[]string{"--shifts-only"}, "r.tif was there before and is not of this run"},
		{nil, "r_tiles.tif was there before and is not of this run"},
	} {
		if code, said := respine(append([]string{"register", at("m.tif"), "--out", at("r.tif")}, c.args...)...); code != exitDone || !strings.Contains(said, c.want) {
			t.Errorf("%v: exit %d, %q; want %q", c.args, code, said, c.want)
		}
	}
}
