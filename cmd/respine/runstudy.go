package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"respine/pipeline"
	"respine/store"
)

type runCommand struct {
	Study     string `arg:"" name:"study" help:"Folder of the study, or its manifest."`
	Workers   int    `default:"2" placeholder:"N" help:"Cores to use; the results do not depend on it (${default})."`
	MemoryMib int64  `default:"1024" placeholder:"MIB" help:"Memory to use: how many measurements run at a time, and what the program's heap is held to (${default})."`
}

func (runCommand) Help() string {
	return `Measures every recording of the manifest, joins what was measured with the tables named there, judges the claims and writes STUDY/results with tables, verdicts and the report. Results are kept in STUDY/store by what they follow from: running again, also after a run that was killed, does only what is new or changed. A recording that cannot be measured is told, left out and holds up nothing else (exit code 3).

Example:

  respine run mystudy`
}

func (c runCommand) Run(e *env) error {
	if c.Workers < 1 || c.MemoryMib < 1 {
		return usage("--workers and --memory-mib are at least 1", "")
	}
	s, dir, warnings, err := readStudy(c.Study)
	if err != nil {
		return err
	}
	if _, err := pipeline.Claims(s, dir); err != nil {
		return usage(err.Error(), "")
	}
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(c.MemoryMib << 20))
	opened, err := pipeline.Open(s, dir)
	if err != nil {
		return err
	}
	defer opened.Store.Close()
	if opened.Masked && len(warnings) > 0 { // they name animals and arms
		warnings = []string{fmt.Sprintf("respine check tells %d warnings of the manifest", len(warnings))}
	}
	for _, w := range warnings {
		fmt.Fprintln(e.stderr, "respine: "+w)
	}
	release, err := opened.Begin(time.Now())
	if err != nil {
		return err
	}
	defer release()
	say := e.progress()
	defer say("")
	o := pipeline.Options{Program: provenance(), Now: time.Now(), Workers: c.Workers, Bytes: c.MemoryMib << 20, Say: func(unit, what string) { say("%s", strings.TrimPrefix(unit+": "+what, ": ")) }}
	run, err := opened.Run(e.ctx, o)
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return errStopped
		}
		return err
	}
	say("writing results")
	out, err := publish(dir, opened.Masked, run)
	if err != nil {
		return err
	}
	say("")
	return c.tell(e, opened.Masked, run, out)
}

// tell prints what was done and what was left out.
func (c runCommand) tell(e *env, masked bool, run pipeline.Run, out string) error {
	fresh := 0
	for _, p := range run.Measured {
		if p.Fresh && p.State == pipeline.Done {
			fresh++
		}
	}
	for _, v := range run.LeftOut {
		fmt.Fprintf(e.stderr, "respine: left out: %s: %s\n", v.What, v.Why)
	}
	for _, v := range run.Beyond {
		fmt.Fprintf(e.stderr, "respine: not measured: %s: %s\n", v.What, v.Why)
	}
	for _, v := range run.Notes {
		fmt.Fprintf(e.stderr, "respine: note: %s\n", v)
	}
	if masked {
		tellMasked(e, c.Study)
	} else if err := writeShort(e.stdout, out); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.stdout, "\n%d measurements, %d of them new\nreport: %s\n", len(run.Measured), fresh, filepath.Join(out, "report.html")); err != nil {
		return err
	}
	if len(run.LeftOut) > 0 {
		return errPartly
	}
	return nil
}

// tellMasked says why nothing is judged.
func tellMasked(e *env, path string) {
	fmt.Fprintf(e.stderr, "respine: animals are masked: claims are not judged, and tables scored by hand are not read\nhint: respine unblind %s --who NAME --why TEXT, once everything is scored\n", path)
}

type verifyCommand struct {
	Study string `arg:"" name:"study" help:"Folder of the study."`
}

func (verifyCommand) Help() string {
	return `Reads every file of every result of a study and the audit log, and tells what is not as it was published. It changes nothing; the next respine run does anew what is damaged.

Example:

  respine verify mystudy`
}

func (c verifyCommand) Run(e *env) error {
	st, err := openStore(c.Study)
	if err != nil {
		return err
	}
	defer st.Close()
	whole, problems, err := st.Verify()
	if err != nil {
		return err
	}
	for _, p := range problems {
		fmt.Fprintf(e.stderr, "respine: %s: %s\n", p.Of, p.What)
	}
	if _, err := fmt.Fprintf(e.stdout, "%d results are whole, %d problems\n", whole, len(problems)); err != nil {
		return err
	}
	if len(problems) > 0 {
		return errors.New("the store is damaged\nhint: respine run " + c.Study + " makes anew what is damaged; the damaged files are kept aside")
	}
	return nil
}

// openStore opens the store of a study that was run before.
func openStore(path string) (*store.Store, error) {
	_, dir, _, err := readStudy(path)
	if err != nil {
		return nil, err
	}
	if !store.Exists(pipeline.StoreOf(dir)) {
		return nil, fmt.Errorf("%s has no results yet\nhint: respine run %s", path, path)
	}
	return store.Open(pipeline.StoreOf(dir))
}

// openStudy opens a study that was run before, to be looked at.
func openStudy(path string) (pipeline.Study, error) {
	s, dir, _, err := readStudy(path)
	if err != nil {
		return pipeline.Study{}, err
	}
	if !store.Exists(pipeline.StoreOf(dir)) {
		return pipeline.Study{}, fmt.Errorf("%s has no results yet\nhint: respine run %s", path, path)
	}
	return pipeline.Open(s, dir)
}
