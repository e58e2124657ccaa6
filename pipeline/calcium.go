package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"respine/calcium"
	"respine/recording"
	"respine/study"
	"respine/table"
)

// calciumMovies are two-photon movies of cells with a calcium indicator. A recording
// is one session of one field; its files are one movie.
var calciumMovies = modality{
	recorded: study.Movie,
	steps:    []Step{calciumStep},
	plan: func(s Study, recordings []given, _ []*Work) []*Work {
		return s.eachSession(calciumStep, "movie", recordings, func(r given) any { return calciumParams(s, r) })
	},
	joined:   map[string][]string{calciumStep.Name: {"movies", "ensemble_events", "cells", "movie_exclusions", "movie_warnings"}},
	judged:   []string{"movies", "ensemble_events"},
	overlays: map[string]pictures{calciumStep.Name: {"cells.png", 1}},
	method:   "Calcium movies were aligned frame by frame to a reference of their own, frames that could not be placed left out. Cells were found by their activity and by their shape in the mean image and kept where at least as probable as not; dF/F is over a running percentile after 0.7 of the ring around each cell was taken off. A cell is active where dF/F rises three standard deviations of its noise above its baseline. Synchronous events are windows in which more cells become active than in 95 % of the maxima over sessions in which the same cells are turned against each other in time; the rate by chance is that of those surrogates (docs/calcium.md).",
}

// calciumStep measures one movie. The sketch that cells are found in takes 128 MB at
// most, motion and buffers of a 512 x 512 movie some 200 MB.
var calciumStep = Step{Name: "calcium", Version: 2, Bytes: 448 << 20, Do: doCalcium}

type calciumSettings struct {
	Channel   int     `json:"channel,omitempty"`
	RateHz    float64 `json:"rate_hz,omitempty"`
	PixelUm   float64 `json:"pixel_um,omitempty"`
	Indicator string  `json:"indicator,omitempty"`
	Seed      uint64  `json:"seed"`
}

func calciumParams(s Study, r given) calciumSettings {
	return calciumSettings{r.Meta.Channel, r.Meta.RateHz, r.Meta.PixelUm, r.Meta.Indicator, uint64(s.Measure.Seed)}
}

func doCalcium(ctx context.Context, j Job) error {
	var p calciumSettings
	if err := json.Unmarshal(j.Params, &p); err != nil {
		return err
	}
	paths := make([]string, len(j.Inputs))
	for i, in := range j.Inputs {
		paths[i] = in.Path
	}
	movie, err := recording.OpenMovieChannel(p.Channel, paths...)
	if err != nil {
		return err
	}
	defer movie.Close()
	warnings := movieWarnings(movie, p, paths)
	if p.RateHz == 0 {
		p.RateHz = movie.RateHz
	}
	if p.PixelUm == 0 {
		if p.PixelUm, err = movie.SquareUm(); err != nil {
			return err
		}
	}
	scratch, err := os.CreateTemp(j.Dir, ".traces-*")
	if err != nil {
		return err
	}
	defer os.Remove(scratch.Name())
	defer scratch.Close()
	r, err := calcium.Measure(ctx, movie, scratch, calcium.Params{RateHz: p.RateHz, PixelUm: p.PixelUm, Indicator: p.Indicator, Seed: p.Seed, Workers: j.Workers, Say: j.Say})
	if err != nil {
		return err
	}
	j.Say("writing")
	return writeMovie(j.Dir, r, warnings)
}

// movieWarnings are what the files say, and where the manifest says otherwise. Files are
// numbered: their names may say whose they are.
func movieWarnings(m *recording.Movie, p calciumSettings, paths []string) *table.Table {
	t := table.New("movie_warnings", table.String("warning", ""))
	for _, w := range m.Warnings {
		for i, path := range paths {
			w = strings.ReplaceAll(w, path, fmt.Sprintf("file %d", i+1))
		}
		t.Append(w)
	}
	for _, v := range []struct {
		given, told float64
		what        string
	}{{p.RateHz, m.RateHz, "frames a second"}, {p.PixelUm, m.PixelUmX, "um a pixel across"}, {p.PixelUm, m.PixelUmY, "um a pixel down"}} {
		if w := otherwise(v.what, v.given, v.told); w != "" {
			t.Append(w)
		}
	}
	return t
}

// writeMovie writes tables and pictures; traces, which are long, once.
func writeMovie(dir string, r *calcium.Result, warnings *table.Table) error {
	tables := append(r.Tables(), warnings)
	for _, t := range tables {
		if t.Name == "exclusions" {
			t.Name = "movie_exclusions"
		}
	}
	if err := table.WriteFiles(dir, tables...); err != nil {
		return err
	}
	w, err := os.Create(filepath.Join(dir, "traces.parquet"))
	if err != nil {
		return err
	}
	if err := errors.Join(r.WriteTraces(w), w.Close()); err != nil {
		return err
	}
	title := several(len(r.Cells), "cell") + ", " + several(len(r.Together.Events), "synchronous event")
	return errors.Join(writePNG(filepath.Join(dir, "cells.png"), r.DrawCells(title)),
		os.WriteFile(filepath.Join(dir, "activity.svg"), r.DrawActivity(title), 0o666))
}

// several writes a number and its noun: 1 cell, 3 cells.
func several(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
