// Package executor runs pieces of work in the order they need each other, as many at
// a time as cores and memory allow. One that fails takes along what needed it and
// nothing else. It knows no biology, and neither what a piece of work is nor where
// its result goes: a Unit says what it needs, and whoever asks for it says how to
// run one.
//
// Local runs units in this process. An executor on a cluster takes the same units
// and the same spec, by which another process finds its work.
package executor

import (
	"context"
	"fmt"
	"time"
)

// Unit is one piece of work.
type Unit struct {
	ID    string
	Needs []string // IDs of units that must have ended well before
	Bytes int64    // memory it may take
	Spec  []byte   // what it is, for whoever runs it
}

// State is how a unit ended.
type State string

// The states.
const (
	Done      State = "done"
	Failed    State = "failed"
	NotRun    State = "not run" // a unit it needs did not end well
	Cancelled State = "cancelled"
)

// Outcome is the end of a unit.
type Outcome struct {
	Unit    Unit
	State   State
	Err     error // why it is not done
	Began   time.Time
	Seconds float64
}

// Panic is the error of a unit that panicked. Stack is for whoever mends the program,
// and differs from run to run; what the error says does not.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string {
	return fmt.Sprintf("defect of the program: %v\nhint: please report it", p.Value)
}

// Limits bound what runs at a time. The zero value runs one unit at a time and
// counts no memory.
type Limits struct {
	Workers int
	Bytes   int64 // of all units running together; a unit that asks for more runs alone
}

// Runner does one unit of work. It must stop soon after ctx ends.
type Runner func(ctx context.Context, u Unit) error

// check panics when units do not fit together, which is a mistake of whoever
// planned them.
func check(units []Unit) {
	state := map[string]int{} // 1 being visited, 2 sound
	byID := map[string]Unit{}
	for _, u := range units {
		if _, twice := byID[u.ID]; twice {
			panic(fmt.Sprintf("executor: two units are called %q", u.ID))
		}
		byID[u.ID] = u
	}
	var visit func(id, from string)
	visit = func(id, from string) {
		u, ok := byID[id]
		switch {
		case !ok:
			panic(fmt.Sprintf("executor: unit %q needs %q, which is not there", from, id))
		case state[id] == 1:
			panic(fmt.Sprintf("executor: unit %q needs itself", id))
		case state[id] == 2:
			return
		}
		state[id] = 1
		for _, n := range u.Needs {
			visit(n, id)
		}
		state[id] = 2
	}
	for _, u := range units {
		visit(u.ID, "")
	}
}
