package motion

import "math"

// template is what frames are compared with: the spectrum of the reference, each
// frequency weighted so that the correlation of a frame with it is the log
// likelihood of its shift.
type template struct {
	light
	n      int     // frames in the reference
	sure   float64 // the confidence from which a shift is believed
	usual  float64 // the middle confidence of the sampled frames
	rr, ri []float32
	gain   []float32
	tr, ti []float32 // gain times the reference
	ownAt  map[int]position

	pix    []float32 // the middle of the reference, binned, for Pearson's correlation
	length float64   // its sum of squares
	inner  int       // what is cut off on each side
	innerW int       // columns
	tiles  []tile
	word   float32 // what a pixel of a frame is multiplied by for tiles
	w      *interpolator
}

// position is where a sampled frame lies, in pixels of the frame.
type position struct {
	y, x       float64
	confidence float64
	used       bool
}

// rings is into how many steps frequencies up to one cycle a pixel are divided.
const rings = 128

// stripes is the highest frequency, in cycles a field, along one axis of what is
// left out along the other: lines and columns of a detector that do not move with
// the tissue lie there.
const stripes = 1

// finest is the highest frequency that is looked at, in cycles a searched pixel:
// beyond, binned pixels show what lies at other frequencies, and the movie is
// searched faster without.
const finest = 3.0 / 8

// ring returns to which step of frequency a coefficient belongs.
func (g geometry) ring(ky, kx int) int {
	if kx > g.nx/2 {
		kx -= g.nx
	}
	return int(rings * math.Hypot(float64(ky)/float64(g.ny), float64(kx)/float64(g.nx)))
}

// weigh sets the gains from the mean power of the sampled frames and the reference.
//
// With F the spectrum of a frame, R that of the reference of n frames and P the
// power of what differs, all by rings of equal frequency, the log likelihood of a
// shift d is, but for a constant, the sum over frequencies w of
// Re F conj(R) exp(i w d) / P. P is (mean |F|^2 - |R|^2) n/(n-1). R itself carries
// noise of power P/n and is shrunk by the share of its power that is not noise.
func (t *template) weigh(g geometry, power []float32) {
	var frames, reference, count [rings]float64
	for i, v := range power {
		k := g.ring(i%g.rows, i/g.rows)
		frames[k] += float64(v)
		reference[k] += float64(t.rr[i])*float64(t.rr[i]) + float64(t.ri[i])*float64(t.ri[i])
		count[k]++
	}
	var gain [rings]float64
	n := float64(t.n)
	for k := range gain {
		if count[k] == 0 || frames[k] == 0 {
			continue
		}
		f, r := frames[k]/count[k], reference[k]/count[k]
		p := (f - r) * n / max(1, n-1)
		p = max(p, f*noiseFloor)
		gain[k] = max(0, 1-p/(n*r)) / p
	}
	for i := range t.gain {
		ky, kx := i%g.rows, i/g.rows
		t.gain[i] = float32(gain[g.ring(ky, kx)])
		if ky <= stripes || kx <= stripes || kx >= g.nx-stripes || g.ring(ky, kx) >= int(finest*rings) {
			t.gain[i] = 0
		}
		t.tr[i], t.ti[i] = t.gain[i]*t.rr[i], t.gain[i]*t.ri[i]
	}
}

// noiseFloor is the least share of the power of frames that is taken to be noise:
// frames of a noiseless scene still differ by interpolation.
const noiseFloor = 1e-3

// align finds the shift of the frame that has the spectrum. own is where the frame
// itself lies in the reference, and then what it adds there is taken away.
func (t *template) align(s *scratch, re, im []float32, own position) (position, peak) {
	g := &s.g
	for _, v := range s.f.spans() {
		a, b := v[0], v[1]
		s.f.k.conjugateProduct(s.cr[a:b], s.ci[a:b], re[a:b], im[a:b], t.tr[a:b], t.ti[a:b])
	}
	if own.used && t.n > 1 {
		t.removeOwn(s, re, im, own)
	}
	s.f.inverse(s.surface, s.cr, s.ci, g.my, g.mx)
	return t.findPeak(g, s.surface, g.my, g.mx, g.reach)
}

// apartPx is how far from the best place another one must be to be another.
const apartPx = 8

func (t *template) findPeak(g *geometry, surface []float32, my, mx, reach int) (position, peak) {
	py, px, second := highest(surface, my, mx, reach, (apartPx+g.bin-1)/g.bin)
	iy := max(taps/2, min(py, 2*my-taps/2))
	ix := max(taps/2, min(px, 2*mx-taps/2))
	p := t.w.refine(surface, 2*mx+1, iy, ix)
	b := float64(g.bin)
	at := position{y: b * (float64(iy-my) + p.y), x: b * (float64(ix-mx) + p.x)}
	at.confidence = p.height - max(0, second)
	return at, p
}

// everywhere finds the best shift of the frame aligned last, as far as half a field.
func (t *template) everywhere(s *scratch) position {
	g := &s.g
	my, mx := g.ny/2, g.nx/2
	if s.whole == nil {
		s.whole = make([]float32, (2*my+1)*(2*mx+1))
	}
	s.f.inverse(s.whole, s.cr, s.ci, my, mx)
	at, _ := t.findPeak(g, s.whole, my, mx, max(my, mx)-taps/2)
	return at
}

// removeOwn takes from the correlation in s.cr and s.ci what the frame has given to
// the reference itself: |F|^2 exp(-i w d) gain / n.
func (t *template) removeOwn(s *scratch, re, im []float32, own position) {
	g := &s.g
	p := g.phases(own.y, own.x)
	n := float32(t.n)
	g.eachColumn(0, g.nx, func(kx, a, b int) {
		s.f.k.removeOwn(s.cr[a:b], s.ci[a:b], re[a:b], im[a:b], t.gain[a:b], p.yc, p.ys, p.xc[kx], p.xs[kx], 1/n, n/(n-1))
	})
}

// phases are the cosines and sines of w d along each axis.
type phases struct{ yc, ys, xc, xs []float32 }

// phases returns those of a shift in pixels of the frame.
func (g geometry) phases(dy, dx float64) (p phases) {
	along := func(n, m int, d float64) (cos, sin []float32) {
		cos, sin = make([]float32, n), make([]float32, n)
		for k := range n {
			f := k
			if 2*k > m {
				f -= m
			}
			s, c := math.Sincos(2 * math.Pi * float64(f) * d / float64(g.bin*m))
			cos[k], sin[k] = float32(c), float32(s)
		}
		return cos, sin
	}
	p.yc, p.ys = along(g.rows, g.ny, dy)
	p.xc, p.xs = along(g.nx, g.nx, dx)
	return p
}

// eachColumn calls do for every kx that is looked at, of those from from to to-1, and
// its coefficients a to b-1.
func (g geometry) eachColumn(from, to int, do func(kx, a, b int)) {
	for kx := from; kx < to; kx++ {
		if kx < g.across || kx >= g.nx-g.across {
			do(kx, kx*g.rows, (kx+1)*g.rows)
		}
	}
}
