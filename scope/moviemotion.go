package scope

import (
	"math"
	"math/rand/v2"
)

// MovieMotion says how the tissue moves under the microscope. The zero
// MovieMotion means the defaults; Still means not at all.
//
// The brain wobbles with a correlation time of a second, drifts over minutes, and
// is thrown about while the animal runs (Dombeck et al. 2007,
// doi 10.1016/j.neuron.2007.08.003, saw 2 to 5 um). A frame takes as long to scan as
// passes between two frames, so its rows are displaced by what the motion has
// come to when they are scanned; and the field bends slowly.
type MovieMotion struct {
	Still bool
	// Rigid moves whole frames at once and never bends the field.
	Rigid          bool
	WobblePx       float64 // standard deviation along each axis; default 1.2
	DriftPx        float64 // largest, over minutes; default 2
	BoutsPerMinute float64 // of running; default 2, below 0 for none
	BoutPx         float64 // standard deviation of the farthest displacement of a bout; default 4
	BendPx         float64 // largest local displacement along each axis; default 1
	// ZUm is the largest slow change of depth, and twice the standard
	// deviation of the farthest change of a bout; default 2.
	ZUm float64
}

// What the motion of the field is like beside its extent.
const (
	wobbleTauSec = 1
	driftSec     = 60 // shortest period of the drift; the longest is four times that
	boutSec      = 1.5
	strideHz     = 4
	largestPx    = 20 // where the motion of the whole field is cut, along each axis
	largestZUm   = 5
)

func (p MovieMotion) orDefaults() MovieMotion {
	for _, f := range []struct {
		value    *float64
		standard float64
	}{
		{&p.WobblePx, 1.2}, {&p.DriftPx, 2}, {&p.BoutsPerMinute, 2}, {&p.BoutPx, 4}, {&p.BendPx, 1}, {&p.ZUm, 2},
	} {
		if *f.value == 0 {
			*f.value = f.standard
		}
	}
	return p
}

// MovieShift is how the tissue lies at one moment: displaced by Y rows and X
// columns of pixels, and with the focus ZUm deeper in it than in the reference.
type MovieShift struct{ Y, X, ZUm float64 }

func (s MovieShift) plus(o MovieShift) MovieShift {
	return MovieShift{s.Y + o.Y, s.X + o.X, s.ZUm + o.ZUm}
}

func (s MovieShift) times(a float64) MovieShift { return MovieShift{a * s.Y, a * s.X, a * s.ZUm} }

// path draws the displacement of the whole field at the start of each frame and
// at the end of the last. A Still path is nil.
func (p MovieMotion) path(rng *rand.Rand, frames int, rateHz float64) []MovieShift {
	if p.Still {
		return nil
	}
	p = p.orDefaults()
	path := make([]MovieShift, frames+1)
	p.wobble(rng, path, rateHz)
	p.drift(rng, path, rateHz)
	p.run(rng, path, rateHz)
	for t, s := range path {
		path[t] = MovieShift{cut(s.Y, largestPx), cut(s.X, largestPx), cut(s.ZUm, largestZUm)}
	}
	return path
}

func cut(v, largest float64) float64 { return max(-largest, min(v, largest)) }

// wobble adds an autoregressive process of order one along y and x.
func (p MovieMotion) wobble(rng *rand.Rand, path []MovieShift, rateHz float64) {
	keep := math.Exp(-1 / (wobbleTauSec * rateHz))
	fresh := p.WobblePx * math.Sqrt(1-keep*keep)
	y, x := p.WobblePx*rng.NormFloat64(), p.WobblePx*rng.NormFloat64()
	for t := range path {
		path[t] = path[t].plus(MovieShift{Y: y, X: x})
		y, x = keep*y+fresh*rng.NormFloat64(), keep*x+fresh*rng.NormFloat64()
	}
}

// drift adds slow waves that together stay within DriftPx and ZUm.
func (p MovieMotion) drift(rng *rand.Rand, path []MovieShift, rateHz float64) {
	y, x, z := newSlowWave(rng), newSlowWave(rng), newSlowWave(rng)
	for t := range path {
		sec := float64(t) / rateHz
		path[t] = path[t].plus(MovieShift{p.DriftPx * y.at(sec), p.DriftPx * x.at(sec), p.ZUm * z.at(sec)})
	}
}

// run adds bouts of running: each a jerk there and back, sin^2 in time, with
// strides on top.
func (p MovieMotion) run(rng *rand.Rand, path []MovieShift, rateHz float64) {
	if p.BoutsPerMinute < 0 {
		return
	}
	seconds := float64(len(path)) / rateHz
	for at := p.pause(rng); at < seconds; at += p.pause(rng) {
		far := MovieShift{p.BoutPx * rng.NormFloat64(), p.BoutPx * rng.NormFloat64(), p.ZUm / 2 * rng.NormFloat64()}
		end := min(len(path), int((at+boutSec)*rateHz)+1)
		for t := int(at*rateHz) + 1; t < end; t++ {
			sec := float64(t)/rateHz - at
			rise := math.Sin(math.Pi * sec / boutSec)
			stride := 0.8 + 0.2*math.Sin(2*math.Pi*strideHz*sec)
			path[t] = path[t].plus(far.times(rise * rise * stride))
		}
	}
}

func (p MovieMotion) pause(rng *rand.Rand) float64 { return 60 / p.BoutsPerMinute * rng.ExpFloat64() }

// slowWave is a slow, irregular course of time between -1 and 1: three sines.
type slowWave [3]struct{ hz, phase float64 }

func newSlowWave(rng *rand.Rand) slowWave {
	var w slowWave
	for i := range w {
		w[i].hz = 1 / (driftSec * math.Pow(4, rng.Float64()))
		w[i].phase = 2 * math.Pi * rng.Float64()
	}
	return w
}

func (w slowWave) at(sec float64) float64 {
	var sum float64
	for _, s := range w {
		sum += math.Sin(2*math.Pi*s.hz*sec + s.phase)
	}
	return sum / float64(len(w))
}

// shiftAt returns the displacement of the whole field when row y of frame t is
// scanned, straight between the starts of frames. A rigid frame has that of its
// middle everywhere.
func (m Movie) shiftAt(t int, y float64) MovieShift {
	if len(m.Path) == 0 {
		return MovieShift{}
	}
	at := y / float64(m.Height)
	if m.Rigid {
		at = 0.5
	}
	return m.Path[t].times(1 - at).plus(m.Path[t+1].times(at))
}

// Shift returns the mean displacement of frame t, bending left out: a structure at
// row y and column x of the reference appears at about (y+Y, x+X).
func (m Movie) Shift(t int) MovieShift {
	return m.shiftAt(t, float64(m.Height)/2)
}
