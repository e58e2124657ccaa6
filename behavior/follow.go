package behavior

import (
	"context"
	"errors"
	"fmt"
	"io"

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
	scene   Scene
	work    img.Image // the frame, binned
	rows    []float32 // brightness of the light, row by row
	animals []*animal
}

func newFollower(s Scene) *follower {
	f := &follower{scene: s, work: img.NewImage(s.Height/s.bin, s.Width/s.bin)}
	f.rows = make([]float32, f.work.H)
	for _, p := range s.Animals {
		f.animals = append(f.animals, newAnimal(s, p))
	}
	return f
}

func (f *follower) add(pix []uint8, sec float64) {
	shrink(f.work, pix, f.scene.Width, f.scene.bin)
	light := f.scene.rowLight(f.rows, f.work)
	for _, a := range f.animals {
		a.add(f.work, f.rows, light, sec)
	}
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

// rowLight puts into dst how bright each row is beside the usual, by the wall no
// animal covers, and returns that of the frame.
func (s *Scene) rowLight(dst []float32, m img.Image) (frame float32) {
	now, usual := make([]float32, m.H), s.stillWall
	var allNow, allUsual float32
	for y := range m.H {
		row := m.Row(y)
		for _, r := range s.stillRuns[y] {
			now[y] += sum(row[r.from:r.to])
		}
		allNow, allUsual = allNow+now[y], allUsual+usual[y]
	}
	frame = 1
	if allUsual > 0 && allNow > 0 {
		frame = allNow / allUsual
	}
	for y := range dst {
		var a, b float32
		for v := max(0, y-lightRows); v <= min(m.H-1, y+lightRows); v++ {
			a, b = a+now[v], b+usual[v]
		}
		dst[y] = frame
		if a > 0 && b > 0 {
			dst[y] = a / b
		}
	}
	return frame
}

// sum adds up numbers, in four strands that do not wait for one another.
func sum(v []float32) float32 {
	var a, b, c, d float32
	for ; len(v) >= 4; v = v[4:] {
		a, b, c, d = a+v[0], b+v[1], c+v[2], d+v[3]
	}
	for _, u := range v {
		a += u
	}
	return a + b + c + d
}
