package timelapse

import (
	"context"
	"fmt"
	"math"
	"strings"

	"respine/img"
	"respine/recording"
	"respine/spine"
)

// walk is the way through the stacks.
type walk struct {
	Params
	stacks  []Stack
	tracker *spine.Tracker
	say     func(format string, args ...any)
	buffer  []float32
	voxel   img.Voxel // of the reference
	opened  []Opened
}

// step takes the next stack. A later stack that cannot be used is noted and
// left out; the reference must be sound.
func (w *walk) step(ctx context.Context, i int) error {
	s := w.stacks[i]
	w.say("stack %d of %d: reading %s", i+1, len(w.stacks), s.Name)
	stack, info, err := recording.OpenStack(ctx, s.Path, recording.Options{Channel: w.Channel, VoxelUm: w.VoxelUm, Buffer: w.buffer})
	if err == nil && stack.D == 1 {
		err = fmt.Errorf("%s: one slice, where a z-stack is needed\nhint: give the stack, not its projection", s.Path)
	}
	if v := stack.Voxel; err == nil && (min(v.Z, v.Y, v.X) < leastVoxelUm || max(v.Z, v.Y, v.X) > mostVoxelUm) {
		err = fmt.Errorf("%s: voxels of %s um are not those of a light microscope\nhint: give the size in um, as voxel_um in a manifest or with --voxel-um z,y,x", s.Path, v)
	}
	switch {
	case err != nil && (i == 0 || ctx.Err() != nil):
		return err
	case err != nil:
		reason, hint, _ := strings.Cut(strings.TrimPrefix(err.Error(), s.Path+": "), "\n")
		w.opened = append(w.opened, Opened{Unusable: reason, Hint: hint})
		return nil
	}
	if cap(stack.Pix) > cap(w.buffer) {
		w.buffer = stack.Pix
	}
	v := Opened{Channels: info.Channels, Warnings: info.Warnings}
	if i == 0 {
		w.voxel = stack.Voxel
		w.say("stack %d of %d: tracing and straightening dendrites", i+1, len(w.stacks))
	} else {
		if far(w.voxel.Y, stack.Voxel.Y) || far(w.voxel.X, stack.Voxel.X) {
			w.opened = append(w.opened, Opened{
				Unusable: fmt.Sprintf("voxels of %s um, of %s um in the first stack: pixels must have one size", stack.Voxel, w.voxel),
				Hint:     "hint: if the file is wrong, give the right size with --voxel-um, or voxel_um in a manifest, else resample the stack",
			})
			return nil
		}
		if far(w.voxel.Z, stack.Voxel.Z) {
			v.Warnings = append(v.Warnings, fmt.Sprintf("slices of %g um, of %g um in the first stack", stack.Voxel.Z, w.voxel.Z))
		}
		w.say("stack %d of %d: aligning and straightening", i+1, len(w.stacks))
	}
	w.opened = append(w.opened, v)
	return w.tracker.Add(ctx, s.Name, s.Day, stack)
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

// field puts the stacks that could not be used back among the sessions.
func (w *walk) field(r spine.Result) (Field, error) {
	for i, v := range w.opened {
		if v.Unusable != "" {
			r = withUnusable(r, i, w.stacks[i].Name, w.stacks[i].Day, v.Unusable)
		}
	}
	withoutPlaces(r)
	if err := judgeableAtAll(r, w.stacks[0].Name); err != nil {
		return Field{}, err
	}
	f := Field{Result: r, Opened: w.opened}
	f.flatten()
	return f, nil
}
