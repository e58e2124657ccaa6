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
}

func (scoreCommand) Help() string {
	return `Prints one JSON object: spines found, links between sessions, and gains and losses, each with the counts behind it.

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
	return writeJSON(e.stdout, r)
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
