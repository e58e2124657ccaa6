package main

import (
	"respine/score"
)

type scoreCalciumCommand struct {
	Measured string `required:"" placeholder:"DIR" help:"Folder with footprints and, where there are any, shifts, traces, events and ensemble_events, as CSV or Parquet."`
	Truth    string `required:"" placeholder:"DIR" help:"Folder with the truth tables: footprints, cells, and shifts, traces, spikes, ensemble_events."`
	Table    bool   `help:"Print a short table to read instead of JSON."`
}

func (scoreCalciumCommand) Help() string {
	return `Prints one JSON object: the error of the displacements less its mean, cells found (centres nearer than 5 pixels and an overlap of more than half), the correlation of traces and of spike rates with the true ones over the cells found, and ensemble events found within half a second; docs/tables.md explains its keys. What has no table on either side is null, with the reason in not_scored.

Example:

  respine score calcium --measured out --truth movie/truth`
}

func (c scoreCalciumCommand) Run(e *env) error {
	r, err := score.Calcium(c.Measured, c.Truth, score.CalciumParams{})
	if err != nil {
		return err
	}
	if c.Table {
		p := &printer{w: e.stdout}
		p.calcium(r)
		return p.err
	}
	return writeJSON(e.stdout, r)
}

// calcium writes the parts that could be scored, a line each.
func (p *printer) calcium(r score.CalciumResult) {
	if s := r.Registration; s != nil {
		p.line("displacement of %d frames: RMS error %s px, 99 %% below %s px, %s %% over 1 px\n", s.Frames,
			digits(float64(s.RMSPx), 3), digits(float64(s.P99Px), 3), digits(100*float64(s.Over1Px), 1))
	}
	p.line("%-26s %-7s %-10s %-8s %6s %6s %7s\n", "against the truth", "F1", "precision", "recall", "right", "false", "missed")
	for _, v := range []struct {
		name string
		c    *score.Counts
	}{{"cells", r.Cells}, {"  by their centres alone", r.Centres}, {"ensemble events", r.Ensembles}} {
		if c := v.c; c != nil {
			p.line("%-26s %-7s %-10s %-8s %6d %6d %7d\n", v.name, digits(float64(c.F1), 2), digits(float64(c.Precision), 2), digits(float64(c.Recall), 2), c.TP, c.FP, c.FN)
		}
	}
	for _, v := range []struct {
		name string
		s    *score.CorrelationScore
	}{{"dF/F", r.Traces}, {"spike rate", r.Spikes}} {
		if s := v.s; s != nil {
			p.line("%s: median correlation %s (quartiles %s to %s) of %d cells\n", v.name, digits(float64(s.Median), 2), digits(float64(s.Lower), 2), digits(float64(s.Upper), 2), s.Cells)
		}
	}
	for _, why := range r.NotScored {
		p.line("not scored: %s\n", why)
	}
}
