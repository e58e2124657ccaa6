package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"respine/claim"
	"respine/power"
	"respine/rater"
	"respine/study"
	"respine/twin"
)

type powerCommand struct {
	Study      string   `arg:"" optional:"" name:"study" help:"Folder of the study, or its manifest; without it, that of the preset moda-sava-2019."`
	Claim      []string `placeholder:"ID" help:"Claims, such as C8."`
	N          []int    `default:"8" placeholder:"N,N" help:"Animals per arm, one line each (${default})."`
	Runs       int      `placeholder:"N" help:"Simulated studies (100; with --fast 10,000)."`
	Preset     []string `placeholder:"NAME" help:"Constants of the twin: under null what is supported is a false positive (moda-sava-2019; with --null-check null too)."`
	Claims     string   `placeholder:"FILE" help:"Your own claims.yaml."`
	Miss       float64  `default:"0.05" placeholder:"SHARE" help:"Share of present spines the scorer misses (${default})."`
	FalsePerUm float64  `default:"0.01" placeholder:"N" help:"False spines per um the scorer adds (${default})."`
	NullCheck  bool     `help:"Whether scoring errors alone make C10 or C12: both presets, eight animals, beside the naive analysis of all spines together."`
	Fast       bool     `help:"No twin: normal animals with the spread you state."`
	Effect     float64  `placeholder:"X" help:"Of --fast: difference between two arms."`
	SD         float64  `name:"sd" placeholder:"X" help:"Of --fast: standard deviation between animals."`
	SDBelow    float64  `name:"sd-below" placeholder:"X" help:"Of --fast: standard deviation between the rows of an animal, such as its branches."`
	Below      int      `placeholder:"N" help:"Of --fast: rows an animal."`
	Margin     float64  `placeholder:"X" help:"Of --fast: margin, if equivalence is to be shown."`
	Seed       uint64   `default:"1" placeholder:"N" help:"Seed of the simulated studies (${default})."`
	Workers    int      `default:"2" placeholder:"N" help:"Animals at a time; the results do not depend on it (${default})."`
	JSON       bool     `name:"json" help:"One JSON object a line."`
}

func (powerCommand) Help() string {
	return `Lives simulated studies by the twin, with the arms and sessions the claims need, lets a scorer err on spines as you say and on everything else as docs/twin.md says, and judges the tables as respine judge does. What is told is the share of studies that support the claim, with the interval that the number of runs leaves.

Example:

  respine power mystudy --claim C8 --n 4,8,12 --runs 50
  respine power --fast --effect 60 --sd 35 --n 4,8,12`
}

// powerLine is a line of respine power.
type powerLine struct {
	Claim    string         `json:"claim"`
	Preset   string         `json:"preset"`
	Animals  int            `json:"animals_per_arm"`
	Runs     int            `json:"runs"`
	Share    float64        `json:"supported"`
	Lo       float64        `json:"lo"`
	Hi       float64        `json:"hi"`
	Naive    *float64       `json:"naive"`
	Verdicts map[string]int `json:"verdicts"`
}

func (c powerCommand) Run(e *env) error {
	switch {
	case c.Runs < 0:
		return usage("at least one run is needed", "")
	case c.Runs == 0 && c.Fast:
		c.Runs = 10_000
	case c.Runs == 0:
		c.Runs = 100
	}
	if c.Fast {
		return c.fast(e)
	}
	if len(c.Preset) == 0 {
		c.Preset = []string{defaultPreset}
		if c.NullCheck {
			c.Preset = append(c.Preset, "null")
		}
	}
	if c.NullCheck && len(c.Claim) == 0 {
		c.Claim = []string{"C10", "C12"}
	}
	d, err := c.design()
	if err != nil {
		return err
	}
	say := e.progress()
	defer say("")
	var lines []powerLine
	var stopped error
	for _, name := range c.Preset {
		preset, err := twin.PresetNamed(name)
		if err != nil {
			return usage(strings.TrimPrefix(err.Error(), "twin: "), "")
		}
		d.Twin = preset.Params
		began := time.Now()
		results, err := power.Run(e.ctx, d, func(done, of int) {
			each := time.Since(began) / time.Duration(done)
			say("%s: study %d of %d, %.1f s each, %s in all", name, done, of, each.Seconds(), (each * time.Duration(of)).Round(time.Second))
		})
		if len(results) > 0 && err != nil {
			stopped = stoppedEarly{}
		} else if len(lines) > 0 && e.ctx.Err() != nil {
			stopped = stoppedEarly{}
			break
		} else if err != nil {
			return err
		}
		for _, r := range results {
			lines = append(lines, lineOf(name, r))
		}
		if stopped != nil {
			break
		}
	}
	say("")
	if c.JSON {
		for _, l := range lines {
			if err := writeLine(e.stdout, l); err != nil {
				return err
			}
		}
		return stopped
	}
	if err := writePower(e, lines); err != nil {
		return err
	}
	return stopped
}

// stoppedEarly ends a command that was cancelled and has told what it had.
type stoppedEarly struct{}

func (stoppedEarly) Error() string {
	return "cancelled: what is told is of the studies that were finished"
}

func (stoppedEarly) Is(target error) bool { return target == errCancelled }

func lineOf(preset string, r power.Result) powerLine {
	l := powerLine{Claim: r.Claim, Preset: preset, Animals: r.Animals, Runs: r.Runs, Share: r.Share, Lo: r.Interval.Lo, Hi: r.Interval.Hi, Verdicts: map[string]int{}}
	for v, n := range r.Verdicts {
		l.Verdicts[string(v)] = n
	}
	if r.Naive >= 0 {
		share := float64(r.Naive) / float64(r.Runs)
		l.Naive = &share
	}
	return l
}

func writePower(e *env, lines []powerLine) error {
	var rows [][]string
	for _, l := range lines {
		naive := ""
		if l.Naive != nil {
			naive = fmt.Sprintf("%.2f", *l.Naive)
		}
		var others []string
		for _, v := range claim.Verdicts() {
			if n := l.Verdicts[string(v)]; n > 0 && v != claim.Supported {
				others = append(others, fmt.Sprintf("%d %s", n, v))
			}
		}
		rows = append(rows, []string{l.Claim, l.Preset, fmt.Sprint(l.Animals), fmt.Sprint(l.Runs),
			fmt.Sprintf("%.2f [%.2f, %.2f]", l.Share, l.Lo, l.Hi), naive, strings.Join(others, ", ")})
	}
	return writeColumns(e.stdout, []string{"claim", "preset", "n per arm", "runs", "supported [95 %]", "naive", "else"}, rows)
}

// design reads what is to be simulated.
func (c powerCommand) design() (power.Design, error) {
	d := power.Design{Animals: c.N, Runs: c.Runs, Seed: c.Seed, Workers: c.Workers, Judged: c.Claim, Scoring: rater.Realistic()}
	d.Scoring.Spines = twin.Scoring{Miss: c.Miss, FalsePerUm: c.FalsePerUm}
	switch {
	case len(c.Claim) == 0:
		return d, usage("no claim", "name one, as in --claim C8")
	case c.Runs < 1 || c.Workers < 1 || slices.Min(c.N) < 2:
		return d, usage("at least one run, one worker and two animals per arm are needed", "")
	case !(c.Miss >= 0 && c.Miss < 1 && c.FalsePerUm >= 0):
		return d, usage("--miss is a share from 0 to below 1, --false-per-um is not negative", "")
	}
	var err error
	if d.Study, _, err = (simulateStudyCommand{Study: c.Study}).manifest(); err != nil {
		return d, err
	}
	if d.Claims, err = c.declared(d.Study); err != nil {
		return d, err
	}
	return d, knownClaims(d.Claims, c.Claim)
}

func (c powerCommand) declared(s study.Study) (claim.Set, error) {
	if c.Claims != "" {
		return readClaims(c.Claims)
	}
	return manifestClaims(s, folderOf(c.Study))
}

// fast tells the power of two arms of normal animals, and beside it the rate of
// false positives of the same sizes.
func (c powerCommand) fast(e *env) error {
	for _, x := range []float64{c.Effect, c.SD, c.SDBelow, c.Margin} {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return usage("--fast needs finite numbers", "as in respine power --fast --effect 60 --sd 35 --n 8")
		}
	}
	if !(c.SD > 0) || c.SDBelow < 0 || c.Below < 0 || c.Margin < 0 || slices.Min(c.N) < 2 {
		return usage("--fast needs --sd above zero, nothing below zero but --effect, and two animals per arm", "as in respine power --fast --effect 60 --sd 35 --n 8")
	}
	if c.Effect == 0 && c.Margin == 0 {
		return usage("--fast needs --effect, or --margin to show that there is none", "")
	}
	var rows [][]string
	for _, n := range c.N {
		in := power.Components{Effect: c.Effect, SD: c.SD, SDBelow: c.SDBelow, Below: c.Below, Margin: c.Margin, Animals: n, Runs: c.Runs}
		share, at := power.Normal(in, rand.New(rand.NewPCG(c.Seed, uint64(n))))
		line := powerLine{Claim: "difference", Preset: "normal", Animals: n, Runs: c.Runs, Share: share, Lo: at.Lo, Hi: at.Hi}
		if c.Margin > 0 {
			line.Claim = "equivalence"
		}
		if c.JSON {
			if err := writeLine(e.stdout, line); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{line.Claim, fmt.Sprint(n), fmt.Sprintf("%.2f [%.2f, %.2f]", share, at.Lo, at.Hi)})
	}
	if c.JSON {
		return nil
	}
	return writeColumns(e.stdout, []string{"shown", "n per arm", "power [95 %]"}, rows)
}
