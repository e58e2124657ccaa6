package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"respine/score"
	"respine/spatial"
	"respine/timelapse"
	"respine/turnover"
)

type demoCommand struct {
	Out     string `default:"respine-demo" placeholder:"DIR" help:"Folder for the demonstration (${default})."`
	Seed    uint64 `default:"1" placeholder:"N" help:"Seed of the simulated study (${default})."`
	Workers int    `default:"2" placeholder:"N" help:"Cores to use (${default})."`
}

func (demoCommand) Help() string {
	return `Renders four sessions of three dendrites whose spines come and go, measures them as it would a lab's own stacks, and prints what was measured beside what is true. DIR gets the stacks with their truth, and a folder spines with tables, pictures and the report.

Example:

  respine demo --out demo`
}

// demoDynamics are livelier than a resting cortex, so that a small field shows
// something.
const (
	demoTurnover = 0.15
	demoRestored = 0.4
)

func (c demoCommand) Run(e *env) error {
	simulate := simulateCommand{Out: filepath.Join(c.Out, "stacks"), Days: []float64{0, 4, 8, 12}, Seed: c.Seed, Noise: "medium", Size: "small",
		Formation: demoTurnover, Elimination: demoTurnover, Restored: demoRestored}
	scene, err := simulate.simulate(e, progress(e.stderr))
	if err != nil {
		return err
	}
	track := trackCommand{Days: simulate.Days, Out: filepath.Join(c.Out, "spines"), MinBranchUm: 15, RestoredUm: spatial.DefaultRadiusUm, Seed: 1, Workers: c.Workers}
	for _, name := range stackNames(len(track.Days)) {
		track.Stacks = append(track.Stacks, filepath.Join(simulate.Out, name))
	}
	partly := track.Run(&env{ctx: e.ctx, stdout: io.Discard, stderr: e.stderr})
	if partly != nil && !errors.Is(partly, errPartly) {
		return partly
	}
	m, err := loadField(track.Out)
	if err != nil {
		return err
	}
	found, err := m.Analyse(track.RestoredUm, track.Seed)
	if err != nil {
		return err
	}
	truth, err := timelapse.Dynamics(scene.Presence(), track.RestoredUm, track.Seed)
	if err != nil {
		return err
	}
	r, err := scoreFolders(track.Out, filepath.Join(simulate.Out, "truth"), score.Params{})
	if err != nil {
		return err
	}
	if err := printDemo(e.stdout, r, found, truth); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.stdout, "\nreport: %s\n", filepath.Join(track.Out, "report.html")); err != nil {
		return err
	}
	return partly
}

// printDemo writes how well spines were found, and the dynamics beside the true
// ones.
func printDemo(w io.Writer, r score.Result, found, truth turnover.Result) error {
	p := &printer{w: w}
	p.line("simulated dendrites, %d sessions, measured as a lab's own stacks would be\n\n", len(found.Presence.Sessions))
	p.scores(r)
	p.line("\nfilopodia are among the spines above, not among those below, so right + missed is not the true number below\n")
	p.line("\n%-26s %-18s %s\n", "", "measured", "true")
	theirs := rows(truth)
	for _, v := range rows(found) {
		i := slices.IndexFunc(theirs, func(t row) bool { return t.name == v.name })
		if i < 0 { // an interval past a session that could not be used
			p.line("%-26s %s\n", v.name, v.value)
			continue
		}
		p.line("%-26s %-18s %s\n", v.name, v.value, theirs[i].value)
		theirs = theirs[i+1:]
	}
	return p.err
}

// printer writes lines until one fails.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

// row is one number of the dynamics, with its name.
type row struct{ name, value string }

// rows are the dynamics in total over branches. Two results of the same
// sessions have the same rows.
func rows(d turnover.Result) []row {
	var out []row
	add := func(name, format string, args ...any) { out = append(out, row{name, fmt.Sprintf(format, args...)}) }
	for _, v := range d.Densities {
		if v.Branch == turnover.AllBranches && v.Kind == turnover.Spine {
			add(fmt.Sprintf("spines, day %g", v.Day), "%d (%s per um)", v.Present, digits(v.PerUm.Value(), 2))
		}
	}
	for _, v := range d.Intervals {
		if v.Branch == turnover.AllBranches && v.Kind == turnover.Spine {
			add(fmt.Sprintf("formed, day %g to %g", v.DayFrom, v.DayTo), "%s", of(v.Formation))
			add(fmt.Sprintf("eliminated, day %g to %g", v.DayFrom, v.DayTo), "%s", of(v.Elimination))
		}
	}
	for _, v := range d.Restored {
		days := d.Presence.Sessions
		add(fmt.Sprintf("restored, day %g to %g", days[v.From].Day, days[v.To].Day), "%s", of(v.FractionNew))
		add("  by chance", "%s", percent(v.Uniform.Mean/float64(v.New)))
	}
	if len(d.Survival) > 0 {
		for _, v := range d.Survival[0].Rows {
			add(fmt.Sprintf("surviving %g days", v.Days), "%s", of(v.Fraction))
		}
	}
	return out
}
