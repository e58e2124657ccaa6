package main

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"respine/table"
	"respine/turnover"
)

// Run tracks, unless that has been done: nothing if nothing changed, only what
// follows from the measured spines if the pixels and what is asked of them
// have not.
func (c trackCommand) Run(e *env) error {
	if err := c.check(); err != nil {
		return err
	}
	earlier, complete, err := readState(c.Out)
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
	say := progress(e.stderr)
	defer say("")
	var m measured
	if !complete || earlier.Inner != k.inner || m.load(c.Out) != nil {
		if m, err = c.measure(e.ctx, say); err != nil {
			return err
		}
	}
	say("writing")
	s, err := c.write(e, m, k)
	if err != nil {
		return err
	}
	say("")
	return c.tell(e, s)
}

// again repeats what the earlier run said.
func (c trackCommand) again(e *env, earlier state) error {
	b, err := os.ReadFile(filepath.Join(c.Out, "summary.json"))
	if err != nil {
		return err
	}
	var s summary
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("%s: summary.json: %w", c.Out, err)
	}
	fmt.Fprintln(e.stderr, "respine: nothing changed")
	return c.tell(e, s)
}

// tell prints the summary, and what could not be used.
func (c trackCommand) tell(e *env, s summary) error {
	for _, w := range s.Warnings {
		fmt.Fprintln(e.stderr, "respine: warning: "+w)
	}
	for _, v := range s.Sessions {
		if !v.Used {
			fmt.Fprintf(e.stderr, "respine: session %d is not used: %s: %s\n", v.Session, v.Recording, v.Reason)
		}
	}
	var err error
	if c.JSON {
		s.Report = filepath.Join(c.Out, s.Report)
		var b []byte
		if b, err = json.Marshal(s); err == nil {
			_, err = fmt.Fprintf(e.stdout, "%s\n", b)
		}
	} else {
		err = s.print(e.stdout, c.Out)
	}
	if err == nil && s.unused() > 0 {
		err = errPartly
	}
	return err
}

// write fills the output folder and puts it in place.
func (c trackCommand) write(e *env, m measured, k keys) (summary, error) {
	d, err := analyse(m.Result, c.RestoredUm, c.Seed)
	if err != nil {
		return summary{}, err
	}
	f, err := newFolder(c.Out)
	if err != nil {
		return summary{}, err
	}
	defer f.discard()
	s := summarise(m, d)
	if err := c.fill(f, m, d, s); err != nil {
		return summary{}, err
	}
	if err := k.remember.write(f.path(noteName + "/hashes.json")); err != nil {
		return summary{}, err
	}
	if err := e.ctx.Err(); err != nil {
		return summary{}, err
	}
	note := state{Made: "spines track", Key: k.outer, Inner: k.inner}
	if s.unused() > 0 {
		note.Code = exitPartly
	}
	return s, f.commit(note)
}

// fill writes every file of the folder.
func (c trackCommand) fill(f *folder, m measured, d turnover.Result, s summary) error {
	if err := table.WriteFiles(f.Work, allTables(m.Result, d)...); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := writeJSON(&b, s); err != nil {
		return err
	}
	if err := os.WriteFile(f.path("summary.json"), b.Bytes(), 0o644); err != nil {
		return err
	}
	for _, write := range []func(measured, *folder) error{measured.writeRegions, measured.writeCenterlines, measured.writePictures, measured.save} {
		if err := write(m, f); err != nil {
			return err
		}
	}
	return nil
}

// measuredName is where the measured spines are kept for the next run.
const measuredName = noteName + "/measured.gob"

func (m measured) save(f *folder) error {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(m); err != nil {
		return err
	}
	return os.WriteFile(f.path(measuredName), b.Bytes(), 0o644)
}

func (m *measured) load(out string) error {
	f, err := os.Open(filepath.Join(out, measuredName))
	if err != nil {
		return err
	}
	defer f.Close()
	return gob.NewDecoder(f).Decode(m)
}
