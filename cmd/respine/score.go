package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"

	"respine/score"
)

type scoreCommand struct {
	Measured      string  `required:"" placeholder:"DIR" help:"Folder with observations.csv and sessions.csv, as respine spines track writes."`
	Truth         string  `required:"" placeholder:"DIR" help:"Folder with the truth tables."`
	RadiusUm      float64 `default:"1" placeholder:"UM" help:"Tips match within this distance (${default})."`
	TruthSessions []int   `placeholder:"N" help:"Truth session of each measured session, in order. Read off names such as day4_s1.tif if not given."`
	Head          bool    `help:"Compare the centres of heads instead of tips."`
	Table         bool    `help:"Print a short table to read instead of JSON."`
}

func (scoreCommand) Help() string {
	return `Prints one JSON object: spines found, links between sessions, and gains and losses, each with the counts behind it; docs/tables.md explains its keys. With --table, the same in short to read.

Example:

  respine score spines --measured out --truth stacks/truth`
}

func (c scoreCommand) Run(e *env) error {
	if !(c.RadiusUm > 0) || math.IsInf(c.RadiusUm, 1) {
		return usage(fmt.Sprintf("--radius-um %g is not a distance", c.RadiusUm), "")
	}
	r, err := scoreFolders(c.Measured, c.Truth, score.Params{RadiusUm: c.RadiusUm, Head: c.Head, Sessions: c.TruthSessions})
	if err != nil {
		return err
	}
	if c.Table {
		p := &printer{w: e.stdout}
		p.scores(r)
		return p.err
	}
	return writeJSON(e.stdout, r)
}

// scores writes how well spines, links and changes were found, a line each with
// the counts behind it.
func (p *printer) scores(r score.Result) {
	type line struct {
		name   string
		counts score.Counts
	}
	lines := []line{{"spines found", r.Pooled}}
	for _, v := range r.Sessions {
		lines = append(lines, line{fmt.Sprintf("  session %d", v.Session), v.Counts})
	}
	lines = append(lines, line{"spines gained", r.Events.Gained}, line{"spines lost", r.Events.Lost}, line{"gained or lost", r.Events.Counts},
		line{"links, of spines found", score.Counts{TP: r.Links.TP, FP: r.Links.FP, FN: r.Links.DetectedLinks - r.Links.TP,
			F1: r.Links.F1Detected, Precision: r.Links.Precision, Recall: r.Links.RecallDetected}})
	p.line("%-26s %-7s %-10s %-8s %6s %6s %7s\n", "against the truth", "F1", "precision", "recall", "right", "false", "missed")
	for _, v := range lines {
		c := v.counts
		p.line("%-26s %-7s %-10s %-8s %6d %6d %7d\n", v.name, digits(float64(c.F1), 2), digits(float64(c.Precision), 2), digits(float64(c.Recall), 2), c.TP, c.FP, c.FN)
	}
}

func scoreFolders(measured, truth string, p score.Params) (score.Result, error) {
	m, err := score.ReadMeasured(measured)
	if err != nil {
		return score.Result{}, err
	}
	t, err := score.ReadTruth(truth)
	if err != nil {
		return score.Result{}, err
	}
	return score.Spines(m, t, p)
}

// writeJSON prints a value as one indented object.
func writeJSON(w io.Writer, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", b)
	return err
}
