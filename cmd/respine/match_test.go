package main

import (
	"context"
	"encoding/json"
	"fmt"
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

// otherNoise is a source of randomness whose first number, the key of a movie's
// noise, is another one: the same field on another day.
type otherNoise struct {
	rand.Source
	first uint64
}

func (s *otherNoise) Uint64() uint64 {
	v := s.Source.Uint64() ^ s.first
	s.first = 0
	return v
}

// fieldEdge is how far a session's field may lie from the middle of what is rendered.
const fieldEdge = 12

// renderedSession renders a movie of one field on some day, with noise and spikes of
// its own and its edges cut so that it lies dy, dx pixels lower and to the right, and
// measures it. It returns which true cell each measured one is, -1 for none: the
// nearest body within 3 px, each once.
func renderedSession(t *testing.T, dir string, day, side, frames, dy, dx int) map[int64]int {
	t.Helper()
	rng := rand.New(&otherNoise{rand.NewPCG(11, 3), uint64(day) * 0x9E3779B97F4A7C15})
	whole := side + 2*fieldEdge
	m := scope.RandomMovie(rng, scope.MovieParams{Width: whole, Height: whole, Frames: frames, RateHz: 15, PixelUm: 1.3, Detector: scope.MoviePreset(scope.MediumNoise)})
	spikes := make([][]float64, len(m.Cells))
	for i := range m.Cells {
		spikes[i] = m.Cells[(i+7*day)%len(m.Cells)].Spikes
	}
	for i := range m.Cells {
		m.Cells[i].Spikes = spikes[i]
	}
	path := filepath.Join(dir, fmt.Sprintf("m%d.tif", day))
	w, err := tiff.Create(path, side, side, tiff.Options{Meta: tiff.Metadata{Source: tiff.SourceImageJ, Slices: 1, FrameRateHz: m.RateHz, VoxelUm: tiff.Voxel{Y: m.PixelUm, X: m.PixelUm}}})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	frame, page := make([]uint16, whole*whole), make([]uint16, side*side)
	var y, x float64
	for f := range frames {
		m.Frame(frame, f)
		for r := range side {
			copy(page[r*side:][:side], frame[(r+fieldEdge-dy)*whole+fieldEdge-dx:])
		}
		if err := tiff.WritePage(w, page); err != nil {
			t.Fatal(err)
		}
		y, x = y+m.Shift(f).Y/float64(frames), x+m.Shift(f).X/float64(frames)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	y, x = y+float64(dy-fieldEdge), x+float64(dx-fieldEdge)
	out := filepath.Join(dir, fmt.Sprintf("day%d", day))
	var stdout, stderr strings.Builder
	if code := run(context.Background(), []string{"calcium", path, "--out", out}, &stdout, &stderr); code != exitDone {
		t.Fatalf("exit %d: %s%s", code, &stdout, &stderr)
	}
	cells, err := table.Read(out, "cells", table.Int("cell_id", ""), table.Float("y_px", "px"), table.Float("x_px", "px"))
	if err != nil {
		t.Fatal(err)
	}
	who, taken := map[int64]int{}, map[int]bool{}
	for i, id := range cells.Ints("cell_id") {
		best, at := 3.0, -1
		for n, c := range m.Cells {
			if d := math.Hypot(c.Y+y-cells.Floats("y_px")[i], c.X+x-cells.Floats("x_px")[i]); c.Kind == scope.Soma && d < best && !taken[n] {
				best, at = d, n
			}
		}
		who[id] = at
		taken[at] = at >= 0
	}
	return who
}

// Movies of one field on days of their own, displaced by up to 12 px: the cells are the
// same ones by the truth. RESPINE_MATCH=full takes larger and longer ones.
func TestMatchFindsTheCellsOfRenderedSessions(t *testing.T) {
	dir := t.TempDir()
	side, frames, where := 160, 240, [][2]int{{0, 0}, {6, -9}}
	if os.Getenv("RESPINE_MATCH") == "full" {
		side, frames, where = 256, 600, append(where, [2]int{-4, 12})
	}
	var who []map[int64]int
	for day, at := range where {
		who = append(who, renderedSession(t, dir, day, side, frames, at[0], at[1]))
	}
	args := []string{"match", "--json", "--out", filepath.Join(dir, "matched")}
	footprints := 0
	for day := range where {
		args = append(args, filepath.Join(dir, fmt.Sprintf("day%d", day)))
		footprints += len(who[day])
	}
	var stdout, stderr strings.Builder
	if code := run(context.Background(), args, &stdout, &stderr); code != exitDone {
		t.Fatalf("exit %d: %s%s", code, &stdout, &stderr)
	}
	if keep := os.Getenv("RESPINE_LOOK"); keep != "" {
		if err := copyTo(filepath.Join(keep, "matches.png"), filepath.Join(dir, "matched", "matches.png")); err != nil {
			t.Fatal(err)
		}
	}
	var s matchSummary
	if err := json.Unmarshal([]byte(stdout.String()), &s); err != nil {
		t.Fatal(err)
	}
	for k, at := range where {
		v, want := s.Sessions[k], [2]float64{float64(at[0]), float64(at[1])}
		// Half a pixel: the reference of a movie stands where its sampled frames do.
		if math.Abs(*v.DyUm/1.3-want[0]) > 0.5 || math.Abs(*v.DxUm/1.3-want[1]) > 0.5 || v.Cells != len(who[k]) || v.TurnDeg != nil && math.Abs(*v.TurnDeg) > 1 {
			t.Errorf("session %d: %+v, shift %.2f %.2f um", k, v, *v.DyUm, *v.DxUm)
		}
	}
	got, err := table.Read(filepath.Join(dir, "matched"), "matches", table.Int("same_id", ""), table.Int("session", ""), table.Int("cell_id", ""), table.Bool("found", ""), table.Float("p_same", ""), table.String("reason", ""))
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	var links, right, there int
	for _, g := range got.GroupBy("same_id") {
		ids, session := g.Rows.Ints("cell_id"), g.Rows.Ints("session")
		for i, a := range ids {
			if a >= 0 {
				rows++
			} else if g.Rows.Strings("reason")[i] == "" {
				t.Errorf("cell %s is missing in session %d without a reason", g.Key[0], session[i])
			}
			for j := range i {
				if a >= 0 && ids[j] >= 0 {
					links++
					if n := who[session[i]][a]; n >= 0 && n == who[session[j]][ids[j]] {
						right++
					}
				}
			}
		}
	}
	for i := range who {
		for j := range i {
			seen := map[int]bool{}
			for _, n := range who[i] {
				seen[n] = true
			}
			for _, n := range who[j] {
				if n >= 0 && seen[n] {
					there++
				}
			}
		}
	}
	precision, recall := float64(right)/float64(links), float64(right)/float64(there)
	t.Logf("%d footprints; pairs: %d joined, %d of them right, %d there: precision %.3f, recall %.3f", footprints, links, right, there, precision, recall)
	if rows != footprints {
		t.Errorf("%d footprints in the table, %d measured", rows, footprints)
	}
	if precision < 0.9 || recall < 0.9 {
		t.Errorf("precision %.3f, recall %.3f", precision, recall)
	}
	stdout.Reset()
	stderr.Reset()
	if code := run(context.Background(), args, &stdout, &stderr); code != exitDone || !strings.Contains(stderr.String(), "nothing changed") {
		t.Errorf("again: exit %d, %s%s", code, &stdout, &stderr)
	}
}

// calciumOutput writes what match reads of a folder of respine calcium.
func calciumOutput(t *testing.T, dir string, pixelUm float64, h, w int, at [][2]int) string {
	t.Helper()
	tab := table.New("footprints", table.Int("cell_id", ""), table.Int("y_px", "px"), table.Int("x_px", "px"), table.Float("weight", ""))
	for i, p := range at {
		for dy := range 7 {
			for dx := range 7 {
				tab.Append(3*i, p[0]+dy, p[1]+dx, 1/(1+math.Hypot(float64(dy-3), float64(dx-3))))
			}
		}
	}
	if err := table.WriteFiles(dir, tab); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, noteName), 0o777); err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]any{summaryFile: calciumSummary{PixelUm: pixelUm, Height: h, Width: w}, noteName + "/state.json": state{Made: calciumName}} {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// scattered are places of cells that keep 12 px apart, moved by a shift.
func scattered(seed uint64, n, side, dy, dx int) [][2]int {
	rng := rand.New(rand.NewPCG(seed, 1))
	var all [][2]int
	for len(all) < n {
		p := [2]int{20 + rng.IntN(side-50), 20 + rng.IntN(side-50)}
		free := true
		for _, o := range all {
			free = free && math.Hypot(float64(o[0]-p[0]), float64(o[1]-p[1])) >= 12
		}
		if free {
			all = append(all, p)
		}
	}
	for i := range all {
		all[i][0], all[i][1] = all[i][0]+dy, all[i][1]+dx
	}
	return all
}

// A session of another field is told, with exit code 3, also when nothing changed; the
// others are matched, in fine pixels as well, and cells keep the numbers they have.
func TestMatchTellsAnotherField(t *testing.T) {
	for _, pixelUm := range []float64{1.2, 0.45} {
		dir := t.TempDir()
		a := calciumOutput(t, filepath.Join(dir, "a"), pixelUm, 300, 300, scattered(1, 60, 300, 0, 0))
		b := calciumOutput(t, filepath.Join(dir, "b"), pixelUm, 300, 300, scattered(1, 60, 300, 8, -6))
		other := calciumOutput(t, filepath.Join(dir, "c"), pixelUm, 300, 300, scattered(2, 60, 300, 0, 0))
		args := []string{"match", a, b, other, "--out", filepath.Join(dir, "out")}
		for _, want := range []string{"c cannot be laid on a", "nothing changed"} {
			var stdout, stderr strings.Builder
			if code := run(context.Background(), args, &stdout, &stderr); code != exitPartly || !strings.Contains(stderr.String(), want) || !strings.Contains(stdout.String(), "c: 60 cells; not aligned") {
				t.Fatalf("%g um: exit %d, %s%s", pixelUm, code, &stdout, &stderr)
			}
		}
		got, err := table.Read(filepath.Join(dir, "out"), "matches", table.Int("same_id", ""), table.Int("session", ""), table.Int("cell_id", ""), table.Float("y_um", "um"))
		if err != nil {
			t.Fatal(err)
		}
		right := 0
		for _, g := range got.GroupBy("same_id") {
			if ids := g.Rows.Ints("cell_id"); ids[0] >= 0 && ids[0] == ids[1] && ids[2] == -1 {
				right++
			}
		}
		if right < 58 || got.Ints("cell_id")[3]%3 != 0 {
			t.Errorf("%g um: %d of 60 cells found again", pixelUm, right)
		}
		// The first cell lies where its middle pixel does.
		if want := float64(scattered(1, 60, 300, 0, 0)[0][0]+3) * pixelUm; math.Abs(got.Floats("y_um")[0]-want) > pixelUm/2 {
			t.Errorf("%g um: the first cell at %g um, want %g", pixelUm, got.Floats("y_um")[0], want)
		}
	}
}

func TestMatchTellsWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	places := scattered(1, 30, 300, 0, 0)
	a := calciumOutput(t, filepath.Join(dir, "a"), 1.2, 300, 300, places)
	b := calciumOutput(t, filepath.Join(dir, "b"), 1.2, 300, 300, scattered(1, 30, 300, 1, 0))
	twin := calciumOutput(t, filepath.Join(dir, "twin"), 1.2, 300, 300, places)
	coarse := calciumOutput(t, filepath.Join(dir, "coarse"), 1.3, 300, 300, places)
	large := calciumOutput(t, filepath.Join(dir, "large"), 1.2, 300, 400, places)
	empty := calciumOutput(t, filepath.Join(dir, "empty"), 1.2, 300, 300, nil)
	outside := calciumOutput(t, filepath.Join(dir, "outside"), 1.2, 300, 300, [][2]int{{298, 5}})
	old := calciumOutput(t, filepath.Join(dir, "old"), 1.2, 0, 0, places)
	bare := filepath.Join(dir, "bare")
	if err := os.Mkdir(bare, 0o777); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(a, "footprints.csv")
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{a}, exitUsage, "one folder is one session\nhint:"},
		{[]string{a, b, filepath.Join(dir, "b", "..", "a")}, exitUsage, "are one folder\nhint:"},
		{[]string{a, twin}, exitUsage, "hold the same footprints\nhint:"},
		{[]string{a, coarse}, exitFailed, "are 1.2 um, those of " + coarse + " 1.3 um\nhint:"},
		{[]string{a, large}, exitFailed, "has 300 x 300 pixels, that of " + large + " 300 x 400\nhint:"},
		{[]string{a, empty}, exitFailed, "empty holds no cell\nhint:"},
		{[]string{a, outside}, exitFailed, "is none of a field of 300 x 300\nhint:"},
		{[]string{a, old}, exitFailed, "run respine calcium again"},
		{[]string{a, bare}, exitFailed, "was not written by respine calcium\nhint:"},
		{[]string{a, file}, exitFailed, "is a file\nhint:"},
		{[]string{a, filepath.Join(dir, "no")}, exitFailed, "no such file or directory\nhint:"},
		{[]string{a, b, "--min-p", "1.5"}, exitUsage, "no probability"},
		{[]string{a, b, "--within-um", "nan"}, exitUsage, "no distance"},
	} {
		var stdout, stderr strings.Builder
		code := run(context.Background(), append([]string{"match", "--out", filepath.Join(dir, "out")}, c.args...), &stdout, &stderr)
		if code != c.code || !strings.Contains(stderr.String(), c.want) {
			t.Errorf("%v: exit %d, %s", c.args, code, &stderr)
		}
		if _, err := os.Stat(filepath.Join(dir, "out")); err == nil {
			t.Fatalf("%v left a folder", c.args)
		}
	}
}
