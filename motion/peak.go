package motion

import "math"

// taps is how many samples along each axis the value between samples follows from.
const taps = 8

// fine is into how many steps a pixel is divided in the search for the peak, before
// a parabola.
const fine = 4

// interpolator holds the weights of a sinc, tapered by a raised cosine, for places
// -1 to 1 in steps of 1/fine: a surface of correlation has no frequencies beyond
// those of its samples.
type interpolator [2*fine + 1][taps + 1]float32

func newInterpolator() *interpolator {
	var w interpolator
	for i := range w {
		at := float64(i)/fine - 1
		var sum float64
		for k := range w[i] {
			d := float64(k-taps/2) - at
			v := 1.0
			if math.Abs(d) > 1e-9 {
				v = math.Sin(math.Pi*d) / (math.Pi * d)
			}
			v *= 0.5 + 0.5*math.Cos(math.Pi*min(1, math.Abs(d)/(taps/2+1)))
			w[i][k] = float32(v)
			sum += v
		}
		for k := range w[i] {
			w[i][k] /= float32(sum)
		}
	}
	return &w
}

// peak is the highest place of a surface: its place in pixels of the surface, from
// its middle, its height, and the curvatures there.
type peak struct {
	y, x       float64
	height     float64
	yy, xx, xy float64 // second derivatives, negative at a peak
}

// refine finds the peak near the sample (py, px) of a surface of stride n, which
// has taps/2 samples around it.
func (w *interpolator) refine(surface []float32, n, py, px int) peak {
	var rows [2*fine + 1][taps + 1]float32 // interpolated along y
	for k := range taps + 1 {
		row := (*[taps + 1]float32)(surface[(py+k-taps/2)*n+px-taps/2:])
		for i := range w {
			v, sums := w[i][k], &rows[i]
			for x := range row {
				sums[x] += float32(v * row[x])
			}
		}
	}
	var at [2*fine + 1][2*fine + 1]float32
	bi, bj := fine, fine
	for i := range at {
		row, places := &rows[i], &at[i]
		for k := range row {
			for j := range places {
				places[j] += float32(w[j][k] * row[k])
			}
		}
		for j, v := range places {
			if v > at[bi][bj] {
				bi, bj = i, j
			}
		}
	}
	bi, bj = max(1, min(bi, 2*fine-1)), max(1, min(bj, 2*fine-1))
	a := func(i, j int) float64 { return float64(at[bi+i][bj+j]) }
	dy, dx := (a(1, 0)-a(-1, 0))/2, (a(0, 1)-a(0, -1))/2
	p := peak{
		height: a(0, 0),
		yy:     a(1, 0) + a(-1, 0) - 2*a(0, 0), xx: a(0, 1) + a(0, -1) - 2*a(0, 0),
		xy: (a(1, 1) + a(-1, -1) - a(1, -1) - a(-1, 1)) / 4,
	}
	sy, sx := p.step(dy, dx)
	p.height += (dy*sy + dx*sx) / 2
	p.y, p.x = (float64(bi-fine)+sy)/fine, (float64(bj-fine)+sx)/fine
	p.yy, p.xx, p.xy = p.yy*fine*fine, p.xx*fine*fine, p.xy*fine*fine
	return p
}

// step is where the paraboloid with these slopes has its top, within one sample.
func (p peak) step(dy, dx float64) (sy, sx float64) {
	det := p.yy*p.xx - p.xy*p.xy
	if !(det > 0 && p.yy < 0) {
		return 0, 0
	}
	sy, sx = (p.xy*dx-p.xx*dy)/det, (p.xy*dy-p.yy*dx)/det
	return max(-1, min(sy, 1)), max(-1, min(sx, 1))
}

// highest returns the largest value of a surface within reach of its middle, and
// the largest outside a square of half-width apart around it.
func highest(surface []float32, my, mx, reach, apart int) (py, px int, second float64) {
	n := 2*mx + 1
	ry, rx := min(reach, my), min(reach, mx)
	py, px = my, mx
	for y := my - ry; y <= my+ry; y++ {
		for x := mx - rx; x <= mx+rx; x++ {
			if surface[y*n+x] > surface[py*n+px] {
				py, px = y, x
			}
		}
	}
	other := float32(math.Inf(-1))
	for y := my - ry; y <= my+ry; y++ {
		for x := mx - rx; x <= mx+rx; x++ {
			if (y < py-apart || y > py+apart || x < px-apart || x > px+apart) && surface[y*n+x] > other {
				other = surface[y*n+x]
			}
		}
	}
	return py, px, float64(other)
}
