package main

import (
	"strings"

	"respine/score"
)

type scorePhotometryCommand struct {
	Measured string `required:"" placeholder:"DIR" help:"Folder that respine photometry wrote."`
	Truth    string `required:"" placeholder:"DIR" help:"Folder of the simulated study, or truth within it."`
	Table    bool   `help:"Print a short table to read instead of JSON."`
}

func (scorePhotometryCommand) Help() string {
	return `Prints one JSON object: the error of the clock, the likeness of dF/F, transients found and wrong of every recording, and the lag at which calcium tells of struggles beside that of the noiseless dF/F; docs/photometry.md explains its keys. Animals and sessions are matched by name; a recording without a session is that of its animal, where the truth has one.

Example:

  respine score photometry --measured photometry --truth simulated`
}

func (c scorePhotometryCommand) Run(e *env) error {
	r, err := score.Photometry(c.Measured, c.Truth)
	if err != nil {
		return err
	}
	if !c.Table {
		return writeJSON(e.stdout, r)
	}
	p := &printer{w: e.stdout}
	p.line("%-10s %-12s %9s %9s %7s %7s %10s %7s\n", "animal", "session", "clock s", "stated s", "corr", "recall", "precision", "strict")
	for _, v := range r.Recordings {
		t := v.Transients
		p.line("%-10s %-12s %9s %9s %7s %7s %10s %7s\n", v.Animal, v.Session, digits(float64(v.ClockError), 3), digits(float64(v.StatedError), 3), digits(float64(v.Correlation), 3),
			digits(float64(t.Recall), 2), digits(float64(t.Precision), 2), digits(float64(t.PrecisionStrict), 2))
	}
	t := r.Transients
	p.line("all: recall %s (%d of %d), precision %s, strict %s; %d small, %d wrong\n", digits(float64(t.Recall), 3), t.Found, t.Truth, digits(float64(t.Precision), 3), digits(float64(t.PrecisionStrict), 3), t.Small, t.Wrong)
	if r.NoLag != "" {
		p.line("lag: %s\n", r.NoLag)
	} else {
		p.line("lag %s s, by the noiseless dF/F %s s, error %s s\n", digits(float64(r.Lag), 2), digits(float64(r.TrueLag), 2), digits(float64(r.LagError), 2))
	}
	if len(r.Missing) > 0 {
		p.line("without truth: %s\n", strings.Join(r.Missing, "; "))
	}
	return p.err
}
