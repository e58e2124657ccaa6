// Command cells finds cells in simulated movies whose cells are known and scores
// footprints and traces, movie by movie, at the three grades of noise.
//
//	go run ./bench/cells --seeds 101,102 --pixels 512 --frames 2000
//	go run ./bench/cells --labelled ../shared/data/calcium/neurofinder_labelled
package main

import (
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"respine/cell"
	"respine/motion"
	"respine/scope"
	"respine/score"
	"respine/table"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "cells:", err)
		os.Exit(1)
	}
}

type options struct {
	seeds    []uint64
	noises   []scope.Noise
	pixels   int
	frames   int
	score    float64
	workers  int
	cache    string
	features string
	traces   bool
	varied   bool
}

func run() error {
	seeds := flag.String("seeds", "1", "comma-separated seeds of movies")
	noises := flag.String("noise", "low,medium,high", "comma-separated grades of noise")
	var o options
	flag.IntVar(&o.pixels, "pixels", 256, "side of the field")
	flag.IntVar(&o.frames, "frames", 2000, "length of a movie")
	flag.Float64Var(&o.score, "score", 0.5, "least score")
	flag.IntVar(&o.workers, "workers", 1, "goroutines")
	flag.StringVar(&o.cache, "cache", "", "folder to keep rendered movies in")
	flag.StringVar(&o.features, "features", "", "file to write the features of every candidate to")
	flag.BoolVar(&o.traces, "traces", false, "compare traces of the cells found with true dF/F as well")
	flag.BoolVar(&o.varied, "varied", false, "movies that differ in rate, pixel, length, light, tissue and activity; seed and noise name them")
	recorded := flag.String("labelled", "", "folder of a recorded movie with labels, to score that alone")
	simulated := flag.String("study", "", "folder of a simulated study, to score its calcium movies alone")
	flag.Parse()
	switch {
	case *recorded != "":
		return labelled(*recorded)
	case *simulated != "":
		return o.study(*simulated)
	}
	for _, s := range strings.Split(*seeds, ",") {
		v, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			return err
		}
		o.seeds = append(o.seeds, v)
	}
	for _, n := range strings.Split(*noises, ",") {
		o.noises = append(o.noises, scope.Noise(n))
	}
	for _, n := range o.noises {
		for _, s := range o.seeds {
			if err := one(o, n, s); err != nil {
				return err
			}
		}
	}
	return nil
}

// What is looked for, as respine calcium does: the diameter of bodies, and the decay
// of GCaMP6s.
const (
	bodyUm   = 12
	decaySec = 1.2
)

// movie is a rendered movie in memory, as it is looked for cells in: numbers of four
// bytes, little end first, NaN where nothing was seen.
type movie struct {
	h, w   int
	b      []byte
	dy, dx float64 // by which it lies beside the truth
}

func (m movie) Size() (h, w int) { return m.h, m.w }
func (m movie) Len() int         { return len(m.b) / (4 * m.h * m.w) }
func (m movie) Read(i int, dst []float32) error {
	frame := m.b[4*i*m.h*m.w:]
	for j := range m.h * m.w {
		dst[j] = math.Float32frombits(binary.LittleEndian.Uint32(frame[4*j:]))
	}
	return nil
}

// render returns a movie, its motion undone where it moves, and its truth, from the
// cache if it is there.
func render(o options, n scope.Noise, seed uint64) (scope.Movie, movie, error) {
	rng := rand.New(rand.NewPCG(seed, 0))
	of := scope.MovieParams{Width: o.pixels, Height: o.pixels, Frames: o.frames, Detector: scope.MoviePreset(n), Motion: scope.MovieMotion{Still: true}}
	if o.varied {
		of = varied(rng, n)
	}
	truth := scope.RandomMovie(rng, of)
	m := movie{h: truth.Height, w: truth.Width}
	path := filepath.Join(o.cache, fmt.Sprintf("%s-%s-%d-%d-%d.f32", o.kind(), n, seed, truth.Width, truth.Frames))
	if o.cache != "" {
		var err error
		if m.b, err = os.ReadFile(path); !errors.Is(err, fs.ErrNotExist) {
			return truth, m, errors.Join(err, m.beside(path, false))
		}
	}
	frame := make([]uint16, m.h*m.w)
	for t := range truth.Frames {
		truth.Frame(frame, t)
		for _, v := range frame {
			m.b = binary.LittleEndian.AppendUint32(m.b, math.Float32bits(float32(v)))
		}
	}
	if !of.Motion.Still {
		var err error
		if m, err = steadied(m, truth, o.workers); err != nil {
			return truth, m, err
		}
	}
	if o.cache == "" {
		return truth, m, nil
	}
	return truth, m, errors.Join(os.WriteFile(path, m.b, 0o644), m.beside(path, true))
}

// beside keeps where a movie lies in a file beside the cached one, or reads it.
func (m *movie) beside(path string, write bool) error {
	path += ".txt"
	if write {
		return os.WriteFile(path, fmt.Appendln(nil, m.dy, m.dx), 0o644)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	_, err = fmt.Sscan(string(b), &m.dy, &m.dx)
	return err
}

// steadied returns a movie with its motion undone.
func steadied(m movie, truth scope.Movie, workers int) (movie, error) {
	moves, err := motion.Register(context.Background(), m, motion.Params{Workers: workers})
	if err != nil {
		return m, err
	}
	frames := moves.Correct(m)
	out := movie{h: m.h, w: m.w, b: make([]byte, 0, len(m.b))}
	frame := make([]float32, m.h*m.w)
	for t := range m.Len() {
		if err := frames.Read(t, frame); err != nil {
			return m, err
		}
		for _, v := range frame {
			out.b = binary.LittleEndian.AppendUint32(out.b, math.Float32bits(v))
		}
		s, n := truth.Shift(t), float64(m.Len())
		out.dy += (s.Y - float64(moves.Shifts[t].Y)) / n
		out.dx += (s.X - float64(moves.Shifts[t].X)) / n
	}
	return out, nil
}

// moved returns regions displaced by whole pixels.
func moved(regions []score.Region, dy, dx float64) []score.Region {
	for _, r := range regions {
		for i := range r.Pixels {
			r.Pixels[i].Y += int(math.Round(dy))
			r.Pixels[i].X += int(math.Round(dx))
		}
	}
	return regions
}

func trueRegions(m scope.Movie) []score.Region {
	tables := scope.MovieTables(m)
	return truthRegions(tables[2], tables[3])
}

func truthRegions(cells, prints *table.Table) []score.Region {
	out := make([]score.Region, cells.Len())
	for i := range out {
		out[i] = score.Region{ID: int64(i), Ignored: !cells.Bools("visible")[i] || cells.Strings("kind")[i] != string(scope.Soma)}
	}
	for i, c := range prints.Ints("cell_id") {
		out[c].Pixels = append(out[c].Pixels, score.RegionPixel{Y: int(prints.Ints("y_px")[i]), X: int(prints.Ints("x_px")[i]), Weight: prints.Floats("weight")[i]})
	}
	return out
}

func regions(cells []cell.Cell) []score.Region {
	out := make([]score.Region, len(cells))
	for i, c := range cells {
		out[i].ID = int64(i)
		for _, p := range c.Footprint {
			out[i].Pixels = append(out[i].Pixels, score.RegionPixel{Y: p.Y, X: p.X, Weight: float64(p.Weight)})
		}
	}
	return out
}

func one(o options, n scope.Noise, seed uint64) error {
	truth, m, err := render(o, n, seed)
	if err != nil {
		return err
	}
	began, cpu := time.Now(), cpuSeconds()
	p := cell.Params{RateHz: truth.RateHz, DiameterPx: bodyUm / truth.PixelUm, TauSec: decaySec, Workers: o.workers}
	s, err := cell.Summarise(context.Background(), m, p)
	if err != nil {
		return err
	}
	t1 := cpuSeconds()
	all, err := cell.Detect(context.Background(), s, p)
	if err != nil {
		return err
	}
	t2 := cpuSeconds()
	wall := time.Since(began)
	kept := cell.Keep(all, o.score)
	real := moved(trueRegions(truth), m.dy, m.dx)
	c, pairs := score.Regions(regions(kept), real, score.RegionParams{})
	loose, _ := score.Regions(regions(kept), real, score.RegionParams{Overlap: -1})
	every, everyPairs := score.Regions(regions(all), real, score.RegionParams{})
	fmt.Printf("%g Hz %.2f um %d px %.0f s | ", truth.RateHz, truth.PixelUm, truth.Width, float64(truth.Frames)/truth.RateHz)
	fmt.Printf("%-6s %4d  F1 %.3f  P %.3f  R %.3f  tp %d fp %d fn %d ignored %d | centres only F1 %.3f | candidates %d recall %.3f", n, seed, c.F1, c.Precision, c.Recall, c.TP, c.FP, c.FN, c.Ignored, loose.F1, len(all), every.Recall)
	fmt.Printf(" | ms/frame wall %.2f cpu %.2f+%.2f\n", 1000*wall.Seconds()/float64(truth.Frames), 1000*(t1-cpu)/float64(truth.Frames), 1000*(t2-t1)/float64(truth.Frames))
	byKind(truth, real, kept, pairs, all, everyPairs)
	if o.traces {
		if err := o.compare(truth, m, kept, pairs); err != nil {
			return err
		}
	}
	return o.write(n, seed, p.DiameterPx, all, real)
}

// byKind prints what was found of cells that fired and of silent ones.
func byKind(m scope.Movie, real []score.Region, kept []cell.Cell, pairs []score.RegionPair, all []cell.Cell, every []score.RegionPair) {
	var of, found, candidates [2]int
	kind := func(j int) int {
		if len(m.Cells[j].Spikes) > 0 {
			return 0
		}
		return 1
	}
	for j, r := range real {
		if !r.Ignored {
			of[kind(j)]++
		}
	}
	for _, p := range pairs {
		found[kind(p.True)]++
	}
	for _, p := range every {
		candidates[kind(p.True)]++
	}
	var fp [2]int
	hit := map[int]bool{}
	for _, p := range pairs {
		hit[p.Measured] = true
	}
	for i, c := range kept {
		if !hit[i] {
			if c.Active {
				fp[0]++
			} else {
				fp[1]++
			}
		}
	}
	fmt.Printf("        firing %d of %d (candidates %d), silent %d of %d (candidates %d); not matched: active %d, static %d\n", found[0], of[0], candidates[0], found[1], of[1], candidates[1], fp[0], fp[1])
}

func (o options) write(n scope.Noise, seed uint64, diameter float64, all []cell.Cell, real []score.Region) error {
	if o.features == "" {
		return nil
	}
	f, err := os.OpenFile(o.features, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	// Each by itself: two that are the same cell are both right.
	found := regions(all)
	for i, c := range all {
		alone, _ := score.Regions(found[i:i+1], real, score.RegionParams{})
		label := alone.TP - alone.Ignored // -1 is left out of the fit
		fmt.Fprintf(f, "%s,%s,%d,%.3f,%d,%d", o.kind(), n, seed, diameter, label, number(c.Active))
		for _, v := range []float64{c.SNR, c.Reliability, c.FlashLikeness, c.Rise, c.Beyond, c.Likeness, c.StillLikeness, c.HoleLikeness, c.Contrast, c.Edge, c.Area, c.Elongation} {
			fmt.Fprintf(f, ",%.5g", v)
		}
		fmt.Fprintln(f)
	}
	return nil
}

// kind names the kind of movies.
func (o options) kind() string {
	if o.varied {
		return "varied"
	}
	return "standard"
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

func cpuSeconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return math.NaN()
	}
	return float64(u.Utime.Sec) + float64(u.Utime.Usec)/1e6
}
