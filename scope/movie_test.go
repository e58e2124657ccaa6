package scope

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"respine/img"
	"respine/tiff"
)

func mustPanicMovie(t *testing.T, what string, do func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Errorf("%s did not panic", what)
		}
	}()
	do()
}

func smallMovie() MovieParams {
	return MovieParams{Height: 80, Width: 96, Frames: 13, Tissue: MovieTissue{Cells: 10}}
}

func TestMovieFileDependsOnTheSeedAndNotOnTheWorkers(t *testing.T) {
	write := func(seed uint64, workers int) []byte {
		path := filepath.Join(t.TempDir(), "movie.tif")
		if err := RandomMovie(newRand(seed), smallMovie()).WriteTIFF(context.Background(), path, workers); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	one := write(1, 1)
	if !bytes.Equal(one, write(1, 2)) || !bytes.Equal(one, write(1, 3)) {
		t.Error("the file depends on the number of workers")
	}
	if bytes.Equal(one, write(2, 1)) {
		t.Error("the file does not depend on the seed")
	}
}

func TestMovieFileHoldsTheFrames(t *testing.T) {
	m := RandomMovie(newRand(1), smallMovie())
	path := filepath.Join(t.TempDir(), "movie.tif")
	if err := m.WriteTIFF(context.Background(), path, 2); err != nil {
		t.Fatal(err)
	}
	f, err := tiff.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	meta, err := f.Meta()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "frame rate", meta.FrameRateHz, 30, 1e-6)
	near(t, "pixel size", meta.VoxelUm.X, 1.17, 1e-5)
	if n, err := f.Len(); err != nil || n != m.Frames {
		t.Fatalf("%d pages, %v", n, err)
	}
	got, want := make([]uint16, m.Width*m.Height), make([]uint16, m.Width*m.Height)
	for _, i := range []int{12, 0, 7} { // frames can be had in any order
		m.Frame(want, i)
		if err := tiff.ReadPageAs(f, i, got); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("page %d is not frame %d", i, i)
		}
	}
}

func TestMovieStopsWhenCancelledAndLeavesNoFile(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := t.TempDir()
	err := RandomMovie(newRand(1), smallMovie()).WriteTIFF(ctx, filepath.Join(dir, "movie.tif"), 2)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestMovieBleachesAsSaid(t *testing.T) {
	p := smallMovie()
	p.Frames, p.RateHz = 1000, 1
	p.Spikes, p.Tissue.Neuropil, p.Tissue.Processes = make([][]float64, 10), -1, -1
	p.Motion.Still = true
	p.Bleaching = Bleaching{Share: 0.6, TauSec: 300}
	m := RandomMovie(newRand(3), p)
	light := func(f int) float64 {
		pix := make([]float32, m.Width*m.Height)
		m.Expected(pix, f)
		return img.Mean(pix) - m.Detector.DarkPhotons
	}
	first := light(0) / (0.4 + 0.6*math.Exp(-0.5/300))
	for _, f := range []int{10, 300, 999} {
		want := 0.4 + 0.6*math.Exp(-(float64(f)+0.5)/300)
		near(t, "light left", light(f)/first, want, 1e-4)
	}
}

// The light that activity adds, pixel by pixel, is what the tables say.
func TestMovieShowsWhatItsTablesSay(t *testing.T) {
	p := MovieParams{Height: 64, Width: 70, Frames: 60, Spikes: [][]float64{{0.4, 0.5, 0.55}, nil, nil, nil}}
	p.Tissue.Neuropil, p.Tissue.Processes = -1, -1
	p.Motion.Still = true
	m := RandomMovie(newRand(8), p)
	rest, active := make([]float32, 64*70), make([]float32, 64*70)
	m.Expected(rest, 0)
	const frame = 22
	m.Expected(active, frame)
	weight := make([]float64, 64*70)
	tables := MovieTables(m)
	prints := tables[3]
	for i, c := range prints.Ints("cell_id") {
		if c == 0 {
			weight[prints.Ints("y_px")[i]*70+prints.Ints("x_px")[i]] = prints.Floats("weight")[i]
		}
	}
	traces := MovieTraces(m)
	dff := traces.Floats("dff")[frame]
	if dff < 0.3 || traces.Ints("frame")[frame] != frame || traces.Ints("cell_id")[frame] != 0 {
		t.Fatalf("dF/F %v in frame %d", dff, traces.Ints("frame")[frame])
	}
	bleached := func(f float64) float64 { return 1 - 0.2*(1-math.Exp(-(f+0.5)/30/600)) }
	for i, w := range weight {
		even := float64(evenness(64)[i/70]) * float64(evenness(70)[i%70])
		atRest := (float64(rest[i]) - 0.02) / bleached(0)
		got := (float64(active[i])-0.02)/bleached(frame) - atRest
		// Pixels below 5 % of the peak are not in the table.
		near(t, "added light", got, 2*even*w*dff, 2*dff*0.05*3)
		if w > 0 {
			near(t, "added light of the footprint", got, 2*even*w*dff, 1e-4)
		}
	}
}

func TestMovieAtRestIsTheSumOfItsFootprints(t *testing.T) {
	p := MovieParams{Height: 64, Width: 70, Frames: 1, Spikes: make([][]float64, 6)}
	p.Tissue.Neuropil, p.Tissue.Processes = -1, -1
	p.Motion.Still = true
	p.Detector.CellPhotons = 3
	m := RandomMovie(newRand(8), p)
	for _, plane := range m.tissue.still { // no fibres
		clear(plane)
	}
	rest, want := make([]float32, 64*70), make([]float64, 64*70)
	m.Expected(rest, 0)
	for cell := range m.Cells {
		m.eachPixel(cell, func(y, x int, light float64) { want[y*70+x] += light })
	}
	for i, v := range rest {
		even := float64(evenness(64)[i/70]) * float64(evenness(70)[i%70])
		near(t, "photons at rest", float64(v), 3*even*want[i]+0.02, 1e-3)
	}
}

// What a change of depth shows is held against footprints drawn at just that
// depth: brightness between planes is interpolated.
func TestDepthChangesWhatIsSeenOfACell(t *testing.T) {
	p := MovieParams{Height: 64, Width: 64, Frames: 300, Spikes: [][]float64{{1, 1.1}, nil}}
	p.Tissue.Processes, p.Tissue.Vessels, p.Tissue.SlabUm = -1, -1, 3
	p.Motion = MovieMotion{ZUm: 8}
	m := RandomMovie(newRand(3), p)
	silent := m
	silent.Cells = slices.Clone(m.Cells)
	silent.Cells[0].Spikes = nil
	for _, w := range m.tissue.regions.weights { // neuropil follows nobody
		clear(w)
	}
	a, b := make([]float32, 64*64), make([]float32, 64*64)
	const frame = 40
	least, most := m.tissue.z(0), m.tissue.z(m.tissue.planes-1)
	if most-least < 4 {
		t.Fatalf("depths from %v to %v", least, most)
	}
	for _, z := range []float64{least + 0.1, 0.5*least + 0.5*most, most - 1.6} {
		for _, movie := range []*Movie{&m, &silent} {
			movie.bends = nil
			movie.Path = slices.Repeat([]MovieShift{{ZUm: z}}, 301)
		}
		m.Expected(a, frame)
		silent.Expected(b, frame)
		g := grid{h: m.tissue.h, w: m.tissue.w, margin: m.tissue.margin, planes: 1, firstUm: z, pixelUm: m.PixelUm}
		foot, _ := m.Cells[0].light(g)
		var got, want float64
		for i := range a {
			y, x := i/64, i%64
			even := float64(evenness(64)[y]) * float64(evenness(64)[x])
			got += float64(a[i]-b[i]) / even
			want += foot.at(0, y+g.margin, x+g.margin)
		}
		want *= 2 * m.Bleaching.At((frame+0.5)/30) * m.DFF(0, frame)
		near(t, "light of the cell over that of its footprint", got/want, 1, 0.03)
	}
}

func TestDeadPixelsSeeNothing(t *testing.T) {
	p := smallMovie()
	p.Detector = MovieDetector{DeadPixels: 4, ReadNoise: 1e-6, CellPhotons: 200}
	m := RandomMovie(newRand(2), p)
	pix := make([]uint16, m.Width*m.Height)
	m.Frame(pix, 5)
	dark := 0
	for _, v := range pix {
		if v == 100 {
			dark++
		}
	}
	if dark != 4 {
		t.Errorf("%d pixels at the offset", dark)
	}
}

func TestMovieRefusesWhatItIsNot(t *testing.T) {
	mustPanicMovie(t, "a movie without rate", func() { RandomMovie(newRand(1), MovieParams{RateHz: -1}) })
	mustPanicMovie(t, "spikes of other cells", func() {
		RandomMovie(newRand(1), MovieParams{Spikes: make([][]float64, 3), Tissue: MovieTissue{Cells: 4}})
	})
	mustPanicMovie(t, "17 bits", func() { RandomMovie(newRand(1), MovieParams{Detector: MovieDetector{BitDepth: 17}}) })
	m := RandomMovie(newRand(1), smallMovie())
	mustPanicMovie(t, "a frame after the last", func() { m.Frame(make([]uint16, 80*96), 13) })
	mustPanicMovie(t, "a frame of another size", func() { m.Frame(make([]uint16, 80), 0) })
}

func TestTablesOfAMovieHaveTheirRows(t *testing.T) {
	m := RandomMovie(newRand(1), smallMovie())
	byName := map[string]int{}
	for _, table := range MovieTables(m) {
		byName[table.Name] = table.Len()
	}
	spikes := 0
	for _, c := range m.Cells {
		spikes += len(c.Spikes)
	}
	want := map[string]int{"shifts": 13, "warp": 13 * 36, "cells": len(m.Cells), "spikes": spikes}
	for name, n := range want {
		if byName[name] != n {
			t.Errorf("%s has %d rows, want %d", name, byName[name], n)
		}
	}
	if MovieTraces(m).Len() != 10*13 {
		t.Errorf("%d rows of traces", MovieTraces(m).Len())
	}
}
