package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"respine/twin"
)

type twinEffectsCommand struct {
	Mice     int    `default:"8" placeholder:"N" help:"Mice in an arm (${default})."`
	Seed     uint64 `default:"1" placeholder:"N" help:"Seed of the mice (${default})."`
	Workers  int    `default:"2" placeholder:"N" help:"Mice at a time; the results do not depend on it (${default})."`
	Markdown bool   `help:"Tables as docs/twin.md has them."`
}

func (twinEffectsCommand) Help() string {
	return `Prints the effect of every part of every claim, with its 95 % interval over mice and Hedges' g: in the same mice lived through every arm and in mice of their own; under the null and each rival; and without each mechanism, in the same mice. All of it on 8 mice takes about ten minutes of one core.

Example:

  respine twin effects --mice 4 --markdown`
}

func (c twinEffectsCommand) Run(e *env) error {
	if c.Mice < 2 {
		return usage(fmt.Sprintf("--mice %d", c.Mice), "an interval over mice needs at least two")
	}
	if c.Workers < 1 {
		return usage(fmt.Sprintf("--workers %d", c.Workers), "at least one mouse at a time")
	}
	say := e.progress()
	say("%d mice through every arm, %d times", c.Mice, len(twin.Presets())+1+len(twin.Ablations()))
	all, err := twin.Measure(e.ctx, twin.Design{Arms: twin.Arms(), Mice: c.Mice, Seed: c.Seed, Claims: twin.Claims(), Workers: c.Workers})
	say("")
	if err != nil {
		return err
	}
	return c.print(e.stdout, all)
}

func (c twinEffectsCommand) print(out io.Writer, all twin.Effects) error {
	write := writerOf(c.Markdown)
	tables := []func() ([]string, [][]string){
		func() ([]string, [][]string) { return effectRows(all) },
		func() ([]string, [][]string) { return rivalRows(all) },
		func() ([]string, [][]string) { return withoutRows(all) },
	}
	for i, t := range tables {
		if i > 0 {
			fmt.Fprintln(out)
		}
		heading, rows := t()
		if err := write(out, heading, rows); err != nil {
			return err
		}
	}
	return nil
}

// effectRows is the study itself.
func effectRows(all twin.Effects) (heading []string, rows [][]string) {
	grade := map[string]string{}
	for _, x := range twin.Explain() {
		grade[x.Claim] = x.Grade.String()
	}
	heading = []string{"claim", "says", "grade", "same mice", "g", "", "other mice", "g", ""}
	for i, p := range all.Paired {
		s := all.Separate[i]
		rows = append(rows, []string{p.ID, p.What, grade[p.ID], effect(p), size(p), verdict(p), effect(s), size(s), verdict(s)})
	}
	return heading, rows
}

// rivalRows is the study under other presets.
func rivalRows(all twin.Effects) (heading []string, rows [][]string) {
	heading = []string{"claim", twin.Presets()[0].Name}
	for _, r := range all.Rivals {
		heading = append(heading, r.Preset.Name)
	}
	for i, p := range all.Paired {
		row := []string{p.ID, effect(p) + " " + verdict(p)}
		for _, r := range all.Rivals {
			row = append(row, effect(r.Findings[i])+" "+verdict(r.Findings[i]))
		}
		rows = append(rows, row)
	}
	return heading, rows
}

// withoutRows is the study without each mechanism: g and verdict, with * where a
// claim broke as it had to, ! where it had to and did not, + where it broke beside.
func withoutRows(all twin.Effects) (heading []string, rows [][]string) {
	heading = []string{"claim", "everything"}
	for _, o := range all.Without {
		heading = append(heading, o.Ablation.Name)
	}
	for i, p := range all.Paired {
		row := []string{p.ID, size(p) + " " + verdict(p)}
		for _, o := range all.Without {
			mark := ""
			switch {
			case slices.Contains(o.Missing, p.ID):
				mark = "!"
			case slices.Contains(o.Beside, p.ID):
				mark = "+"
			case slices.Contains(o.Broken, p.ID):
				mark = "*"
			}
			row = append(row, size(o.Findings[i])+" "+verdict(o.Findings[i])+mark)
		}
		rows = append(rows, row)
	}
	return heading, rows
}

// effect prints a difference with its 95 % interval.
func effect(f twin.Finding) string {
	if f.Undefined != "" {
		return "undefined: " + f.Undefined
	}
	text := fmt.Sprintf("%+.3g (%+.3g to %+.3g)", f.Difference, f.Lo, f.Hi)
	return strings.TrimSpace(text + " " + f.Unit)
}

// size prints Hedges' g.
func size(f twin.Finding) string {
	switch {
	case f.Undefined != "":
		return "-"
	case math.IsNaN(f.G) && f.Difference == 0:
		return "0" // no spread: the two are the same to the last bit
	case math.IsNaN(f.G):
		return "-" // too few mice for a spread
	}
	return fmt.Sprintf("%+.2f", f.G)
}

// verdict is one letter.
func verdict(f twin.Finding) string {
	return map[twin.Verdict]string{twin.Supported: "S", twin.Refuted: "R", twin.Undetermined: "u"}[f.Verdict]
}

// writeMarkdown writes rows as a Markdown table; "–" stands for nothing.
func writeMarkdown(w io.Writer, heading []string, rows [][]string) error {
	rule := make([]string, len(heading))
	for i := range rule {
		rule[i] = "---"
	}
	for _, row := range slices.Concat([][]string{heading, rule}, rows) {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = cmp.Or(strings.ReplaceAll(c, "|", "\\|"), "–")
		}
		if _, err := fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | ")); err != nil {
			return err
		}
	}
	return nil
}
