package scope

import (
	"fmt"
	"math"
	"math/rand/v2"

	"respine/random"
)

// Movie is a two-photon calcium movie as it will be recorded: cells in neuropil
// with their spikes, how the tissue moves, and what the detector does. Frames are
// rendered one by one, in any order, and each is a function of the Movie alone.
//
// Rows are y, columns x, and the reference is the field at rest with its focus at
// depth 0. What it cannot show: scattering that grows with depth, wave fronts, pulse
// pile-up, likeness of the noise of neighbouring pixels, a line phase of
// bidirectional scanning, and footprints that change shape with activity.
type Movie struct {
	Width, Height, Frames int
	RateHz                float64
	PixelUm               float64
	Cells                 []MovieCell // bodies first, then processes
	Indicator             CellIndicator
	Bleaching             Bleaching
	Detector              MovieDetector
	// Path is the displacement of the whole field at the start of each frame
	// and at the end of the last; empty when nothing moves.
	Path  []MovieShift
	Rigid bool // frames are displaced whole

	bends  []bend
	tissue *tissue
	key    random.Key // of the noise
	dead   []int      // pixels, in order
}

// MovieParams says what a movie is of. The zero MovieParams means the defaults.
type MovieParams struct {
	Width, Height, Frames int     // default 512 x 512 x 2000
	RateHz                float64 // frames a second; default 30
	PixelUm               float64 // default 1.17: a field of 600 um
	// Spikes holds the spike times of each body in seconds, in order; see
	// SpikeTimes and SpikeTimesOfCounts. Nil draws bodies and spikes.
	Spikes    [][]float64
	Tissue    MovieTissue
	Indicator CellIndicator
	Bleaching Bleaching
	Motion    MovieMotion
	Detector  MovieDetector
}

// The field and rate that the grades of MoviePreset are of.
const (
	presetRateHz  = 30
	presetPixelUm = 1.17
)

// Bleaching is the loss of fluorescence under the laser: a share of it, with one
// time constant. The zero Bleaching means the defaults.
type Bleaching struct {
	Share  float64 // of the fluorescence that is lost in the end; default 0.2, below 0 for none
	TauSec float64 // default 600
}

// At returns the brightness left at a time, 1 at the start:
// 1 - Share (1 - exp(-t/Tau)).
func (b Bleaching) At(sec float64) float64 {
	b = b.orDefaults()
	return 1 + b.Share*math.Expm1(-sec/b.TauSec)
}

func (b Bleaching) orDefaults() Bleaching {
	if b.Share == 0 {
		b.Share = 0.2
	}
	if b.TauSec == 0 {
		b.TauSec = 600
	}
	b.Share = max(0, b.Share)
	return b
}

func (p MovieParams) orDefaults() MovieParams {
	for _, f := range []struct {
		value    *int
		standard int
	}{{&p.Width, 512}, {&p.Height, 512}, {&p.Frames, 2000}} {
		if *f.value == 0 {
			*f.value = f.standard
		}
	}
	if p.RateHz == 0 {
		p.RateHz = presetRateHz
	}
	if p.PixelUm == 0 {
		p.PixelUm = presetPixelUm
	}
	if p.Spikes != nil {
		if p.Tissue.Cells != 0 && p.Tissue.Cells != len(p.Spikes) {
			panic(fmt.Sprintf("scope: spikes of %d cells for %d", len(p.Spikes), p.Tissue.Cells))
		}
		p.Tissue.Cells = len(p.Spikes)
	}
	p.Tissue = p.Tissue.orDefaults(float64(p.Width*p.Height) * p.PixelUm * p.PixelUm)
	p.Indicator = p.Indicator.orDefaults()
	p.Bleaching = p.Bleaching.orDefaults()
	p.Detector = p.Detector.orDefaults()
	return p
}

// RandomMovie draws a movie: where the cells lie and what they look like, what lies
// between them, how they move, and, where p has none, their spikes. It panics when
// a size is not positive.
func RandomMovie(rng *rand.Rand, p MovieParams) Movie {
	p = p.orDefaults()
	if p.Width < 1 || p.Height < 1 || p.Frames < 1 || !(p.RateHz > 0) || !(p.PixelUm > 0) {
		panic("scope: a movie needs pixels, frames and a rate")
	}
	m := Movie{
		Width: p.Width, Height: p.Height, Frames: p.Frames, RateHz: p.RateHz, PixelUm: p.PixelUm,
		Indicator: p.Indicator, Bleaching: p.Bleaching, Detector: p.Detector, Rigid: p.Motion.Rigid,
	}
	m.key = random.New(rng.Uint64())
	m.Path = p.Motion.path(rng, p.Frames, p.RateHz)
	m.bends = p.Motion.bends(rng, p.Width)
	m.Cells = m.randomCells(rng, p)
	for range p.Detector.DeadPixels {
		m.dead = append(m.dead, rng.IntN(m.Width*m.Height))
	}
	m.tissue = m.newTissue(rng, p.Tissue)
	return m
}

// randomCells draws bodies with the spikes given or drawn, and processes with
// spikes of their own.
func (m Movie) randomCells(rng *rand.Rand, p MovieParams) []MovieCell {
	seconds := float64(p.Frames) / p.RateHz
	cells := placeBodies(rng, p.Tissue.Cells, m, p.Tissue.SlabUm)
	for i := range cells {
		if p.Spikes != nil {
			cells[i].Spikes = p.Spikes[i]
		} else {
			cells[i].Spikes = randomSpikes(rng, seconds)
		}
	}
	for range max(0, p.Tissue.Processes) {
		c := randomProcess(rng, rng.Float64()*float64(m.Height), rng.Float64()*float64(m.Width), axialSigmaUm*pm(rng))
		c.Spikes = randomSpikes(rng, seconds)
		cells = append(cells, c)
	}
	return cells
}

// Seconds is when frame t begins.
func (m Movie) Seconds(t int) float64 { return float64(t) / m.RateHz }

// cellSeconds is when a cell is scanned in frame t.
func (m Movie) cellSeconds(c MovieCell, t int) float64 {
	return (float64(t) + max(0, min(c.Y/float64(m.Height), 1))) / m.RateHz
}

// DFF returns dF/F of a cell in frame t, without bleaching, motion or noise.
func (m Movie) DFF(cell, t int) float64 {
	k, c := m.tissue.kinetics, m.Cells[cell]
	return k.dff(k.calcium(c.Spikes, m.cellSeconds(c, t)))
}
