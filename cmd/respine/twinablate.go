package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"respine/twin"
)

type twinAblateCommand struct {
	Mice    int      `default:"8" placeholder:"N" help:"Mice, each lived through every arm (${default})."`
	Only    []string `sep:"none" placeholder:"NAME" help:"An ablation by its name, such as 'no contagion'; may be given several times."`
	Seed    uint64   `default:"1" placeholder:"N" help:"Seed of the mice (${default})."`
	Workers int      `default:"2" placeholder:"N" help:"Mice at a time; the results do not depend on it (${default})."`
	JSON    bool     `name:"json" help:"One JSON object a line."`
}

func (twinAblateCommand) Help() string {
	return `Simulates the arms of the study with every mechanism in place and then without each in turn, on the same mice, and prints which claims broke. A claim that was not supported with everything in place cannot break. What was to break and did not is said, and is no failure of the command: few mice leave much undetermined. All ablations on 8 mice take about a quarter of an hour of one core.

Example:

  respine twin ablate --mice 4 --only 'no contagion'`
}

// ablated is a line of respine twin ablate.
type ablated struct {
	Ablation string   `json:"ablation"`
	What     string   `json:"what"`
	Broken   []string `json:"broken"`  // supported with the mechanism and broken without
	Must     []string `json:"must"`    // had to break
	Missing  []string `json:"missing"` // had to and did not
	Beside   []string `json:"beside"`  // broke without having to
	Untested []string `json:"untested"`
}

func (c twinAblateCommand) Run(e *env) error {
	chosen, err := c.chosen()
	if err != nil {
		return err
	}
	say := e.progress()
	d := twin.Design{Arms: twin.Arms(), Mice: c.Mice, Seed: c.Seed, Claims: twin.Claims(), Paired: true, Workers: c.Workers}
	say("%d mice through %d arms, %d times", c.Mice, len(d.Arms), 1+len(chosen))
	whole, outcomes, err := twin.Ablate(e.ctx, twin.Default(), d, chosen)
	say("")
	if err != nil {
		return err
	}
	return c.print(e, whole, outcomes)
}

func (c twinAblateCommand) chosen() ([]twin.Ablation, error) {
	if c.Mice < 2 {
		return nil, usage(fmt.Sprintf("--mice %d", c.Mice), "an interval over mice needs at least two")
	}
	if c.Workers < 1 {
		return nil, usage(fmt.Sprintf("--workers %d", c.Workers), "at least one mouse at a time")
	}
	all := twin.Ablations()
	if len(c.Only) == 0 {
		return all, nil
	}
	var out []twin.Ablation
	for _, name := range c.Only {
		i := slices.IndexFunc(all, func(a twin.Ablation) bool { return a.Name == name })
		if i < 0 {
			var names []string
			for _, a := range all {
				names = append(names, a.Name)
			}
			return nil, usage(fmt.Sprintf("--only: no ablation is called %q", name), "there are: "+strings.Join(names, ", "))
		}
		out = append(out, all[i])
	}
	return out, nil
}

func (c twinAblateCommand) print(e *env, whole []twin.Finding, outcomes []twin.Outcome) error {
	supported := map[string]bool{}
	for _, f := range whole {
		supported[f.ID] = f.Verdict == twin.Supported
	}
	var rows [][]string
	var missing []string
	for _, o := range outcomes {
		line := ablated{o.Ablation.Name, o.Ablation.What, noNil(o.Broken), noNil(o.Must), noNil(o.Missing), noNil(o.Beside), []string{}}
		for _, id := range o.Ablation.Breaks() {
			if !supported[id] {
				line.Untested = append(line.Untested, id)
			}
		}
		if c.JSON {
			if err := writeLine(e.stdout, line); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{line.Ablation, joinWords(line.Broken), joinWords(line.Missing), joinWords(line.Untested), joinWords(line.Beside)})
		if len(line.Missing) > 0 {
			missing = append(missing, fmt.Sprintf("%s: did not break as they should: %s", line.Ablation, joinWords(line.Missing)))
		}
	}
	if c.JSON {
		return nil
	}
	if err := writeColumns(e.stdout, []string{"without", "broke", "should have, did not", "should have, not shown before either", "broke beside"}, rows); err != nil {
		return err
	}
	_, err := fmt.Fprintln(e.stdout, cmp.Or(strings.Join(missing, "\n"), "every claim broke that should, of those that could"))
	return err
}

// noNil is never nil, so that JSON has [].
func noNil(s []string) []string { return append([]string{}, s...) }

func joinWords(s []string) string { return strings.Join(s, " ") }
