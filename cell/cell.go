// Package cell finds cells in a motion-corrected calcium movie and reads what
// they do: footprints, a score for each, traces with the neuropil taken off,
// dF/F and its noise.
//
// Frames come in one at a time and are never held together: the movie is read
// once to make a summary of bounded size (images, and a sketch of the movie in at
// most a few hundred bins of time), and once more for the traces. Cells that flash
// are taken from the sketch one after another, each with its footprint and
// trace, and what it explains is subtracted before the next is looked for, so that
// overlapping cells come apart (as in Pachitariu et al. 2017, doi 10.1101/061507;
// the alternating refinement is that of Pnevmatikakis et al. 2016,
// doi 10.1016/j.neuron.2015.11.037). Cells that are silent are found in the mean
// image by the shape of a cell body.
//
// Lengths are pixels, times seconds, brightness grey values of the movie. A pixel
// that is NaN in a frame was not seen in it, and a cell of which too much was not
// seen has no value in that frame: NaN, never 0.
//
// It cannot see that two cells are one when they always fire together and touch,
// nor a silent cell that is no brighter than the neuropil around it; a stretch of
// dendrite as wide as a small body looks like one.
package cell

import (
	"context"
	"fmt"
	"math"
)

// Movie is a motion-corrected movie. Read sets dst, h rows of w pixels, to frame
// i; NaN marks what was not seen in that frame. It may be called by several
// goroutines at once.
type Movie interface {
	Size() (h, w int)
	Len() int
	Read(i int, dst []float32) error
}

// Params says what cells look like. RateHz must be given; the zero value of the
// others means the default.
type Params struct {
	RateHz     float64 // frames a second
	DiameterPx float64 // of a cell body; default 10, which is 12 um at 1.2 um a pixel
	TauSec     float64 // decay of the indicator; default 0.8, GCaMP6s
	// SketchBytes bounds the memory of the sketch; default 128 MiB, at least 16
	// bins are kept and at most 1024.
	SketchBytes int
	Workers     int // goroutines; default 1. The result does not depend on it.
}

// LeastDiameterPx is the smallest diameter that can be told from a single pixel.
const LeastDiameterPx = 3

func (p Params) orDefaults() Params {
	if !(p.RateHz > 0) || math.IsInf(p.RateHz, 1) {
		panic(fmt.Sprintf("cell: a rate of %g frames a second", p.RateHz))
	}
	if p.DiameterPx == 0 {
		p.DiameterPx = 10
	}
	if !(p.DiameterPx >= LeastDiameterPx) {
		panic(fmt.Sprintf("cell: cells of %g pixels cannot be told from single pixels", p.DiameterPx))
	}
	if p.TauSec == 0 {
		p.TauSec = 0.8
	}
	if p.SketchBytes == 0 {
		p.SketchBytes = 128 << 20
	}
	p.Workers = max(1, p.Workers)
	return p
}

// blurPx is the standard deviation of the smoothing of images in which the border
// of a body is to stay.
func (p Params) blurPx() float64 { return 0.1 * p.DiameterPx }

// Pixel is one pixel of a footprint: its place and its share of the cell's light.
type Pixel struct {
	Y, X   int
	Weight float32 // the largest of a footprint is 1
}

// Footprint is where a cell's light falls: its pixels, row by row.
type Footprint []Pixel

// Centroid returns the centre of the pixels, all weighing the same, so that a ring
// and a disc of one outline have one centre. It is NaN for none.
func (f Footprint) Centroid() (y, x float64) {
	for _, p := range f {
		y, x = y+float64(p.Y), x+float64(p.X)
	}
	return y / float64(len(f)), x / float64(len(f))
}

// Cell is a candidate: something that may be a cell, with what speaks for it.
type Cell struct {
	Footprint Footprint
	// Score is the probability that this is a visible cell body whose footprint
	// is right, as calibrated on simulated movies; see score.go.
	Score float64
	Features
}

// Find returns the candidates of a movie, the best first. Keep takes those above a
// threshold.
func Find(ctx context.Context, m Movie, p Params) (Summary, []Cell, error) {
	s, err := Summarise(ctx, m, p)
	if err != nil {
		return Summary{}, nil, err
	}
	cells, err := Detect(ctx, s, p)
	return s, cells, err
}

// Keep returns the cells whose score is at least that, in order.
func Keep(cells []Cell, score float64) []Cell {
	var kept []Cell
	for _, c := range cells {
		if c.Score >= score {
			kept = append(kept, c)
		}
	}
	return kept
}

// Footprints returns the footprints of cells, in order.
func Footprints(cells []Cell) []Footprint {
	out := make([]Footprint, len(cells))
	for i, c := range cells {
		out[i] = c.Footprint
	}
	return out
}
