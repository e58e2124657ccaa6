package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"strings"

	"respine/dendrite"
	"respine/img"
	"respine/recording"
	"respine/spine"
)

// measured is what the pixels gave. It is kept between runs, so it holds no
// stacks: Ribbons[b][k] is branch b in session k, flattened over depth, and the
// strips of Result are without pixels.
type measured struct {
	Result  spine.Result
	Ribbons [][]img.Image
	Stacks  []stackInfo
}

// stackInfo is what is known of one stack beside what was measured in it.
type stackInfo struct {
	Channels int
	Warnings []string
	Unusable string // why it could not be opened, "" if it could
	Hint     string // what to do about it, "" if that is not known
}

// memoryLimit keeps the collector from letting garbage pile up beside the one
// stack in memory.
const memoryLimit = 480 << 20

// measure opens the stacks one at a time, in one buffer, and follows spines
// through them.
func (c trackCommand) measure(ctx context.Context, say func(format string, args ...any)) (measured, error) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(memoryLimit))
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	given, err := c.centerlines()
	if err != nil {
		return measured{}, err
	}
	params := spine.Params{
		Trace: dendrite.TraceParams{MinLengthUm: c.MinBranchUm}, Centreline: given, Workers: c.Workers,
	}
	if params.Classifier, err = c.classifier(); err != nil {
		return measured{}, err
	}
	tracker, err := spine.NewTracker(params)
	if err != nil {
		return measured{}, err
	}
	w := walk{trackCommand: c, tracker: tracker, names: c.names()}
	for i := range c.Stacks {
		if err := w.step(ctx, say, i); err != nil {
			return measured{}, err
		}
	}
	// The stack is gone; what is left is live, and a collector held to the
	// limit would do nothing but look through it.
	w.buffer = nil
	debug.SetGCPercent(50)
	debug.SetMemoryLimit(math.MaxInt64)
	say("finding spines and deciding their presence")
	result, err := tracker.Finish(ctx)
	if err != nil {
		return measured{}, err
	}
	for i, s := range w.stacks {
		if s.Unusable != "" {
			result = withUnusable(result, i, w.names[i], c.Days[i], s.Unusable)
		}
	}
	withoutPlaces(result)
	if err := judgeableAtAll(result, w.names[0]); err != nil {
		return measured{}, err
	}
	m := measured{Result: result, Stacks: w.stacks}
	m.flatten()
	return m, nil
}

// centerlines reads the dendrites to follow, if they are given.
func (c trackCommand) centerlines() (map[int][]dendrite.Branch, error) {
	if c.Centerline == "" {
		return nil, nil
	}
	lines, err := recording.OpenCenterlines(c.Centerline)
	if err != nil {
		return nil, err
	}
	given, ok := lines[c.CenterlineSession]
	if !ok {
		return nil, usage(fmt.Sprintf("%s has no session %d; it has %v", c.Centerline, c.CenterlineSession, sessionsIn(lines)),
			"name the session of the first stack with --centerline-session")
	}
	return map[int][]dendrite.Branch{0: given}, nil
}

// classifier reads the one that was asked for; the zero Classifier stands for
// the program's own.
func (c trackCommand) classifier() (spine.Classifier, error) {
	if c.Weights == "" {
		return spine.Classifier{}, nil
	}
	f, err := os.Open(c.Weights)
	if err != nil {
		return spine.Classifier{}, fmt.Errorf("%s: %w", c.Weights, unwrapPath(err))
	}
	defer f.Close()
	w, err := spine.ReadClassifier(bufio.NewReader(f))
	if err != nil {
		return spine.Classifier{}, fmt.Errorf("%s: %w", c.Weights, err)
	}
	return w, nil
}

// walk is the way through the stacks.
type walk struct {
	trackCommand
	tracker *spine.Tracker
	names   []string
	buffer  []float32
	voxel   img.Voxel // of the reference
	stacks  []stackInfo
}

// step takes the next stack. A later stack that cannot be used is noted and
// left out; the reference must be sound.
func (w *walk) step(ctx context.Context, say func(format string, args ...any), i int) error {
	say("stack %d of %d: reading %s", i+1, len(w.Stacks), w.names[i])
	stack, info, err := recording.OpenStack(ctx, w.Stacks[i], recording.Options{
		Channel: w.Channel, VoxelUm: (*img.Voxel)(w.VoxelUm), Buffer: w.buffer,
	})
	if err == nil && stack.D == 1 {
		err = fmt.Errorf("%s: one slice, where a z-stack is needed\nhint: give the stack, not its projection", w.Stacks[i])
	}
	if v := stack.Voxel; err == nil && (min(v.Z, v.Y, v.X) < leastVoxelUm || max(v.Z, v.Y, v.X) > mostVoxelUm) {
		err = fmt.Errorf("%s: voxels of %s um are not those of a light microscope\nhint: give the size in um with --voxel-um z,y,x", w.Stacks[i], v)
	}
	switch {
	case err != nil && (i == 0 || ctx.Err() != nil):
		return err
	case err != nil:
		reason, hint, _ := strings.Cut(strings.TrimPrefix(err.Error(), w.Stacks[i]+": "), "\n")
		w.stacks = append(w.stacks, stackInfo{Unusable: reason, Hint: hint})
		return nil
	}
	if cap(stack.Pix) > cap(w.buffer) {
		w.buffer = stack.Pix
	}
	v := stackInfo{Channels: info.Channels, Warnings: info.Warnings}
	if i == 0 {
		w.voxel = stack.Voxel
		say("stack %d of %d: tracing and straightening dendrites", i+1, len(w.Stacks))
	} else {
		if far(w.voxel.Y, stack.Voxel.Y) || far(w.voxel.X, stack.Voxel.X) {
			w.stacks = append(w.stacks, stackInfo{
				Unusable: fmt.Sprintf("voxels of %s um, of %s um in the first stack: pixels must have one size", stack.Voxel, w.voxel),
				Hint:     "hint: if the file is wrong, give the right size with --voxel-um; else resample the stack",
			})
			return nil
		}
		if far(w.voxel.Z, stack.Voxel.Z) {
			v.Warnings = append(v.Warnings, fmt.Sprintf("slices of %g um, of %g um in the first stack", stack.Voxel.Z, w.voxel.Z))
		}
		say("stack %d of %d: aligning and straightening", i+1, len(w.Stacks))
	}
	w.stacks = append(w.stacks, v)
	return w.tracker.Add(ctx, w.names[i], w.Days[i], stack)
}

// Voxels beyond these are in another unit, or a slip: no light microscope
// samples finer than a hundredth of a um, nor shows a spine in 20 um.
const (
	leastVoxelUm = 0.01
	mostVoxelUm  = 20
)

// far reports whether two lengths are more than 1 % apart: rounding in files.
func far(a, b float64) bool {
	const tolerance = 0.01
	return math.Abs(a-b) > tolerance*a
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
