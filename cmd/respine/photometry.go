package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"

	"respine/photofile"
	"respine/photometry"
	"respine/table"
)

type photometryCommand struct {
	Files     []string  `arg:"" name:"file" help:"Recordings: CSV of Neurophotometrics, Doric or plain, .ppd of pyPhotometry, .tsq or folder of TDT. Files that differ in a light alone (a_415.csv, a_470.csv) are one recording."`
	Behavior  []string  `placeholder:"TABLE" help:"Bouts: state, from_s, to_s, with animal and session if of several; or a table a recording, in their order."`
	Motion    string    `placeholder:"TABLE" help:"How much the animal moved, as a negative control: time_s, motion, with animal and session if of several."`
	Pulses    []string  `placeholder:"TABLE" help:"Times at which the film saw the pulses, time_s, a table a recording; film_pulses.csv beside a recording is taken by itself."`
	SameClock bool      `help:"Bouts are on the recorder's own clock. Pulses, where there are any, must agree."`
	FilmFrom  []float64 `name:"film-from-s" placeholder:"S" help:"The film began so many seconds after the first sample: one for all, or one a recording. A clock that is stated, not measured, carries no claim."`
	Animals   []string  `placeholder:"NAME" help:"Animals, a name a recording; else from folders ANIMAL/SESSION/photometry.csv, or names of files."`
	Sessions  []string  `placeholder:"NAME" help:"Sessions, a name a recording."`
	Signal    string    `placeholder:"NAME" help:"The channel of the indicator, where the file does not tell which is near 470 nm."`
	Control   string    `placeholder:"NAME" help:"The isosbestic channel."`
	Sync      string    `placeholder:"NAME" help:"The line that carries the pulses."`
	LowpassHz float64   `name:"lowpass-hz" default:"3" placeholder:"HZ" help:"Corner of the low-pass filter (${default})."`
	MinDFF    float64   `name:"min-dff" default:"0" placeholder:"DFF" help:"Least rise of a transient, beside the rule by noise (${default})."`
	LagSec    float64   `name:"lag-s" default:"1" placeholder:"S" help:"Lag at which prediction of struggles is tested (${default})."`
	Seed      uint64    `default:"1" placeholder:"N" help:"Seed of permutations and bootstraps (${default})."`
	Out       string    `required:"" placeholder:"DIR" help:"Folder for tables, pictures and summary.json."`
	JSON      bool      `name:"json" help:"Print the summary as JSON."`
}

// photometryName is the command as users type it.
const photometryName = "photometry"

func (photometryCommand) Help() string {
	return `Turns fibre photometry into dF/F by several pipelines, transients, courses around struggles, and whether calcium in immobility tells of the struggle to come. Tables transients and control_transients are what respine judge reads. Nothing is claimed around behaviour where the clocks of recorder and film may be more than 0.1 s apart, or where that cannot be known; docs/photometry.md says how each number is made.

Example:

  respine photometry recordings/*/tail-3h/photometry.csv --behavior bouts.csv --out photometry`
}

func (c photometryCommand) Run(e *env) error {
	earlier, complete, err := readState(c.Out, photometryName)
	if err != nil {
		return err
	}
	k, err := c.key()
	if err != nil {
		return err
	}
	if complete && earlier.Key == k {
		return c.again(e, earlier)
	}
	f, err := newFolder(c.Out)
	if err != nil {
		return err
	}
	defer f.discard()
	say := e.progress()
	defer say("")
	sessions, left, err := c.sessions(e.ctx, say)
	if err != nil {
		return err
	}
	say("asking whether calcium tells of struggles")
	r := photometry.Analyse(sessions, c.params(), rand.New(rand.NewPCG(c.Seed, 0)))
	say("writing")
	s := summarisePhotometry(r, left)
	if err := c.fill(f, r, left, s); err != nil {
		return err
	}
	if err := e.ctx.Err(); err != nil {
		return err
	}
	note := state{Made: photometryName, Key: k}
	if _, refused := s.warnings(); refused || len(left) > 0 {
		note.Code = exitPartly
	}
	if err := f.commit(note); err != nil {
		return err
	}
	say("")
	return c.tell(e, s)
}

func (c photometryCommand) params() photometry.Params {
	return photometry.Params{LowpassHz: c.LowpassHz, MinDFF: c.MinDFF, LagSec: c.LagSec}
}

// key is of everything the output follows from.
func (c photometryCommand) key() (string, error) {
	program, err := programHash()
	if err != nil {
		return "", err
	}
	content := []any{program, c.Files, c.SameClock, c.FilmFrom, c.Animals, c.Sessions, c.Signal, c.Control, c.Sync, c.LowpassHz, c.MinDFF, c.LagSec, c.Seed}
	paths := append(append(append([]string(nil), c.Files...), c.Behavior...), c.Pulses...)
	if c.Motion != "" {
		paths = append(paths, c.Motion)
	}
	for _, g := range photofile.Group(c.Files) {
		if p := photofile.PulsesBeside(g[0]); p != "" {
			paths = append(paths, p)
		}
	}
	for _, p := range paths {
		sum, err := hashOf(p)
		if err != nil {
			return "", err
		}
		content = append(content, p, sum)
	}
	return key(content), nil
}

// again repeats what the earlier run said.
func (c photometryCommand) again(e *env, earlier state) error {
	var s photometrySummary
	if err := e.unchanged(c.Out, &s); err != nil {
		return err
	}
	return c.tell(e, s)
}

// tell prints the summary and what could not be used.
func (c photometryCommand) tell(e *env, s photometrySummary) error {
	for _, l := range s.LeftOut {
		fmt.Fprintf(e.stderr, "respine: %s: %s\n", l.What, strings.ReplaceAll(l.Why, "\n", "\nrespine: "))
	}
	for _, r := range s.Recordings {
		if r.Doubt != "" {
			e.warn([]string{strings.TrimSpace(r.Animal+" "+r.Session) + ": " + r.Doubt})
		}
	}
	believed, refused := s.warnings()
	e.warn(believed)
	var err error
	if c.JSON {
		err = writeJSON(e.stdout, s)
	} else {
		err = s.print(e.stdout, c.Out)
	}
	if err == nil && (len(s.LeftOut) > 0 || refused) {
		err = errPartly
	}
	return err
}

// fill writes every file of the folder.
func (c photometryCommand) fill(f *folder, r photometry.Result, left []leftOut, s photometrySummary) error {
	t := table.New("left_out", table.String("what", ""), table.String("why", ""))
	for _, l := range left {
		t.Append(l.What, l.Why)
	}
	return errors.Join(
		table.WriteFiles(f.Work, append(r.Tables(), t)...),
		writeFile(f.path(summaryFile), func(w *os.File) error { return writeJSON(w, s) }),
		writePhotometryPictures(f, r))
}
