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

// driftErrorUm is a quarter of the axial width of the focus, 4 um: what is left of
// noise, activity and drift within a stretch lies below it.
const driftErrorUm = 1.0

// A movie of a known drift, and its stack: the course is told, twice the same.
func TestZDriftOfARenderedMovie(t *testing.T) {
	dir := t.TempDir()
	path, stack, out := filepath.Join(dir, "m.tif"), filepath.Join(dir, "stack.tif"), filepath.Join(dir, "r.tif")
	m, later := sinking(3, 160, 144, 600, 10)
	if err := m.WriteTIFF(context.Background(), path, 2); err != nil {
		t.Fatal(err)
	}
	writeStack(t, stack, later, stackSlices, tiff.Voxel{Z: stackStepUm, Y: m.PixelUm, X: m.PixelUm})
	var stdout, stderr strings.Builder
	if code := run(context.Background(), []string{"register", path, "--out", out, "--shifts-only", "--stack", stack, "--json"}, &stdout, &stderr); code != exitDone {
		t.Fatalf("exit %d: %s", code, &stderr)
	}
	t.Log(stdout.String(), stderr.String())
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
	} else if keep := os.Getenv("KEEP"); keep != "" {
		os.WriteFile(keep, b, 0o666)
	}
}
