package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"respine/calcium"
	"respine/motion"
	"respine/recording"
	"respine/store"
	"respine/table"
	"respine/tiff"
)

type registerCommand struct {
	Movies     []string `arg:"" name:"movie" placeholder:"MOVIE" help:"TIFF files of one recording, in order."`
	Out        string   `required:"" placeholder:"FILE.tif" help:"The registered movie. Shifts and a plot are written beside it."`
	Piecewise  bool     `help:"Measure tiles of the field as well, not only whole frames."`
	RateHz     float64  `placeholder:"HZ" help:"Frames a second, for the registered movie, where the file does not tell."`
	Channel    int      `placeholder:"N" help:"The channel, from 1, of a file that has several."`
	MaxShiftPx int      `placeholder:"PX" help:"The farthest shift of a frame along each axis; a tenth of the shorter side if not given."`
	stackFlags
	ShiftsOnly bool `help:"Write no registered movie, only what lies beside it."`
	Workers    int  `placeholder:"N" help:"Frames worked on at once; as many as processors if not given."`
	JSON       bool `name:"json" help:"Print the summary as JSON."`
}

func (registerCommand) Help() string {
	return `Measures by how much each frame is displaced and writes the movie with that undone: 32-bit floats, NaN where a frame shows nothing. No frame is left out. Beside FILE.tif lie FILE_shifts.csv and FILE_shifts.parquet, a row a frame with the reason why one should not be used, FILE_motion.svg and, with --piecewise, FILE_tiles.tif: two pages a frame, the shifts of the tiles down and to the right beside that of the frame. With --stack, FILE_zdrift.csv, .parquet and .svg tell how deep in the stack the focus lies.

Example:

  respine register movie_00001.tif movie_00002.tif --out registered.tif`
}

// registered is the summary of a registered movie.
type registered struct {
	Out         string      `json:"out"`
	Frames      int         `json:"frames"`
	Height      int         `json:"height"`
	Width       int         `json:"width"`
	RateHz      *float64    `json:"rate_hz"` // null where it is not known
	Used        int         `json:"used"`
	Bad         []badFrames `json:"bad,omitempty"`
	MotionPx    float64     `json:"motion_rms_px"` // of good frames, about their mean, along each axis
	FarthestPx  float64     `json:"farthest_px"`   // a good frame, from the reference
	LinePhasePx int         `json:"line_phase_px"`
	Crispness   [2]*float64 `json:"crispness"` // of the mean as recorded and as registered
	Tiles       [2]int      `json:"tiles"`     // rows, columns
	ZDrift      *zdrift     `json:"zdrift,omitempty"`
	Warnings    []string    `json:"warnings"`
}

type badFrames struct {
	Reason string `json:"reason"`
	Frames int    `json:"frames"`
	First  int    `json:"first"`
}

func (c registerCommand) check() error {
	if !(c.RateHz >= 0 && c.RateHz <= calcium.MostHz) {
		return usage(fmt.Sprintf("--rate-hz %g is not a rate", c.RateHz), fmt.Sprintf("frames a second, at most %g", calcium.MostHz))
	}
	if c.MaxShiftPx < 0 || c.Workers < 0 {
		return usage("--max-shift-px and --workers are positive", "")
	}
	if ext := strings.ToLower(filepath.Ext(c.Out)); ext != ".tif" && ext != ".tiff" {
		return usage(c.Out+" is no name of a TIFF file", "--out names the registered movie, as in --out registered.tif")
	}
	for _, m := range c.Movies {
		for _, out := range c.outputs() {
			if sameFile(m, out) {
				return usage(out+" is the movie itself", "name another file with --out")
			}
		}
	}
	if err := checkMovies(c.Movies); err != nil {
		return err
	}
	return c.checkStack(c.Movies, c.outputs()...)
}

// Run registers a movie.
func (c registerCommand) Run(e *env) error {
	if err := c.check(); err != nil {
		return err
	}
	if c.Workers == 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	say := e.progress()
	defer say("")
	movie, err := recording.OpenMovieChannel(c.Channel, c.Movies...)
	if err != nil {
		return err
	}
	defer movie.Close()
	stack, warnings, err := c.openStack(e.ctx, movie, c.Channel, movie.PixelUmY, movie.PixelUmX)
	if err != nil {
		return err
	}
	p := motion.Params{Piecewise: c.Piecewise, MaxShiftPx: c.MaxShiftPx, Workers: c.Workers}
	if terminal(e.stderr) {
		p.Progress = func(done int) { say("motion of %d of %d frames", done, movie.Len()) }
	}
	m, err := motion.Register(e.ctx, movie, p)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Movies[0], err)
	}
	s := c.summarise(movie, m)
	drift, more, err := stack.follow(e.ctx, m.Correct(movie), value(s.RateHz), 0, c.Workers, say)
	if err != nil {
		return err
	}
	s.ZDrift = drift
	s.Warnings = append(append(append(s.Warnings, warnings...), more...), c.stale(m, drift)...)
	if err := c.write(e.ctx, movie, m, s, say); err != nil {
		return err
	}
	say("")
	return c.tell(e, s)
}

// beside returns the name of a file that goes with the registered movie.
func (c registerCommand) beside(ending string) string {
	return strings.TrimSuffix(c.Out, filepath.Ext(c.Out)) + ending
}

// outputs are all files that may be written, the registered movie last.
func (c registerCommand) outputs() []string {
	return []string{c.beside("_shifts.csv"), c.beside("_shifts.parquet"), c.beside("_motion.svg"), c.beside("_tiles.tif"),
		c.beside("_zdrift.csv"), c.beside("_zdrift.parquet"), c.beside("_zdrift.svg"), c.Out}
}

// stale names what an earlier run left that this one does not write. It is not
// removed, for a file of that name may be anything.
func (c registerCommand) stale(m *motion.Result, z *zdrift) []string {
	var out []string
	for _, v := range []struct {
		ending  string
		written bool
	}{{"_tiles.tif", m.Grid.Len() > 0}, {"_zdrift.csv", z != nil}, {"_zdrift.parquet", z != nil}, {"_zdrift.svg", z != nil}, {filepath.Ext(c.Out), !c.ShiftsOnly}} {
		path := c.beside(v.ending)
		if _, err := os.Stat(path); err == nil && !v.written {
			out = append(out, path+" was there before and is not of this run")
		}
	}
	return out
}

// write writes everything into a hidden folder beside, from which it takes its place
// when all is there.
func (c registerCommand) write(ctx context.Context, movie *recording.Movie, m *motion.Result, s registered, say func(string, ...any)) error {
	dir := filepath.Dir(c.Out)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	hidden := "." + filepath.Base(c.Out) + ".partial-"
	if err := sweep(c.Out, hidden); err != nil {
		return err
	}
	work, err := os.MkdirTemp(dir, hidden)
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	held, _ := store.Lock(work)
	defer held.Close()
	there := c
	there.Out = filepath.Join(work, filepath.Base(c.Out))
	if err := there.fill(ctx, movie, m, s, say); err != nil {
		return err
	}
	for i, from := range there.outputs() {
		if err := os.Rename(from, c.outputs()[i]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// fill writes everything beside each other.
func (c registerCommand) fill(ctx context.Context, movie *recording.Movie, m *motion.Result, s registered, say func(string, ...any)) error {
	shifts := m.Table(filepath.Base(c.beside("_shifts")), value(s.RateHz))
	if err := table.WriteFiles(filepath.Dir(c.Out), shifts); err != nil {
		return err
	}
	if err := os.WriteFile(c.beside("_motion.svg"), calcium.DrawMotion(m, value(s.RateHz)), 0o644); err != nil {
		return err
	}
	if err := s.ZDrift.write(c.beside("_zdrift")); err != nil {
		return err
	}
	if m.Grid.Len() > 0 {
		if err := writeTiles(c.beside("_tiles.tif"), m); err != nil {
			return err
		}
	}
	if c.ShiftsOnly {
		return nil
	}
	meta := tiff.Metadata{Source: tiff.SourceImageJ, Slices: 1, FrameRateHz: value(s.RateHz),
		VoxelUm: tiff.Voxel{Y: movie.PixelUmY, X: movie.PixelUmX}}
	if movie.PixelUmY == 0 || movie.PixelUmX == 0 {
		meta.VoxelUm = tiff.Voxel{}
	}
	return writeRegistered(ctx, c.Out, m.Correct(movie), meta, c.Workers, say)
}

// value is the number a pointer points to, 0 for none.
func value(p *float64) float64 {
	if p == nil {
		return 0
	}
	return *p
}

// writeTiles writes the local shifts of each frame: dy, then dx.
func writeTiles(path string, m *motion.Result) error {
	w, err := tiff.Create(path, len(m.Grid.X), len(m.Grid.Y), tiff.Options{
		Meta: tiff.Metadata{Source: tiff.SourceImageJ, Channels: 2, Slices: 1}})
	if err != nil {
		return err
	}
	defer w.Abort()
	y, x := make([]float32, m.Grid.Len()), make([]float32, m.Grid.Len())
	for i := range m.Shifts {
		for k := range y {
			dy, dx := m.Local(i, k)
			y[k], x[k] = float32(dy), float32(dx)
		}
		if err := errors.Join(tiff.WritePage(w, y), tiff.WritePage(w, x)); err != nil {
			return err
		}
	}
	return w.Close()
}
