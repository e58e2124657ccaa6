package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"

	"respine/claim"
	"respine/twin"
)

type demoCommand struct {
	Out     string `default:"respine-demo" placeholder:"DIR" help:"Folder for the demonstration (${default})."`
	Preset  string `default:"moda-sava-2019" placeholder:"NAME" help:"Constants of the twin: moda-sava-2019, null or a rival; respine twin explain tells of them (${default})."`
	Size    string `default:"small" enum:"tiny,small" help:"small: eight animals an arm, stacks of six animals, films of three; tiny: three, one and one, and a smaller cortex, too little for verdicts (${default})."`
	Seed    uint64 `default:"1" placeholder:"N" help:"Seed of the simulated study (${default})."`
	Workers int    `default:"2" placeholder:"N" help:"Cores to use; the results do not depend on it (${default})."`
}

func (demoCommand) Help() string {
	return `Simulates the study of Moda-Sava et al. 2019, measures it as it would a laboratory's, and says how far the measurements and the verdicts are from the truth, which it knows. DIR is a study like any other: study.yaml names stacks, films and movies of some animals, and photometry, weights of bottles and images of PSD95 of all, which respine measures itself, and tables of everything else, scored by a simulated person who errs. respine check, run, status, judge and verify work on it; the report is DIR/results/report.html. The truth is in DIR/simulated/truth, where no measurement reads it. Beside every verdict stands that on the same animals under the preset null, whose tables are in DIR/simulated/null.

Example:

  respine demo --out demo`
}

// demoName is the command as users type it.
const demoName = "demo"

func (c demoCommand) Run(e *env) error {
	if c.Workers < 1 {
		return usage(fmt.Sprintf("--workers %d", c.Workers), "at least one")
	}
	preset, err := twin.PresetNamed(c.Preset)
	if err != nil {
		return usage(strings.TrimPrefix(err.Error(), "twin: "), "")
	}
	plan, err := c.plan()
	if err != nil {
		return err
	}
	if err := plan.write(e, c.cortex(preset.Params)); err != nil {
		return err
	}
	// What is true is judged meanwhile: the last steps of a run keep one core busy.
	var found, null, nullTruth []claim.Finding
	var judging errgroup.Group
	judging.Go(func() (err error) {
		found, null, nullTruth, err = plan.judged()
		return err
	})
	measure := runCommand{Study: c.Out, Workers: c.Workers, MemoryMib: 1024}
	partly := measure.Run(&env{ctx: e.ctx, stdout: io.Discard, stderr: e.stderr, steps: e.steps})
	if err := judging.Wait(); err != nil {
		return err
	}
	if partly != nil && !errors.Is(partly, errPartly) {
		return partly
	}
	p := &printer{w: e.stdout}
	p.line("%s, preset %s: %d animals in %d arms, all simulated\n", plan.study.Name, preset.Name, len(plan.study.Animals), len(plan.study.Arms))
	p.line("measured from raw recordings: spines of %s from stacks; immobility and cells of %s from films\nand movies; of all animals transients from fibres, sucrose from weights, PSD95 from images. Everything else:\ntables of a simulated rater who errs\n", strings.Join(plan.raw, ", "), strings.Join(plan.filmed, ", "))
	if err := plan.scores(p); err != nil {
		return err
	}
	if err := plan.quantities(p, found); err != nil {
		return err
	}
	if err := plan.verdicts(p, found, null); err != nil {
		return err
	}
	p.null(null, nullTruth)
	p.line("\nreport: %s\n", filepath.Join(c.Out, resultsName, "report.html"))
	return errors.Join(p.err, partly)
}

// demoMovieSec is how long the calcium movies of a demonstration are: half of the
// preset's, since running the network is most of what a mouse costs.
const demoMovieSec = 300

// cortex is that of the preset with shorter movies, and a smaller one of a tiny
// demonstration.
func (c demoCommand) cortex(p twin.Params) twin.Params {
	p.Imaging.CalciumSec = c.movieSec()
	if c.Size == "tiny" {
		p.Wiring.Neurons, p.Imaging.Branches = 40, 20
	}
	return p
}

// movieSec is how long the calcium movies are, which are rendered whole.
func (c demoCommand) movieSec() float64 {
	if c.Size == "tiny" {
		return 120
	}
	return demoMovieSec
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
