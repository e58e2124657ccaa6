package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"golang.org/x/sync/errgroup"

	"respine/calcium"
	"respine/cell"
	"respine/imagejroi"
	"respine/motion"
	"respine/recording"
	"respine/spike"
	"respine/table"
)

type calciumCommand struct {
	Movies     []string `arg:"" name:"movie" placeholder:"MOVIE" help:"TIFF files of one recording, in order."`
	Out        string   `required:"" placeholder:"DIR" help:"Folder for tables, pictures and summary."`
	RateHz     float64  `placeholder:"HZ" help:"Frames a second, where the files do not tell."`
	UmPerPx    float64  `name:"um-per-px" placeholder:"U" help:"Size of a pixel, where the files do not tell."`
	Indicator  string   `default:"gcamp6s" placeholder:"NAME" help:"The calcium indicator (${default})."`
	DiameterUm float64  `placeholder:"UM" help:"Width of a cell body; 12 if not given."`
	Piecewise  bool     `help:"Follow the motion of tiles of the field as well, not only of whole frames."`
	MinScore   float64  `default:"0.5" placeholder:"P" help:"Keep cells at least as probable as this (${default})."`
	Masks      string   `placeholder:"FILE" help:"Cells that are given: ImageJ regions (.zip, .roi), or a table with cell_id, y_px, x_px and weight. None are looked for then."`
	Offset     *float64 `placeholder:"GREY" help:"Grey value of no light. Given, the share of neuropil is fitted for each cell; not given, dF/F is too small and the share is 0.7."`
	stackFlags
	Channel int    `placeholder:"N" help:"The channel, from 1, of a file that has several."`
	Seed    uint64 `default:"1" placeholder:"N" help:"Seed of the surrogates (${default})."`
	Workers int    `default:"2" placeholder:"N" help:"Cores to use; the results do not depend on it (${default})."`
	JSON    bool   `name:"json" help:"Print the summary as one JSON object."`
}

func (calciumCommand) Help() string {
	return `Measures a calcium movie: motion, cells, their traces and transients, and the events in which more of them become active together than chance makes. Several files are one recording; a movie of another day has a folder of its own. Tables movies and ensemble_events are what respine judge reads.

Example:

  respine calcium day0_00001.tif day0_00002.tif --rate-hz 30 --um-per-px 1.17 --out day0`
}

// calciumGC is how much garbage there may be, in per cent of what is in use.
const calciumGC = 40

// calciumName is the command as users type it.
const calciumName = "calcium"

func (c calciumCommand) Run(e *env) error {
	if err := c.check(); err != nil {
		return err
	}
	earlier, complete, err := readState(c.Out, calciumName)
	if err != nil {
		return err
	}
	files := c.Movies
	if c.Masks != "" {
		files = append(files[:len(files):len(files)], c.Masks)
	}
	if c.Stack != "" {
		files = append(files[:len(files):len(files)], c.Stack)
	}
	if err := checkMovies(c.Movies); err != nil {
		return err
	}
	if err := c.checkStack(c.Movies); err != nil {
		return err
	}
	if c.Masks != "" {
		if _, err := os.Stat(c.Masks); err != nil {
			return fmt.Errorf("%s: %w", c.Masks, unwrapPath(err))
		}
	}
	// What is there is not made again; otherwise nobody waits for the key, which
	// follows from every byte of a long movie, until the end.
	var k string
	var identify errgroup.Group
	identify.Go(func() (err error) {
		asked := []any{c.RateHz, c.UmPerPx, c.Indicator, c.DiameterUm, c.Piecewise, c.MinScore, c.Offset, c.Channel, c.Seed, c.Masks != ""}
		if c.Stack != "" {
			asked = append(asked, c.UmPerSlice)
		}
		k, err = keyOfFiles(files, asked...)
		return err
	})
	if complete {
		if err := identify.Wait(); err != nil {
			return err
		}
		if earlier.Key == k {
			return c.again(e)
		}
	}
	f, err := newFolder(c.Out)
	if err != nil {
		return err
	}
	defer f.discard()
	// Nearly all memory is a few large slices without pointers, which cost the
	// collector nothing, so it may look more often.
	defer debug.SetGCPercent(debug.SetGCPercent(calciumGC))
	say := e.progress()
	defer say("")
	s, err := c.measure(e, f, say)
	if err != nil {
		return err
	}
	if err := identify.Wait(); err != nil {
		return err
	}
	note := state{Made: calciumName, Key: k}
	if len(s.Elsewhere) > 0 {
		note.Code = exitPartly
	}
	if err := errors.Join(writeFile(f.path(summaryFile), func(w *os.File) error { return writeJSON(w, s) }), e.ctx.Err(), f.commit(note)); err != nil {
		return err
	}
	say("")
	return c.tell(e, s)
}

// check finds mistakes on the command line.
func (c calciumCommand) check() error {
	switch {
	case !(min(c.RateHz, c.UmPerPx, c.DiameterUm) >= 0) || math.IsInf(max(c.RateHz, c.UmPerPx, c.DiameterUm), 0):
		return usage("--rate-hz, --um-per-px and --diameter-um are above 0", "")
	case !(c.MinScore >= 0 && c.MinScore <= 1):
		return usage(fmt.Sprintf("--min-score %g is no probability", c.MinScore), "0 keeps every candidate, 1 none")
	case c.Offset != nil && (math.IsNaN(*c.Offset) || math.IsInf(*c.Offset, 0)):
		return usage("--offset is a grey value", "")
	case c.Workers < 1 || c.Channel < 0:
		return usage("--workers and --channel are at least 1", "")
	}
	if _, err := spike.IndicatorNamed(c.Indicator); err != nil {
		return usage(err.Error(), "")
	}
	return nil
}

// measure measures the movie and fills the folder but for the summary.
func (c calciumCommand) measure(e *env, f *folder, say func(string, ...any)) (calciumSummary, error) {
	movie, err := recording.OpenMovieChannel(c.Channel, c.Movies...)
	if err != nil {
		return calciumSummary{}, err
	}
	defer movie.Close()
	p, warnings, err := c.params(movie)
	if err != nil {
		return calciumSummary{}, err
	}
	if p.Given, err = c.masks(movie); err != nil {
		return calciumSummary{}, err
	}
	stack, more, err := c.openStack(e.ctx, movie, c.Channel, p.PixelUm, p.PixelUm)
	if err != nil {
		return calciumSummary{}, err
	}
	warnings = append(warnings, more...)
	p.Say = say
	if terminal(e.stderr) {
		p.Motion.Progress = func(done int) { say("motion of %d of %d frames", done, movie.Len()) }
	}
	scratch, err := os.CreateTemp(f.Work, ".traces-*")
	if err != nil {
		return calciumSummary{}, err
	}
	defer os.Remove(scratch.Name())
	defer scratch.Close()
	// Images are drawn and packed while one core looks for what is left to find.
	var pictures errgroup.Group
	p.Images = func(s cell.Summary) { pictures.Go(func() error { return writeImages(f.Work, s, p.PixelUm) }) }
	r, err := calcium.Measure(e.ctx, movie, scratch, p)
	if unwritten := pictures.Wait(); err == nil && unwritten != nil {
		return calciumSummary{}, unwritten
	}
	if err != nil {
		return calciumSummary{}, fmt.Errorf("%s: %w", c.Movies[0], err)
	}
	say("writing")
	if err := writeCalcium(f.Work, r, c.Workers); err != nil {
		return calciumSummary{}, err
	}
	s := newCalciumSummary(r, warnings)
	paths, ends := movie.Files()
	s.Elsewhere = elsewhere(paths, ends, r.Motion)
	drift, more, err := stack.follow(e.ctx, r.Motion.Correct(movie), p.RateHz, c.DiameterUm, c.Workers, say)
	if err != nil {
		return calciumSummary{}, err
	}
	s.ZDrift, s.Warnings = drift, append(s.Warnings, more...)
	return s, drift.write(filepath.Join(f.Work, "zdrift"))
}

// params takes rate and pixel from the command line, else from the files.
func (c calciumCommand) params(movie *recording.Movie) (calcium.Params, []string, error) {
	p := calcium.Params{RateHz: c.RateHz, PixelUm: c.UmPerPx, Indicator: c.Indicator, DiameterUm: c.DiameterUm, LeastScore: c.MinScore, Seed: c.Seed, Workers: c.Workers}
	if c.MinScore == 0 {
		p.LeastScore = -1
	}
	p.Motion = motion.Params{Piecewise: c.Piecewise}
	if c.Offset != nil { // 0 is one as well
		p.Traces.Offset, p.Traces.Neuropil.Fit = *c.Offset, true
	}
	warnings := append(append([]string{}, movie.Warnings...), movieOrder(c.Movies)...)
	pixelUm, err := movie.SquareUm()
	if err != nil {
		if c.UmPerPx == 0 {
			return p, nil, err
		}
		text, _, _ := strings.Cut(err.Error(), "\n")
		warnings = append(warnings, fmt.Sprintf("%s; %g um a pixel as given", text, c.UmPerPx))
	}
	for _, v := range []struct {
		given *float64
		told  float64
		what  string
	}{{&p.RateHz, movie.RateHz, "frames a second"}, {&p.PixelUm, pixelUm, "um a pixel"}} {
		switch {
		case *v.given == 0:
			*v.given = v.told
		case v.told > 0 && math.Abs(*v.given-v.told) > 0.01*v.told:
			warnings = append(warnings, fmt.Sprintf("%g %s as given; the file says %g", *v.given, v.what, v.told))
		}
	}
	return p, warnings, nil
}

// masks reads the cells that are given; nil where none are.
func (c calciumCommand) masks(movie *recording.Movie) ([]cell.Given, error) {
	if c.Masks == "" {
		return nil, nil
	}
	h, w := movie.Size()
	var out []cell.Given
	var err error
	switch strings.ToLower(filepath.Ext(c.Masks)) {
	case ".zip", ".roi":
		var rois []imagejroi.ROI
		if rois, err = imagejroi.ReadFile(c.Masks); err == nil {
			out, err = cell.FromROIs(rois, h, w)
		}
	case ".csv", ".parquet":
		var t *table.Table
		if t, err = table.ReadFile(c.Masks, table.Int("cell_id", ""), table.Int("y_px", "px"), table.Int("x_px", "px"), table.Optional(table.Float("weight", ""))); err == nil {
			out, err = cell.FromTable(t, h, w)
		}
	default:
		return nil, usage(c.Masks+" is neither ImageJ regions nor a table", "a .zip or .roi of ImageJ, or a .csv or .parquet with cell_id, y_px, x_px and weight; of Suite2p, write stat's ypix, xpix and lam so")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Masks, err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s holds no cell\nhint: leave --masks away to have cells found", c.Masks)
	}
	return out, nil
}
