package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"time"

	"respine/store"
)

// doer does pieces of work in a store. It is the one way a result comes about,
// wherever it runs.
type doer struct {
	store   *store.Store
	steps   []Step
	workers int // cores of a step
	masked  bool
	say     func(unit, what string)
}

// do returns the result of a piece of work, doing it if it has not been done.
// Damage to an earlier result is told and mended by doing it anew.
func (d doer) do(ctx context.Context, w Work) (r store.Result, done bool, err error) {
	step := find(d.steps, w.Step)
	note := w.note(step.Version)
	r, found, err := d.store.Lookup(note.Key())
	switch {
	case errors.Is(err, store.ErrDamaged):
		d.say(w.Unit, fmt.Sprintf("%v; it is kept in %s/damaged and done anew", err, d.store.Dir()))
	case err != nil || found:
		return r, false, err
	}
	if err := ctx.Err(); err != nil {
		return r, false, err
	}
	began := time.Now()
	ending := store.Ending{Key: note.Key(), Step: w.Step, Unit: w.Unit, Began: began, State: Running}
	if err := d.store.Ended(ending); err != nil {
		return r, false, err
	}
	r, err = d.attempt(ctx, step, w, note)
	ending.Seconds, ending.State = time.Since(began).Seconds(), Done
	if err != nil {
		ending.State, ending.Error = Failed, err.Error()
		if ctx.Err() != nil {
			ending.State, ending.Error = Cancelled, "the run was cancelled; the next one does it"
		}
	}
	return r, true, errors.Join(err, d.store.Ended(ending))
}

// States of a piece of work, as Status says them.
const (
	Done      = "done"
	Failed    = "failed"
	Cancelled = "cancelled"
	Running   = "running"
	Waiting   = "to do"
)

func (d doer) attempt(ctx context.Context, step Step, w Work, note store.Note) (store.Result, error) {
	a, err := d.store.Begin(note)
	if err != nil {
		return store.Result{}, err
	}
	defer a.Discard()
	j := Job{Params: note.Params, Dir: a.Dir, Workers: d.workers, Say: func(format string, args ...any) { d.say(w.Unit, fmt.Sprintf(format, args...)) }}
	for _, in := range w.Inputs {
		j.Inputs = append(j.Inputs, in.Source)
	}
	failure := step.Do(ctx, j)
	if err := ctx.Err(); err != nil {
		return store.Result{}, err
	}
	if store.DiskFull(failure) {
		return store.Result{}, store.Trouble(failure)
	}
	if err := d.unchanged(w); err != nil { // then what the step says of it is beside the point
		return store.Result{}, err
	}
	if failure != nil {
		return store.Result{}, named(failure, w.Inputs, d.masked)
	}
	return a.Publish()
}

// named returns an error that calls inputs by their names, so that it says the same
// wherever the study lies, and nothing of whose they are: of a masked study the
// names of files within a folder are left away too, which may tell animal and arm.
func named(err error, inputs []Input, masked bool) error {
	text := err.Error()
	for _, in := range inputs {
		if masked {
			text = regexp.MustCompile(regexp.QuoteMeta(in.Path)+`[/\\][^:\n]*`).ReplaceAllLiteralString(text, in.Name+" (a file in it)")
		}
		text = strings.ReplaceAll(text, in.Path, in.Name)
	}
	if text == err.Error() {
		return err
	}
	return errors.New(text)
}

// unchanged makes sure that what was read is what the result is named after.
func (d doer) unchanged(w Work) error {
	for _, in := range w.Inputs {
		if in.of != nil {
			continue
		}
		hash, err := d.store.Fingerprint(in.Path)
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is gone: it was there when the run began", in.Name)
		}
		if errors.Is(err, store.ErrStore) {
			return err
		}
		if err != nil && !errors.Is(err, store.ErrChanged) {
			return fmt.Errorf("%s: %w", in.Name, reason(err))
		}
		if hash != in.Hash {
			return fmt.Errorf("%s changed while it was measured\nhint: run again when it is whole", in.Name)
		}
	}
	return nil
}
