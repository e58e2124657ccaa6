// Package motion measures by how much each frame of a movie is displaced from a
// reference that it builds itself, names the frames that cannot be used, and gives
// the movie back with its displacements undone. Pixels go in, pixels come out;
// shifts are in pixels, y down and x to the right.
//
// A shift (dy, dx) of frame t says that what lies at (y, x) of the reference appears
// at (y+dy, x+dx) of the frame.
//
// The shift of a whole frame is that of the greatest likelihood under noise of the
// power that the movie itself shows: frames are correlated with the reference, each
// frequency weighted by what the reference holds there over the power of what differs
// from frame to frame (the matched filter; Turin 1960, doi 10.1109/TIT.1960.1057571;
// as phase correlation, Kuglin & Hines 1975, where reference and noise have spectra
// alike). The difference of log likelihood to the best other place is kept as the
// confidence. Piecewise shifts are found in the same way tile by tile, in the manner
// of NoRMCorre (Pnevmatikakis & Giovannucci 2017,
// doi 10.1016/j.jneumeth.2017.07.031), and drawn together where a tile alone says
// little. The reference begins from the frames most alike, as in Suite2p (Pachitariu
// et al. 2017, doi 10.1101/061507), and is refined in turns, a frame never being
// compared with its own noise.
//
// What it cannot see: displacement along the optical axis, but for ZDrift against a
// stack; rotation and scaling beyond what tiles follow; motion within a tile, as
// within the rows of one frame that are scanned while the brain moves fast; and
// slow drift that looks the same at every frequency as the growth of the tissue.
package motion

import (
	"context"
	"fmt"
	"runtime"
)

// Frames is a movie read one frame at a time, from several goroutines at once. dst
// has h*w values, row by row; NaN marks a pixel that shows nothing.
type Frames interface {
	Size() (h, w int)
	Len() int
	Read(i int, dst []float32) error
}

// Params says how motion is measured. The zero Params means the defaults.
type Params struct {
	// MaxShiftPx is the farthest shift of a whole frame along each axis; default a
	// tenth of the shorter side, as in Suite2p.
	MaxShiftPx int
	// Piecewise measures shifts of tiles as well.
	Piecewise bool
	// TilePx is the distance of neighbouring tiles; each borrows from its
	// neighbours, so what is compared is twice as wide. Default 64.
	TilePx int
	// SampleFrames is how many frames, evenly over the movie, the reference is made
	// of; default 200, fewer for large frames.
	SampleFrames int
	// NoLinePhase leaves the offset of the rows scanned backwards as it is.
	NoLinePhase bool
	// Workers is how many goroutines work; default as many as processors. The
	// result does not depend on it.
	Workers int
	// Progress, if not nil, is told how many frames are done, now and then, from
	// one goroutine at a time.
	Progress func(done int)
}

// MaxTileShiftPx is how far a tile may lie from the shift of its whole frame.
const MaxTileShiftPx = 5

// sampleBytes bounds the memory of the sampled frames.
const sampleBytes = 64 << 20

func (p Params) orDefaults(h, w int) Params {
	if p.MaxShiftPx == 0 {
		p.MaxShiftPx = max(2, min(h, w)/10)
	}
	if p.TilePx == 0 {
		p.TilePx = 64
	}
	if p.SampleFrames == 0 {
		p.SampleFrames = 200
	}
	if p.Workers == 0 {
		p.Workers = runtime.GOMAXPROCS(0)
	}
	if p.MaxShiftPx < 0 || p.TilePx < 16 || p.SampleFrames < 1 || p.Workers < 1 {
		panic("motion: shifts, tiles, samples and workers are positive, and tiles have at least 16 pixels")
	}
	p.MaxShiftPx = max(1, min(p.MaxShiftPx, min(h, w)/2-1))
	return p
}

// smallest is the fewest rows and columns of a frame that motion is measured in.
const smallest = 16

// Register measures the motion of a movie. It reads every frame once and those of
// the reference once more, and keeps a few bytes a frame. An error is that of the
// movie, or of ctx when cancelled; frames that cannot be used are none, but named in
// the result.
func Register(ctx context.Context, frames Frames, p Params) (*Result, error) {
	h, w := frames.Size()
	if h < smallest || w < smallest {
		return nil, fmt.Errorf("frames of %d x %d pixels are too small to measure motion in\nhint: at least %d x %d are needed", h, w, smallest, smallest)
	}
	if frames.Len() == 0 {
		return nil, fmt.Errorf("the movie has no frames")
	}
	p = p.orDefaults(h, w)
	g := newGeometry(h, w, p)
	c := newCrew(g, min(p.Workers, frames.Len()))
	r := &Result{H: h, W: w, MaxShiftPx: p.MaxShiftPx, Shifts: make([]Shift, frames.Len())}
	if !p.NoLinePhase {
		phase, err := linePhase(ctx, frames, c)
		if err != nil {
			return nil, err
		}
		r.LinePhasePx = phase
	}
	source := inPhase{frames, r.LinePhasePx}
	sample, err := readSample(ctx, source, g, c, p)
	if err != nil {
		return nil, err
	}
	t, positions := sample.reference(g, c)
	if err := r.averageSample(ctx, source, c, sample.frames, positions); err != nil {
		return nil, err
	}
	t.show(g, r.Reference)
	if p.Piecewise {
		r.Grid = newGrid(h, w, g, p.TilePx)
		r.local = make([]int8, 2*len(r.Shifts)*r.Grid.Len())
		t.tile(c[0], r.Reference, &r.Grid)
	}
	sample.own(t, positions)
	if err := r.measure(ctx, source, c, t, p); err != nil {
		return nil, err
	}
	r.judge()
	if p.Piecewise {
		if err := r.averageTiles(ctx, source, c); err != nil {
			return nil, err
		}
	}
	r.before, r.seen = halves{}, nil
	return r, nil
}
