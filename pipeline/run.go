package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"respine/executor"
	"respine/report"
	"respine/store"
	"respine/table"
)

// Options say how a study is run; nothing in a result depends on them.
type Options struct {
	Workers int   // pieces of work at a time, and cores of each; 0 means 1
	Bytes   int64 // memory for all of them by what steps say they take; 0 means 1 GiB
	Say     func(unit, what string)
	Program []report.Fact // who runs it, for the report
	Now     time.Time     // for the audit log
}

const defaultBytes = 1 << 30

// Run is what a run did.
type Run struct {
	Measured []Piece // of the recordings
	Tables   store.Result
	Claims   store.Result
	Report   store.Result
	LeftOut  []LeftOut // what cannot be used, or failed
	Beyond   []LeftOut // what is recorded and this version does not measure
	Notes    []string  // what looks wrong in tables, or was passed over
}

// Piece is a piece of work and how it ended.
type Piece struct {
	Work   Work
	Result store.Result // if it is done
	State  string
	Fresh  bool // done in this run, not before
	Err    error
}

// Run does what of the recordings is not done, and joins the tables. What
// cannot be used, or fails, is in LeftOut and in the pieces; only what concerns the
// whole study is an error.
func (s Study) Run(ctx context.Context, o Options) (Run, error) {
	if o.Say == nil {
		o.Say = func(string, string) {}
	}
	if o.Bytes == 0 {
		o.Bytes = defaultBytes
	}
	o.Workers = max(1, o.Workers)
	by, err := Claims(s.Study, s.Dir)
	if err != nil {
		return Run{}, err
	}
	if err := s.checkGiven(); err != nil {
		return Run{}, err
	}
	recordings, err := s.collect(func(format string, args ...any) { o.Say("", fmt.Sprintf(format, args...)) })
	if err != nil {
		return Run{}, err
	}
	d := doer{store: s.Store, steps: s.steps, workers: o.Workers, masked: s.Masked, say: synchronised(o.Say)}
	var run Run
	if run.Measured, err = d.all(ctx, s.measuring(recordings), o); err != nil {
		return run, err
	}
	more, err := d.all(ctx, s.together(finished(run.Measured)), o)
	if run.Measured = append(run.Measured, more...); err != nil {
		return run, err
	}
	run.LeftOut, run.Beyond = leftOut(recordings, run.Measured), s.notMeasured(recordings)
	excluded, err := excluded(run.Measured)
	if err != nil {
		return run, err
	}
	run.LeftOut = append(run.LeftOut, excluded...)
	tables, missing, err := s.tablesWork(run)
	if err != nil {
		return run, err
	}
	run.LeftOut = append(run.LeftOut, missing...)
	if err := s.recordExclusions(run.LeftOut, o.Now); err != nil {
		return run, err
	}
	if run.Tables, _, err = d.do(ctx, *tables); err != nil {
		return run, err
	}
	claims := s.claimsWork(tables, by)
	if run.Claims, _, err = d.do(ctx, *claims); err != nil {
		return run, err
	}
	notes, err := table.Read(run.Claims.Dir, "notes")
	if err != nil {
		return run, err
	}
	joined, err := tablesIn(run.Tables.Dir)
	if err != nil {
		return run, err
	}
	run.Notes = append(notes.Strings("note"), warned(joined)...)
	run.Report, _, err = d.do(ctx, *s.reportWork(tables, claims, by, run, recordings, o.Program))
	return run, err
}

// all does pieces of work, each after those whose results it reads. Trouble with the
// store ends them all, and is the error; anything else is that of its piece.
func (d doer) all(parent context.Context, works []*Work, o Options) ([]Piece, error) {
	ctx, stop := context.WithCancelCause(parent)
	defer stop(nil)
	pieces := make([]Piece, len(works))
	units := make([]executor.Unit, len(works))
	at, id := map[string]int{}, map[*Work]string{}
	for i, w := range works {
		pieces[i].Work = *w
		id[w] = fmt.Sprintf("%d %s", i, w.Unit)
		units[i] = executor.Unit{ID: id[w], Bytes: bytesOf(find(d.steps, w.Step), *w)}
		for _, in := range w.Inputs {
			if need, ok := id[in.of]; ok { // what is not of these works is done
				units[i].Needs = append(units[i].Needs, need)
			}
		}
		at[units[i].ID] = i
	}
	out := executor.Local(ctx, units, func(ctx context.Context, u executor.Unit) (err error) {
		p := &pieces[at[u.ID]]
		if p.Result, p.Fresh, err = d.do(ctx, p.Work); errors.Is(err, store.ErrStore) {
			stop(err)
		}
		return err // of a step that panicked, Local makes one
	}, executor.Limits{Workers: o.Workers, Bytes: o.Bytes}, nil)
	for i, v := range out {
		pieces[i].State, pieces[i].Err = string(v.State), v.Err
		if p, ok := errors.AsType[*executor.Panic](v.Err); ok {
			d.say(works[i].Unit, fmt.Sprintf("%v\n%s", p.Value, p.Stack))
		}
	}
	return pieces, context.Cause(ctx)
}

// finished is the work that was done.
func finished(pieces []Piece) []*Work {
	var out []*Work
	for i := range pieces {
		if pieces[i].Err == nil {
			out = append(out, &pieces[i].Work)
		}
	}
	return out
}

// bytesOf is what memory a piece of work may take: what its step always does, and
// room for the largest recording it reads, one of which is open at a time, as float32
// with a copy. Files of 16 bits, compressed to no less than half, give that.
func bytesOf(step Step, w Work) int64 {
	const perByte = 2 * 2 * 2 // copies, float32 for 16 bits, compression
	largest := int64(0)
	for _, in := range w.Inputs {
		largest = max(largest, in.Bytes)
	}
	return step.Bytes + perByte*largest
}

// synchronised lets one word be said at a time.
func synchronised(say func(unit, what string)) func(unit, what string) {
	var mu sync.Mutex
	return func(unit, what string) {
		mu.Lock()
		defer mu.Unlock()
		say(unit, what)
	}
}

// tablesWork joins the results and the tables of the manifest, and returns those that
// are not there.
func (s Study) tablesWork(run Run) (w *Work, missing []LeftOut, err error) {
	w = &Work{Step: tablesStep.Name, Unit: "tables of the study"}
	var p tablesParams
	for i := range run.Measured {
		if piece := &run.Measured[i]; piece.Err == nil && piece.Work.tells() {
			p.Sources = append(p.Sources, piece.Work.whose)
			w.Inputs = append(w.Inputs, s.resultOf(&piece.Work))
		}
	}
	for i, t := range s.Tables {
		what := fmt.Sprintf("table %d of the manifest", i+1)
		files, err := resolve(s.Dir, t.Files)
		if err != nil {
			missing = append(missing, LeftOut{what, err.Error()})
		}
		for _, f := range files {
			path := from(s.Dir, f)
			hash, err := s.Store.Fingerprint(path)
			if errors.Is(err, store.ErrStore) {
				return w, missing, err
			}
			if err != nil {
				missing = append(missing, LeftOut{what, fmt.Sprintf("%s: %v", filepath.ToSlash(f), reason(err))})
				continue
			}
			p.Sources = append(p.Sources, tableSource{Kind: string(t.Kind), Name: filepath.Base(f), As: filepath.ToSlash(f), Rater: t.Rater})
			w.Inputs = append(w.Inputs, Input{Source{Role: "table", Path: path, Name: filepath.ToSlash(f)}, hash, sizeOf(path), nil})
		}
	}
	p.LeftOut = slices.Concat(run.LeftOut, missing, run.Beyond)
	w.Params = p
	return w, missing, nil
}
