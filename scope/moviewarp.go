package scope

import (
	"math"
	"math/rand/v2"
)

// bend is one plane wave of slow local displacement, in pixels. Its amplitude
// follows a slow course of time along each axis.
type bend struct {
	waveY, waveX float64 // rad per pixel
	phase        float64
	largest      float64 // pixels
	alongY       slowWave
	alongX       slowWave
}

// bends is how many waves bend the field. Their length is between half and one and
// a half field widths, so that neighbouring blocks of a piecewise correction
// move alike.
const bends = 3

func (p MovieMotion) bends(rng *rand.Rand, width int) []bend {
	if p.Still || p.Rigid {
		return nil
	}
	all := make([]bend, bends)
	for i := range all {
		direction, k := 2*math.Pi*rng.Float64(), 2*math.Pi/(float64(width)*(0.5+rng.Float64()))
		all[i] = bend{
			waveY: k * math.Sin(direction), waveX: k * math.Cos(direction), phase: 2 * math.Pi * rng.Float64(),
			largest: p.orDefaults().BendPx / bends, alongY: newSlowWave(rng), alongX: newSlowWave(rng),
		}
	}
	return all
}

// Displacement returns by how much the tissue seen at row y and column x of frame
// t is displaced from the reference, where it lies at (y-dy, x-dx). Between the
// nodes of a grid the local part is interpolated, as in the rendered frame.
func (m Movie) Displacement(t int, y, x float64) (dy, dx float64) {
	return m.displacement(m.newWarp(t), t, y, x)
}

func (m Movie) displacement(w *warp, t int, y, x float64) (dy, dx float64) {
	s := m.shiftAt(t, y)
	w.alongRow(y)
	j := max(0, min(int(x/warpStep), w.across-2))
	f := float32(x/warpStep - float64(j))
	return s.Y + float64(lerp32(w.rowY[j], w.rowY[j+1], f)), s.X + float64(lerp32(w.rowX[j], w.rowX[j+1], f))
}

func lerp32(a, b, f float32) float32 { return a + float32(f*(b-a)) }

// warpStep is the distance in pixels of the nodes at which bending is computed.
// Between them it is straight: at a wave of 128 pixels that is wrong by 2 % of the
// amplitude.
const warpStep = 8

// warp is the local displacement of one frame at the nodes of a grid.
type warp struct {
	down, across int
	y, x         []float32 // down * across
	rowY, rowX   []float32 // across: of one row, see alongRow
}

func (m Movie) newWarp(t int) *warp {
	w := &warp{down: (m.Height-1)/warpStep + 2, across: (m.Width-1)/warpStep + 2}
	n := w.down * w.across
	w.y, w.x = make([]float32, n), make([]float32, n)
	w.rowY, w.rowX = make([]float32, w.across), make([]float32, w.across)
	sec := (float64(t) + 0.5) / m.RateHz
	for _, b := range m.bends {
		ay, ax := float32(b.largest*b.alongY.at(sec)), float32(b.largest*b.alongX.at(sec))
		for i := range n {
			y, x := float64(i/w.across*warpStep), float64(i%w.across*warpStep)
			s := float32(math.Sin(b.phase + b.waveY*y + b.waveX*x))
			w.y[i] += float32(ay * s)
			w.x[i] += float32(ax * s)
		}
	}
	return w
}

// alongRow sets rowY and rowX to the nodes above and below row y, interpolated.
func (w *warp) alongRow(y float64) {
	i := min(int(y/warpStep), w.down-2)
	f := float32(y/warpStep - float64(i))
	for j := range w.across {
		k := i*w.across + j
		w.rowY[j] = lerp32(w.y[k], w.y[k+w.across], f)
		w.rowX[j] = lerp32(w.x[k], w.x[k+w.across], f)
	}
}

// sampler reads a scene at displaced places by the kernel of six pixels of Keys 1981
// (doi 10.1109/TASSP.1981.1163711, equation 30), which reproduces polynomials up to the
// third degree. With the usual four pixels, grain of the size of a pixel drags behind:
// the frame then seems displaced by up to 0.08 pixels less or more than it is.
type sampler struct {
	weights [samplerPhases + 1][taps]float32
}

const (
	// samplerPhases is into how many steps a pixel is divided: places are right
	// to 1/2048 of a pixel.
	samplerPhases = 1024
	// taps is how many pixels are read along each axis, two of them before the
	// pixel of the place.
	taps = 6
)

func newSampler() *sampler {
	s := &sampler{}
	for i := range s.weights {
		for k := range taps {
			s.weights[i][k] = float32(keys(math.Abs(float64(i)/samplerPhases + 2 - float64(k))))
		}
	}
	return s
}

// keys is the kernel at a distance in pixels.
func keys(d float64) float64 {
	switch {
	case d < 1:
		return (4.0/3*d-7.0/3)*d*d + 1
	case d < 2:
		return ((-7.0/12*d+3)*d-59.0/12)*d + 2.5
	case d < 3:
		return ((1.0/12*d-2.0/3)*d+21.0/12)*d - 1.5
	}
	return 0
}

// row sets dst to the scene, w wide, at rows y[i] and columns x[i], which are at
// least 2 and at most 4 below its size. Overshoot below 0 is cut.
func (s *sampler) row(dst, scene []float32, w int, y, x []float32) {
	y, x = y[:len(dst)], x[:len(dst)]
	for i := range dst {
		iy, ix := int(y[i]), int(x[i])
		a := &s.weights[int((y[i]-float32(iy))*samplerPhases+0.5)]
		b := &s.weights[int((x[i]-float32(ix))*samplerPhases+0.5)]
		at := (iy-2)*w + ix - 2
		var sum float32
		for k := range taps {
			p := (*[taps]float32)(scene[at:])
			left := float32(b[0]*p[0]) + float32(b[1]*p[1]) + float32(b[2]*p[2])
			right := float32(b[3]*p[3]) + float32(b[4]*p[4]) + float32(b[5]*p[5])
			sum += float32(a[k] * (left + right))
			at += w
		}
		dst[i] = max(0, sum)
	}
}
