package main

import (
	"errors"
	"fmt"
	"os"

	"respine/cellmatch"
)

type matchCommand struct {
	Folders  []string `arg:"" name:"dir" placeholder:"DIR" help:"Folders that respine calcium wrote, a session of the same field each, in the order of days."`
	Out      string   `required:"" placeholder:"DIR" help:"Folder for tables, picture and summary."`
	MinP     float64  `name:"min-p" default:"0.5" placeholder:"P" help:"Every two sessions of a cell are the same cell at least this probably (${default})."`
	WithinUm float64  `default:"14" placeholder:"UM" help:"Cells further apart, once the fields lie on each other, are different ones (${default})."`
	JSON     bool     `name:"json" help:"Print the summary as one JSON object."`
}

func (matchCommand) Help() string {
	return `Finds the same cells in calcium movies of one field on several days, from the footprints that respine calcium found: the fields are laid on the first one's, and neighbours get a probability of being one cell. Table matches has a row for every cell and session, with its name over sessions, same_id, or the reason why it is missing; table alignments says how each field lies. A session whose cells lie otherwise than the first one's is told, and nothing of it is matched (exit code 3).

Example:

  respine match day0 day4 day8 --out matched`
}

// matchName is the command as users type it.
const matchName = "match"

func (c matchCommand) Run(e *env) error {
	if err := c.check(); err != nil {
		return err
	}
	earlier, complete, err := readState(c.Out, matchName)
	if err != nil {
		return err
	}
	field, err := readField(c.Folders)
	if err != nil {
		return err
	}
	k, err := keyOfFiles(field.files, c.MinP, c.WithinUm)
	if err != nil {
		return err
	}
	if complete && earlier.Key == k {
		return c.again(e)
	}
	f, err := newFolder(c.Out)
	if err != nil {
		return err
	}
	defer f.discard()
	r := cellmatch.Match(field.sessions, cellmatch.Params{WithinPx: c.WithinUm / field.pixel.Um, Same: c.MinP})
	s := newMatchSummary(field, r)
	if err := writeMatches(f.Work, field, r); err != nil {
		return err
	}
	note := state{Made: matchName, Key: k}
	if s.Unaligned > 0 {
		note.Code = exitPartly
	}
	if err := errors.Join(writeFile(f.path(summaryFile), func(w *os.File) error { return writeJSON(w, s) }), e.ctx.Err()); err != nil {
		return err
	}
	if err := f.commit(note); err != nil {
		return err
	}
	return c.tell(e, s)
}

// check finds mistakes on the command line.
func (c matchCommand) check() error {
	switch {
	case !(c.MinP > 0 && c.MinP < 1):
		return usage(fmt.Sprintf("--min-p %g is no probability above 0 and below 1", c.MinP), "")
	case !(c.WithinUm > 0 && c.WithinUm <= mostWithinUm):
		return usage(fmt.Sprintf("--within-um %g is no distance between places of one cell", c.WithinUm), fmt.Sprintf("above 0 and at most %d; the width of a cell body, 14, is usual", mostWithinUm))
	case len(c.Folders) < 2:
		return usage("one folder is one session", "name the folders of two sessions or more, in the order of days, as in respine match day0 day4 --out matched")
	}
	for i, dir := range c.Folders {
		for _, earlier := range c.Folders[:i] {
			if sameFile(earlier, dir) {
				return usage(fmt.Sprintf("%s and %s are one folder", earlier, dir), "name each session once, in the order of days")
			}
		}
	}
	return nil
}

// mostWithinUm is several cell bodies: there is a neighbour that near everywhere.
const mostWithinUm = 50

// again repeats what the earlier run said.
func (c matchCommand) again(e *env) error {
	var s matchSummary
	if err := e.unchanged(c.Out, &s); err != nil {
		return err
	}
	return c.tell(e, s)
}
