package executor

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"
)

// Local runs units in this process and returns their outcomes in the order of the
// units. It tells observe, if there is one, of every start (an Outcome without a
// State) and every end, one at a time. When ctx ends nothing more is started, and
// Local returns once what runs has stopped.
func Local(ctx context.Context, units []Unit, run Runner, limits Limits, observe func(Outcome)) []Outcome {
	check(units)
	if observe == nil {
		observe = func(Outcome) {}
	}
	l := newLocal(units, limits, observe)
	ended := make(chan ending)
	for {
		l.startAll(ctx, run, ended)
		if l.running == 0 {
			return l.out
		}
		l.take(<-ended)
	}
}

// local is a run. Only the goroutine that loops in Local touches it.
type local struct {
	limits  Limits
	observe func(Outcome)
	out     []Outcome // by unit; without a State until its end
	needed  [][]int   // the units that need this one
	missing []int     // of what a unit needs, how many are not done
	ready   []int     // to be started, in the order of units
	running int
	bytes   int64
}

// ending is what a goroutine has to say of its unit.
type ending struct {
	unit    int
	err     error
	seconds float64
	stopped bool // ctx had ended
}

func newLocal(units []Unit, limits Limits, observe func(Outcome)) *local {
	l := &local{limits: limits, observe: observe, out: make([]Outcome, len(units)), needed: make([][]int, len(units)), missing: make([]int, len(units))}
	at := map[string]int{}
	for i, u := range units {
		at[u.ID], l.out[i].Unit = i, u
	}
	for i, u := range units {
		l.missing[i] = len(u.Needs)
		for _, id := range u.Needs {
			l.needed[at[id]] = append(l.needed[at[id]], i)
		}
		if len(u.Needs) == 0 {
			l.ready = append(l.ready, i)
		}
	}
	return l
}

// startAll starts what may start now, in the order of units. One that must wait
// for memory holds up those behind it, so that its turn comes.
func (l *local) startAll(ctx context.Context, run Runner, ended chan<- ending) {
	if ctx.Err() != nil {
		for i := range l.out {
			if o := &l.out[i]; o.State == "" && o.Began.IsZero() {
				l.close(i, Cancelled, ctx.Err())
			}
		}
		return
	}
	for len(l.ready) > 0 && l.fits(l.out[l.ready[0]].Unit) {
		i := l.ready[0]
		l.ready = l.ready[1:]
		l.start(ctx, i, run, ended)
	}
}

// fits reports whether a unit may start beside what runs.
func (l *local) fits(u Unit) bool {
	if l.running == 0 {
		return true
	}
	return l.running < l.limits.Workers && (l.limits.Bytes == 0 || l.bytes+u.Bytes <= l.limits.Bytes)
}

func (l *local) start(ctx context.Context, i int, run Runner, ended chan<- ending) {
	o := &l.out[i]
	o.Began = time.Now()
	l.running++
	l.bytes += o.Unit.Bytes
	l.observe(*o)
	u, began := o.Unit, o.Began
	go func() {
		err := safely(ctx, u, run)
		ended <- ending{i, err, time.Since(began).Seconds(), ctx.Err() != nil && errors.Is(err, ctx.Err())}
	}()
}

// take closes a unit that ran.
func (l *local) take(e ending) {
	o := &l.out[e.unit]
	l.running--
	l.bytes -= o.Unit.Bytes
	o.Seconds = e.seconds
	switch {
	case e.err == nil:
		l.close(e.unit, Done, nil)
	case e.stopped:
		l.close(e.unit, Cancelled, e.err)
	default:
		l.close(e.unit, Failed, e.err)
	}
}

// close ends a unit, and what that makes ready or impossible.
func (l *local) close(i int, s State, why error) {
	o := &l.out[i]
	o.State, o.Err = s, why
	l.observe(*o)
	for _, j := range l.needed[i] {
		l.missing[j]--
		switch {
		case s == Cancelled || l.out[j].State != "":
		case s != Done:
			l.close(j, NotRun, fmt.Errorf("%s did not end well", o.Unit.ID))
		case l.missing[j] == 0:
			at, _ := slices.BinarySearch(l.ready, j)
			l.ready = slices.Insert(l.ready, at, j)
		}
	}
}

// safely runs a unit; a panic in it is its failure, not that of all.
func safely(ctx context.Context, u Unit, run Runner) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &Panic{Value: r, Stack: debug.Stack()}
		}
	}()
	return run(ctx, u)
}
