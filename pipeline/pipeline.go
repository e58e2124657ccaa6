// Package pipeline turns the manifest of a study into work, finds out what of it is
// done, and does the rest: recordings -> measured tables of each animal -> tables of
// the study -> verdicts -> report.
//
// A piece of work is a step and what it is given: recordings by content, earlier
// results, parameters. That names its result in package store, so that running
// again does only what changed. A step is a function of a Job alone: it sees
// recordings and parameters, and neither animals' arms nor the manifest, unless it
// is one that joins measurements with the design. What cannot be measured is told
// and left out; it holds up nothing else.
package pipeline

import (
	"context"
	"encoding/json"
	"fmt"

	"respine/store"
)

// Step is one kind of work.
type Step struct {
	Name    string
	Version int   // raised when Do gives other results than before
	Bytes   int64 // memory it may take
	Do      func(ctx context.Context, j Job) error
}

// Job is what a step gets. It writes files into Dir and returns; the same Job but
// for Dir, Workers and Say must give the same files.
type Job struct {
	Params  json.RawMessage
	Inputs  []Source
	Dir     string
	Workers int
	Say     func(format string, args ...any) // how far it is
}

// Source is something a job reads.
type Source struct {
	Role string
	Path string // of a file, of a folder, or of a result
	Name string // what people call it; must not reach what is written
}

// Work is one piece of work of a plan.
type Work struct {
	Step   string
	Unit   string // what it is done to, in words
	Params any    // as JSON they are the step's
	Inputs []Input
	whose  tableSource // of a measurement: whose it is, which the step is not told
}

// Input is a source of a piece of work, with the hash of its content. Where it is
// the result of other work, that is its key.
type Input struct {
	Source
	Hash  string
	Bytes int64 // of a recording
	of    *Work
}

// roleResult is the role of the result of other work.
const roleResult = "result"

// resultOf makes the result of a piece of work an input of another.
func (s Study) resultOf(w *Work) Input {
	k := s.keyOf(*w)
	return Input{Source{Role: roleResult, Path: s.Store.Path(k), Name: w.Unit}, string(k), 0, w}
}

// keyOf returns the key of the result of a piece of work.
func (s Study) keyOf(w Work) store.Key { return w.note(find(s.steps, w.Step).Version).Key() }

// note returns what the result of a piece of work follows from.
func (w Work) note(version int) store.Note {
	params, err := json.Marshal(w.Params)
	if err != nil {
		panic(fmt.Sprintf("pipeline: parameters of %s: %v", w.Step, err))
	}
	n := store.Note{Step: w.Step, Version: version, Unit: w.Unit, Params: params}
	for _, in := range w.Inputs {
		n.Inputs = append(n.Inputs, store.Input{Role: in.Role, Hash: in.Hash, Name: in.Name})
	}
	return n
}

// find returns the step of a name.
func find(steps []Step, name string) Step {
	for _, s := range steps {
		if s.Name == name {
			return s
		}
	}
	panic(fmt.Sprintf("pipeline: no step is called %q", name))
}
