// Package timelapse measures the z-stacks of one field on several days: it opens
// them one at a time, has package spine follow what stands on their dendrites,
// and gives the result as tables, pictures, and regions for Fiji.
//
// Lengths are micrometres, days are days. It holds one stack in memory. What it
// cannot see is what package spine cannot; nor does it know whose field it is.
package timelapse

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime/debug"

	"respine/dendrite"
	"respine/img"
	"respine/spine"
)

// Stack is a z-stack of the field.
type Stack struct {
	Path string // a TIFF, or a folder of slices
	Name string // in tables
	Day  float64
}

// Params say how the stacks are read and measured. The zero Params reads what the
// files say and traces every dendrite of 15 um or more.
type Params struct {
	VoxelUm     *img.Voxel        // nil: the files know it
	Channel     int               // from 1; 0 where there is only one
	MinBranchUm float64           // shortest dendrite traced; 0 means 15
	Branches    []dendrite.Branch // dendrites of the first stack; nil: traced
	Classifier  spine.Classifier  // zero: the program's own
	Workers     int               // cores; the result does not depend on it
	MemoryBytes int64             // what the collector of the process is held to meanwhile; 0 leaves that to the caller, who must if several fields are measured at a time
}

// Field is what was measured of a field. It holds no stacks: Ribbons[b][k] is
// branch b in session k, flattened over depth, and the strips of Result are
// without pixels.
type Field struct {
	Result  spine.Result
	Ribbons [][]img.Image
	Opened  []Opened // by session
}

// Opened is what is known of one stack beside what was measured in it.
type Opened struct {
	Channels int
	Warnings []string
	Unusable string // why it could not be opened, "" if it could
	Hint     string // what to do about it, "" if that is not known
}

// Measure opens the stacks in order, in one buffer, and follows spines through
// them. The first is the reference and must be sound; a later one that cannot be
// used is a session of which nothing is known but why. It tells say, if there is
// one, how far it is.
func Measure(ctx context.Context, stacks []Stack, p Params, say func(format string, args ...any)) (Field, error) {
	if p.MemoryBytes > 0 {
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(p.MemoryBytes))
		defer debug.SetGCPercent(debug.SetGCPercent(10))
	}
	if say == nil {
		say = func(string, ...any) {}
	}
	params := spine.Params{Trace: dendrite.TraceParams{MinLengthUm: p.MinBranchUm}, Classifier: p.Classifier, Workers: p.Workers}
	if p.Branches != nil {
		params.Centreline = map[int][]dendrite.Branch{0: p.Branches}
	}
	tracker, err := spine.NewTracker(params)
	if err != nil {
		return Field{}, err
	}
	w := walk{Params: p, stacks: stacks, tracker: tracker, say: say}
	for i := range stacks {
		if err := w.step(ctx, i); err != nil {
			return Field{}, err
		}
	}
	// The stack is gone; what is left is live, and a collector held to the
	// limit would do nothing but look through it.
	w.buffer = nil
	if p.MemoryBytes > 0 {
		debug.SetGCPercent(50)
		debug.SetMemoryLimit(math.MaxInt64)
	}
	say("finding spines and deciding their presence")
	result, err := tracker.Finish(ctx)
	if err != nil {
		return Field{}, err
	}
	return w.field(result)
}

// errNothing is in the error of a reference in which nothing can be judged.
var errNothing = errors.New("no stretch of dendrite can be judged")

func judgeableAtAll(r spine.Result, name string) error {
	for _, b := range r.Branches {
		if b.Days[0].JudgeableUm() > 0 {
			return nil
		}
	}
	return fmt.Errorf("%s: %w\nhint: do the centrelines lie in this stack? positions are um from the centre of its first voxel", name, errNothing)
}

// Unused says why nothing of a session was used, "" if something was.
func (f Field) Unused(session int) string {
	why := ""
	for _, b := range f.Result.Branches {
		if b.Days[session].JudgeableUm() > 0 {
			return ""
		}
		if b.Days[session].Reason != "" {
			why = b.Days[session].Reason
		}
	}
	if why == "" {
		why = "no stretch of dendrite matches the reference session"
	}
	return why
}
