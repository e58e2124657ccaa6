package main

import (
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"respine/table"
	"respine/timelapse"
	"respine/turnover"
)

// trackName is the command as users type it.
const trackName = "spines track"

// Run tracks, unless that has been done: nothing if nothing changed, only what
// follows from the measured spines if the pixels and what is asked of them
// have not.
func (c trackCommand) Run(e *env) error {
	if err := c.check(); err != nil {
		return err
	}
	earlier, complete, err := readState(c.Out, trackName)
	if err != nil {
		return err
	}
	k, err := c.keys()
	if err != nil {
		return err
	}
	if complete && earlier.Key == k.outer {
		return c.again(e, earlier)
	}
	f, err := newFolder(c.Out) // before the work, so that a folder that cannot be made is told at once
	if err != nil {
		return err
	}
	defer f.discard()
	say := e.progress()
	defer say("")
	m, err := loadField(c.Out)
	if earlier.Inner != k.inner || err != nil {
		if m, err = c.measure(e.ctx, say); err != nil {
			return err
		}
	}
	say("writing")
	s, err := c.write(e.ctx, f, m, k)
	if err != nil {
		return err
	}
	say("")
	return c.tell(e, s)
}

// again repeats what the earlier run said.
func (c trackCommand) again(e *env, earlier state) error {
	var s summary
	if err := e.unchanged(c.Out, &s); err != nil {
		return err
	}
	return c.tell(e, s)
}

// tell prints the summary, and what to beware of.
func (c trackCommand) tell(e *env, s summary) error {
	e.warn(s.Warnings)
	var err error
	if c.JSON {
		s.Report = filepath.Join(c.Out, s.Report)
		err = e.jsonLine(s)
	} else {
		err = s.print(e.stdout, c.Out)
	}
	if err == nil && s.unused() > 0 {
		err = errPartly
	}
	return err
}

// write fills the output folder and puts it in place.
func (c trackCommand) write(ctx context.Context, f *folder, m timelapse.Field, k keys) (summary, error) {
	d, err := m.Analyse(c.RestoredUm, c.Seed)
	if err != nil {
		return summary{}, err
	}
	s := summarise(m, d)
	if err := c.fill(ctx, f, m, d, k, s); err != nil {
		return summary{}, err
	}
	if err := ctx.Err(); err != nil {
		return summary{}, err
	}
	note := state{Made: trackName, Key: k.outer, Inner: k.inner}
	if s.unused() > 0 {
		note.Code = exitPartly
	}
	return s, f.commit(note)
}

// fill writes every file of the folder.
func (c trackCommand) fill(ctx context.Context, f *folder, m timelapse.Field, d turnover.Result, k keys, s summary) error {
	tables := m.Tables(d)
	if err := table.WriteFiles(f.Work, tables...); err != nil {
		return err
	}
	if err := writeFile(f.path(summaryFile), func(w *os.File) error { return writeJSON(w, s) }); err != nil {
		return err
	}
	if err := errors.Join(m.WriteRegions(f.Work), m.WriteCenterlines(f.Work), saveField(f, m)); err != nil {
		return err
	}
	if err := m.WritePictures(ctx, f.Work, c.Workers); err != nil {
		return err
	}
	return c.writeReport(f, m, tables, k, s)
}

// measuredName is where the measured spines are kept for the next run.
const measuredName = noteName + "/measured.gob"

func saveField(f *folder, m timelapse.Field) error {
	return writeFile(f.path(measuredName), func(w *os.File) error { return gob.NewEncoder(w).Encode(m) })
}

func loadField(out string) (m timelapse.Field, err error) {
	f, err := os.Open(filepath.Join(out, measuredName))
	if err != nil {
		return m, err
	}
	defer f.Close()
	return m, gob.NewDecoder(f).Decode(&m)
}

// writeFile creates a file and fills it.
func writeFile(path string, fill func(*os.File) error) error {
	w, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := errors.Join(fill(w), w.Close()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
