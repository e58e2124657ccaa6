package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"respine/twin"
)

type twinExplainCommand struct {
	JSON     bool `name:"json" help:"One JSON object a line."`
	Markdown bool `help:"A table as docs/twin.md has it."`
}

func (twinExplainCommand) Help() string {
	return `Says of every claim of the study whether the twin assumes it outright, was fitted to it, or predicts it, and which mechanism must be switched off to break it. Agreement with what was assumed or calibrated is no evidence.

Example:

  respine twin explain --json`
}

// explained is a line of respine twin explain.
type explained struct {
	Claim     string `json:"claim"`
	Says      string `json:"says"`
	Grade     string `json:"grade"`
	Assumes   string `json:"assumes"`
	Knob      string `json:"knob"`
	Emerges   string `json:"emerges"`
	Ablations string `json:"ablations"`
}

func (c twinExplainCommand) Run(e *env) error {
	says := map[string]string{}
	for _, claim := range twin.Claims() {
		says[claim.ID] = claim.What
	}
	var rows [][]string
	for _, x := range twin.Explain() {
		line := explained{x.Claim, says[x.Claim], x.Grade.String(), x.Assumes, x.Knob, x.Emerges, x.Ablations}
		if c.JSON {
			if err := writeLine(e.stdout, line); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{line.Claim, line.Grade, line.Says, line.Assumes, line.Knob, line.Emerges, line.Ablations})
	}
	if c.JSON {
		return nil
	}
	return writerOf(c.Markdown)(e.stdout, []string{"claim", "grade", "says", "assumes", "fitted", "emerges", "broken by"}, rows)
}

type twinConstantsCommand struct {
	JSON     bool   `name:"json" help:"One JSON object a line."`
	Markdown bool   `help:"A table as docs/twin.md has it."`
	Preset   string `default:"moda-sava-2019" placeholder:"NAME" help:"Whose values (${default})."`
}

func (twinConstantsCommand) Help() string {
	return `Prints every constant of the twin with its value and where that comes from: a published value or direction, fitted by hand to what is named, free, or a choice that is no biology.

Example:

  respine twin constants --markdown`
}

// constant is a line of respine twin constants.
type constant struct {
	Constant string `json:"constant"`
	Value    string `json:"value"`
	Origin   string `json:"origin"`
	From     string `json:"from"`
}

func (c twinConstantsCommand) Run(e *env) error {
	preset, err := twin.PresetNamed(c.Preset)
	if err != nil {
		return usage(strings.TrimPrefix(err.Error(), "twin: "), "")
	}
	t := twin.SourceTable(preset.Params)
	var rows [][]string
	for i, name := range t.Strings("constant") {
		line := constant{name, t.Strings("value")[i], t.Strings("origin")[i], t.Strings("source")[i]}
		if c.JSON {
			if err := writeLine(e.stdout, line); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{line.Constant, line.Value, line.Origin, line.From})
	}
	if c.JSON {
		return nil
	}
	return writerOf(c.Markdown)(e.stdout, []string{"constant", "value", "origin", "from"}, rows)
}

// writerOf returns how a table is written.
func writerOf(markdown bool) func(io.Writer, []string, [][]string) error {
	if markdown {
		return writeMarkdown
	}
	return writeColumns
}

// writeLine writes a value as one line of JSON.
func writeLine(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// writeColumns writes rows under a heading, columns aligned; "-" stands for
// nothing.
func writeColumns(w io.Writer, heading []string, rows [][]string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, strings.Join(heading, "\t"))
	for _, r := range rows {
		cells := make([]string, len(r))
		for i, c := range r {
			if cells[i] = strings.ReplaceAll(c, "\n", "; "); c == "" {
				cells[i] = "-"
			}
		}
		fmt.Fprintln(t, strings.Join(cells, "\t"))
	}
	return t.Flush()
}
