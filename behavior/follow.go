package behavior

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"respine/img"
)

// Follow measures every animal of a scene in every frame. It holds the frames of
// the last LagSec and one trace per animal, nothing else, so that memory does not
// grow with the film but for 100 bytes a frame and animal. Errors of the frames
// come back as they are, with what was measured until then: the beginning of a
// damaged film can be scored.
func Follow(ctx context.Context, frames Frames, s Scene) ([]Trace, error) {
	f := newFollower(s)
	pix := make([]uint8, s.Width*s.Height)
	last := 0.0
	for n := 0; ; n++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		sec, err := frames.Next(pix)
		if errors.Is(err, io.EOF) {
			return f.traces(), nil
		}
		if err != nil {
			return f.traces(), err
		}
		if n > 0 && sec <= last {
			return f.traces(), fmt.Errorf("frame %d is at %.4g s, not after the one before at %.4g s", n, sec, last)
		}
		last = sec
		f.add(pix, sec)
	}
}

// follower is a film under way.
type follower struct {
	kernels kernels
	scene   Scene
	rows    []float32 // brightness of the light, row by row
	now     []float32 // of the wall, row by row
	animals []*animal
	past    []*moment // of the last LagSec, oldest first
	unused  []*moment
}

// moment is what is kept of a frame to compare later ones with.
type moment struct {
	sec     float64
	grey    img.Image // binned
	animals []*silhouette
}

func newFollower(s Scene) *follower {
	f := &follower{kernels: fastest(), scene: s}
	f.rows, f.now = make([]float32, s.Height/s.bin), make([]float32, s.Height/s.bin)
	for _, p := range s.Animals {
		f.animals = append(f.animals, newAnimal(s, p, f.kernels))
	}
	return f
}

func (f *follower) add(pix []uint8, sec float64) {
	n := f.blank()
	n.sec = sec
	f.kernels.shrink(n.grey, pix, f.scene.Width, f.scene.bin)
	light := f.rowLight(n.grey)
	p := f.before(sec)
	for i, a := range f.animals {
		a.look(n.animals[i], n.grey, f.rows)
		var was *silhouette
		if p != nil {
			was = p.animals[i]
		}
		a.add(n, p, n.animals[i], was, f.rows, light)
	}
	f.remember(n)
}

// before returns the frame nearest to LagSec ago, nil where the film has a gap
// there.
func (f *follower) before(sec float64) *moment {
	best, off := -1, math.Inf(1)
	for i, p := range f.past {
		if d := math.Abs(sec - p.sec - LagSec); d < off-1e-6 { // of two as near, the earlier
			best, off = i, d
		}
	}
	if best < 0 || off > 1.5*LagSec {
		return nil
	}
	return f.past[best]
}

// remember keeps a frame, and forgets those before the one LagSec ago.
func (f *follower) remember(n *moment) {
	f.past = append(f.past, n)
	for len(f.past) > 1 && n.sec-f.past[1].sec >= 0.8*LagSec {
		f.unused = append(f.unused, f.past[0])
		f.past = append(f.past[:0], f.past[1:]...)
	}
}

// blank returns memory for a frame.
func (f *follower) blank() *moment {
	if n := len(f.unused); n > 0 {
		m := f.unused[n-1]
		f.unused = f.unused[:n-1]
		return m
	}
	m := &moment{grey: img.NewImage(f.scene.Height/f.scene.bin, f.scene.Width/f.scene.bin)}
	for _, a := range f.animals {
		m.animals = append(m.animals, newSilhouette(a.h, a.w))
	}
	return m
}

func (f *follower) traces() []Trace {
	var out []Trace
	for _, a := range f.animals {
		a.trace.Drive = drive(a.trace)
		out = append(out, a.trace)
	}
	return out
}

// lightRows is over how many rows up and down the light of a row is averaged: a
// lamp's flicker shows as bands tens of rows high.
const lightRows = 4

// rowLight finds how bright each row is beside the usual, by the wall no animal
// covers, and returns that of the frame.
func (f *follower) rowLight(m img.Image) (frame float32) {
	s := f.scene
	now, usual := f.now, s.stillWall
	clear(now)
	var allNow, allUsual float32
	for y := range m.H {
		row := m.Row(y)
		for _, r := range s.stillRuns[y] {
			now[y] += f.kernels.total(row[r.from:r.to])
		}
		allNow, allUsual = allNow+now[y], allUsual+usual[y]
	}
	frame = 1
	if allUsual > 0 && allNow > 0 {
		frame = allNow / allUsual
	}
	for y := range f.rows {
		var a, b float32
		for v := max(0, y-lightRows); v <= min(m.H-1, y+lightRows); v++ {
			a, b = a+now[v], b+usual[v]
		}
		f.rows[y] = frame
		if a > 0 && b > 0 {
			f.rows[y] = a / b
		}
	}
	return frame
}

// total adds up numbers.
func (k kernels) total(x []float32) float32 {
	var sums [lanes]float32
	k.sum(&sums, x)
	return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
}
