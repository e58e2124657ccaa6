package scope

import (
	"math"
	"math/cmplx"
	"testing"

	"gonum.org/v1/gonum/dsp/fourier"
)

func TestSamplerReproducesCubics(t *testing.T) {
	const w, h = 12, 10
	scene := make([]float32, w*h)
	cubic := func(y, x float64) float64 {
		return 40 + 2*y - 3*x + 0.5*y*y + 0.25*x*x - 0.125*y*x + 0.01*y*y*x - 0.02*x*x*x
	}
	for i := range scene {
		scene[i] = float32(cubic(float64(i/w), float64(i%w)))
	}
	s := newSampler()
	for _, at := range [][2]float64{{2, 2}, {4, 7}, {3.25, 5.5}, {5.5, 7.75}, {2.999, 2.001}} {
		dst := make([]float32, 1)
		s.row(dst, scene, w, []float32{float32(at[0])}, []float32{float32(at[1])})
		// The place is right to 1/2048 pixel, where the slope is at most 10.
		near(t, "sample", float64(dst[0]), cubic(at[0], at[1]), 10.0/2048)
	}
	dst := make([]float32, 1)
	for i := range scene {
		scene[i] = -1
	}
	s.row(dst, scene, w, []float32{3}, []float32{3})
	if dst[0] != 0 {
		t.Error("light below 0")
	}
}

func TestBendingIsTheSumOfItsWaves(t *testing.T) {
	m := Movie{Width: 200, Height: 150, Frames: 9000, RateHz: 30}
	m.bends = MovieMotion{BendPx: 2}.bends(newRand(4), m.Width)
	for _, at := range [][3]float64{{0, 0, 0}, {40, 33, 71}, {4000, 149, 199}, {8999, 80.5, 3.25}} {
		f, y, x := int(at[0]), at[1], at[2]
		var wantY, wantX float64
		for _, b := range m.bends {
			s := math.Sin(b.phase + b.waveY*y + b.waveX*x)
			sec := (at[0] + 0.5) / 30
			wantY += b.largest * b.alongY.at(sec) * s
			wantX += b.largest * b.alongX.at(sec) * s
		}
		dy, dx := m.Displacement(f, y, x)
		near(t, "dy", dy, wantY, 0.02*2)
		near(t, "dx", dx, wantX, 0.02*2)
		if math.Hypot(dy, dx) > 2*math.Sqrt2 {
			t.Errorf("displaced by %v, %v", dy, dx)
		}
	}
}

// shiftBy returns the displacement of b against a, both h by w, at the maximum of
// their cross-correlation, which is evaluated between pixels as the Fourier sum it
// is. Borders are tapered, and every frequency but the highest counts alike: the
// large bright patches of the field, cut by the taper, would pull to where they are
// cut.
func shiftBy(a, b []float32, h, w int) (dy, dx float64) {
	fa, fb := spectrum(a, h, w), spectrum(b, h, w)
	for i := range fa {
		c := cmplx.Conj(fa[i]) * fb[i]
		ky, kx := wrapped(i/w, h)/float64(h), wrapped(i%w, w)/float64(w)
		const highest = 0.138 // cycles per pixel: smoothing by 1.15 pixels, as registration does
		fa[i] = c * complex(math.Exp(-(ky*ky+kx*kx)/(2*highest*highest))/(cmplx.Abs(c)+1e-12), 0)
	}
	at := func(y, x float64) float64 {
		var sum float64
		for i, c := range fa {
			ky, kx := wrapped(i/w, h), wrapped(i%w, w)
			sum += real(c * cmplx.Exp(complex(0, 2*math.Pi*(ky*y/float64(h)+kx*x/float64(w)))))
		}
		return sum
	}
	const reach = 12
	best := math.Inf(-1)
	for y := -reach; y <= reach; y += 2 {
		for x := -reach; x <= reach; x += 2 {
			if v := at(float64(y), float64(x)); v > best {
				best, dy, dx = v, float64(y), float64(x)
			}
		}
	}
	for step := 1.0; step > 1e-3; step /= 2 {
		for moved := true; moved; {
			moved = false
			for _, d := range [][2]float64{{step, 0}, {-step, 0}, {0, step}, {0, -step}} {
				if v := at(dy+d[0], dx+d[1]); v > best {
					best, dy, dx, moved = v, dy+d[0], dx+d[1], true
				}
			}
		}
	}
	return dy, dx
}

func wrapped(i, n int) float64 {
	if i > n/2 {
		return float64(i - n)
	}
	return float64(i)
}

func spectrum(pix []float32, h, w int) []complex128 {
	var mean float64
	for _, v := range pix {
		mean += float64(v) / float64(len(pix))
	}
	c := make([]complex128, len(pix))
	for i, v := range pix {
		y, x := float64(i/w)+0.5, float64(i%w)+0.5
		taper := math.Sin(math.Pi*y/float64(h)) * math.Sin(math.Pi*x/float64(w))
		c[i] = complex((float64(v)-mean)*taper*taper, 0)
	}
	rows, columns, column := fourier.NewCmplxFFT(w), fourier.NewCmplxFFT(h), make([]complex128, h)
	for y := range h {
		rows.Coefficients(c[y*w:(y+1)*w], c[y*w:(y+1)*w])
	}
	for x := range w {
		for y := range h {
			column[y] = c[y*w+x]
		}
		columns.Coefficients(column, column)
		for y := range h {
			c[y*w+x] = column[y]
		}
	}
	return c
}

// still returns m with nothing moving.
func (m Movie) still() Movie {
	m.Path, m.bends = nil, nil
	return m
}

func TestCrossCorrelationFindsTheShiftOfRigidFrames(t *testing.T) {
	const h, w = 128, 144
	p := MovieParams{Height: h, Width: w, Frames: 120, Motion: MovieMotion{Rigid: true, WobblePx: 3, ZUm: 1e-9}}
	m := RandomMovie(newRand(6), p)
	reference, frame := make([]float32, h*w), make([]float32, h*w)
	for _, f := range []int{3, 50, 119} {
		m.still().Expected(reference, f)
		m.Expected(frame, f)
		dy, dx := shiftBy(reference, frame, h, w)
		s := m.Shift(f)
		near(t, "dy", dy, s.Y, 0.05)
		near(t, "dx", dx, s.X, 0.05)
		if math.Hypot(s.Y, s.X) < 0.5 {
			t.Errorf("frame %d does not move: %v", f, s)
		}
	}
}

func TestCrossCorrelationFindsTheDisplacementOfBlocks(t *testing.T) {
	const n, block = 288, 72
	p := MovieParams{Height: n, Width: n, Frames: 60, Motion: MovieMotion{BendPx: 3, BoutsPerMinute: -1, ZUm: 1e-9}}
	m := RandomMovie(newRand(7), p)
	reference, frame := make([]float32, n*n), make([]float32, n*n)
	m.still().Expected(reference, 30)
	m.Expected(frame, 30)
	least, most := math.Inf(1), math.Inf(-1)
	for i := range 4 {
		y0, x0 := i/2*2*block+30, i%2*2*block+30
		a, b := part(reference, n, y0, x0, block), part(frame, n, y0, x0, block)
		dy, dx := shiftBy(a, b, block, block)
		wantY, wantX := m.Displacement(30, float64(y0)+block/2, float64(x0)+block/2)
		// Within a block displacement changes by some tenths of a pixel, and
		// structure is not spread evenly.
		near(t, "dy of a block", dy, wantY, 0.15)
		near(t, "dx of a block", dx, wantX, 0.15)
		least, most = min(least, wantX), max(most, wantX)
	}
	if most-least < 0.3 {
		t.Errorf("blocks move alike, from %v to %v", least, most)
	}
}

func part(pix []float32, width, y0, x0, n int) []float32 {
	var out []float32
	for y := y0; y < y0+n; y++ {
		out = append(out, pix[y*width+x0:y*width+x0+n]...)
	}
	return out
}
