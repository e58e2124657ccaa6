package main

import (
	"errors"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"respine/calcium"
	"respine/cell"
	"respine/img"
	"respine/motion"
	"respine/plot"
	"respine/table"
)

// writeImages draws the images of the field into a folder.
func writeImages(dir string, s cell.Summary, pixelUm float64) error {
	for _, v := range []struct {
		name string
		m    img.Image
	}{{"mean", s.Mean}, {"max", s.Max}, {"correlation", s.Correlation}} {
		if err := writePicture(dir, v.name, calcium.DrawImage(v.name, v.m, pixelUm)); err != nil {
			return err
		}
	}
	return nil
}

// writePicture packs a picture, which takes longer than drawing it, and quickly, for
// noise hardly gets smaller.
func writePicture(dir, name string, m image.Image) error {
	return writeFile(filepath.Join(dir, name+".png"), func(w *os.File) error { return plot.WritePNG(w, m) })
}

// writeCalcium writes tables and pictures of what was found into a folder, on some
// workers.
func writeCalcium(dir string, r *calcium.Result, workers int) error {
	var g errgroup.Group
	g.SetLimit(workers)
	g.Go(func() error {
		return writeFile(filepath.Join(dir, "traces.parquet"), func(w *os.File) error { return r.WriteTraces(w) })
	})
	g.Go(func() error { return writePicture(dir, "cells", r.DrawCells(fmt.Sprintf("%d cells", len(r.Cells)))) })
	g.Go(func() error { return table.WriteFiles(dir, r.Tables()...) })
	g.Go(func() error {
		return errors.Join(os.WriteFile(filepath.Join(dir, "activity.svg"), r.DrawActivity(fmt.Sprintf("%d cells", len(r.Cells))), 0o666),
			os.WriteFile(filepath.Join(dir, "distance.svg"), r.DrawDistance(), 0o666),
			os.WriteFile(filepath.Join(dir, "motion.svg"), calcium.DrawMotion(r.Motion, r.Params.RateHz), 0o666))
	})
	return g.Wait()
}

// calciumSummary is the result in short, as printed and as in summary.json.
type calciumSummary struct {
	Frames       int          `json:"frames"`
	Used         int          `json:"used"`
	Bad          []badFrames  `json:"bad,omitempty"`
	Seconds      float64      `json:"seconds"` // of frames that were used
	RateHz       float64      `json:"rate_hz"`
	PixelUm      float64      `json:"pixel_um"`
	Height       int          `json:"height_px"`
	Width        int          `json:"width_px"`
	MotionPx     float64      `json:"motion_rms_px"`
	Candidates   int          `json:"candidates"`
	Cells        int          `json:"cells"`
	Active       int          `json:"active"` // with a transient
	PerMin       *float64     `json:"transients_per_cell_min"`
	Noise        *float64     `json:"noise_percent_per_root_hz"` // median over cells
	Events       int          `json:"ensemble_events"`
	EventsPerMin float64      `json:"ensemble_events_per_min"`
	ChancePerMin *float64     `json:"chance_per_min"`
	Excess       *excess      `json:"excess_per_min,omitempty"`
	Recurrence   recurrence   `json:"recurrence"`
	Connectivity connectivity `json:"connectivity"`
	Threshold    int          `json:"threshold_cells"`
	BeyondJitter int          `json:"events_beyond_jitter"`
	Undefined    string       `json:"undefined,omitempty"`
	ZDrift       *zdrift      `json:"zdrift,omitempty"`
	Elsewhere    []string     `json:"another_field,omitempty"` // files
	Warnings     []string     `json:"warnings"`
}

// excess is a value and its 95 % interval; no interval has its reason.
type excess struct {
	Value     float64  `json:"value"`
	Lo        *float64 `json:"lo"`
	Hi        *float64 `json:"hi"`
	Undefined string   `json:"undefined,omitempty"`
}

// recurrence says whether events are of the same cells.
type recurrence struct {
	Groups    int      `json:"groups"`
	P         *float64 `json:"p"`
	Undefined string   `json:"undefined,omitempty"`
}

// connectivity says how pairs of cells go together.
type connectivity struct {
	Pairs       int      `json:"pairs"`                     // with a coefficient
	Connected   int      `json:"connected"`                 // q of 0.05 or less
	LeftOut     int      `json:"left_out"`                  // too near, or sharing pixels
	Unknown     int      `json:"unknown"`                   // without a coefficient for another reason
	Why         string   `json:"unknown_because,omitempty"` // most of them
	Correlation *float64 `json:"distance_correlation"`
	P           *float64 `json:"distance_p"`
	Undefined   string   `json:"undefined,omitempty"`
}

// known is nil for what is not.
func known(v float64) *float64 {
	if math.IsNaN(v) {
		return nil
	}
	return &v
}

func newConnectivity(r *calcium.Result) connectivity {
	out := connectivity{LeftOut: r.Distance.LeftOut, Correlation: known(r.Distance.Correlation), P: known(r.Distance.P), Undefined: r.Distance.Undetermined}
	for _, c := range r.Connections {
		if c.Undetermined == "" {
			out.Pairs++
			if c.Q <= 0.05 {
				out.Connected++
			}
		}
	}
	out.Unknown, out.Why = r.Unconnected()
	return out
}

func newCalciumSummary(r *calcium.Result, warnings []string) calciumSummary {
	s := calciumSummary{Frames: len(r.Motion.Shifts), Used: r.Motion.Used(), Bad: badOf(r.Motion), Seconds: r.UsableSec(), RateHz: r.Params.RateHz, PixelUm: r.Params.PixelUm, Height: r.Summary.Mean.H, Width: r.Summary.Mean.W,
		Candidates: r.Candidates, Cells: len(r.Cells), Active: r.Together.Active, Events: len(r.Together.Events), Threshold: r.Together.Threshold, Undefined: r.Together.Undetermined, Warnings: warnings}
	s.MotionPx, _ = extent(r.Motion.Shifts)
	var noise []float32
	sum, n := 0.0, 0
	for _, c := range r.Cells {
		if !math.IsNaN(c.Noise) {
			noise = append(noise, float32(c.Noise))
		}
		if v := c.RatePerMin(); !math.IsNaN(v) {
			sum, n = sum+v, n+1
		}
	}
	if n > 0 {
		mean := sum / float64(n)
		s.PerMin = &mean
	}
	if len(noise) > 0 {
		m := float64(img.Median(noise))
		s.Noise = &m
	}
	if s.Undefined == "" {
		s.EventsPerMin = r.Together.RatePerMin()
		s.ChancePerMin = &r.Together.ChancePerMin
		in := r.Together.Interval
		s.Excess = &excess{r.Together.ExcessPerMin(), known(in.Lo), known(in.Hi), in.Undetermined}
	}
	s.Recurrence = recurrence{r.Recurrence.Count(), known(r.Recurrence.P), r.Recurrence.Undetermined}
	s.Connectivity = newConnectivity(r)
	for _, e := range r.Together.Events {
		if r.Jittered.Undetermined == "" && e.Peak >= r.Jittered.Threshold {
			s.BeyondJitter++
		}
	}
	if used := float64(s.Used) / float64(s.Frames); used < 0.8 {
		s.Warnings = append(s.Warnings, fmt.Sprintf("only %.0f %% of the frames can be used", 100*used))
	}
	if s.Noise != nil && *s.Noise > noisyPercent {
		s.Warnings = append(s.Warnings, fmt.Sprintf("traces are noisy, %.1f %% per root hertz: single transients are missed", *s.Noise))
	}
	return s
}

// noisyPercent is the noise above which Rupprecht et al. 2021 (doi
// 10.1038/s41593-021-00895-5) call recordings poor, % per root hertz.
const noisyPercent = 5

// A file of which more than lostFile of the frames are of another place is of another
// field, if of another file no more than that are.
const lostFile = 0.8

// elsewhere names the files whose frames are nearly all of another place than those of
// the others. ends has of each file the frame after its last.
func elsewhere(paths []string, ends []int, m *motion.Result) []string {
	var out []string
	from := 0
	for k, end := range ends {
		n := 0
		for _, s := range m.Shifts[from:end] {
			if s.Bad == motion.Jump || s.Bad == motion.Unsure || s.Bad == motion.Unlike {
				n++
			}
		}
		if float64(n) > lostFile*float64(end-from) {
			out = append(out, paths[k])
		}
		from = end
	}
	if len(out) == len(paths) {
		return nil
	}
	return out
}

// badOf counts frames that cannot be used by reason.
func badOf(m *motion.Result) []badFrames {
	var out []badFrames
	for _, e := range m.Excluded() {
		out = append(out, badFrames{e.Reason.String(), e.Frames, e.First})
	}
	return out
}

// again repeats what the earlier run said.
func (c calciumCommand) again(e *env) error {
	var s calciumSummary
	if err := e.unchanged(c.Out, &s); err != nil {
		return err
	}
	return c.tell(e, s)
}

func (c calciumCommand) tell(e *env, s calciumSummary) error {
	e.warn(s.Warnings)
	for _, path := range s.Elsewhere {
		e.warn([]string{path + " shows another field than the other files: another day? Nothing of it is in the numbers\nhint: measure each day by itself, into a folder of its own"})
	}
	var partly error
	if len(s.Elsewhere) > 0 {
		partly = errPartly
	}
	if c.JSON {
		return errors.Join(e.jsonLine(s), partly)
	}
	p := &printer{w: e.stdout}
	p.line("%d of %d frames used, %.4g s; motion %.2f px RMS\n", s.Used, s.Frames, s.Seconds, s.MotionPx)
	for _, b := range s.Bad {
		p.line("  %-12s %6d, first frame %d\n", b.Reason, b.Frames, b.First)
	}
	s.ZDrift.tell(p)
	p.line("%d cells of %d candidates, %d active", s.Cells, s.Candidates, s.Active)
	if s.PerMin != nil {
		p.line(", %.3g transients a cell and minute", *s.PerMin)
	}
	p.line("\n")
	if s.Undefined != "" {
		p.line("synchronous events: undefined, %s\n", s.Undefined)
	} else {
		p.line("%d synchronous events of %d cells or more, %.3g a minute; by chance %.2g a minute; %d beyond jitter\n", s.Events, s.Threshold, s.EventsPerMin, *s.ChancePerMin, s.BeyondJitter)
		if e := s.Excess; e != nil && e.Lo != nil {
			p.line("  excess %.3g a minute, 95 %% %.3g to %.3g\n", e.Value, *e.Lo, *e.Hi)
		}
		if s.Recurrence.P != nil {
			p.line("  %d groups of events of the same cells, p %.2g\n", s.Recurrence.Groups, *s.Recurrence.P)
		}
		v := s.Connectivity
		p.line("%d of %d pairs of cells connected, %d left out as too near", v.Connected, v.Pairs, v.LeftOut)
		if v.Unknown > 0 {
			p.line("; of %d others nothing is known, mostly since %s", v.Unknown, v.Why)
		}
		p.line("\n")
	}
	p.line("%s\n", filepath.Join(c.Out, "cells.png"))
	return errors.Join(p.err, partly)
}
