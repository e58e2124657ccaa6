package motion

import "math"

// template is what frames are compared with: the spectrum of the reference, each
// frequency weighted so that the correlation of a frame with it is the log
// likelihood of its shift.
type template struct {
	lo, hi float32 // grey values are cut to these, so that no bright cell draws a frame along
	n      int     // frames in the reference
	rr, ri []float32
	gain   []float32
	tr, ti []float32 // gain times the reference
	ownAt  map[int]position

	pix    []float32 // the middle of the reference, binned, for Pearson's correlation
	length float64   // its sum of squares
	inner  int       // what is cut off on each side
	innerW int       // columns
	tiles  []tile
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
	half := g.ny / 2
	var frames, reference, count [rings]float64
	for i, v := range power {
		k := g.ring(i%half, i/half)
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
		ky, kx := i%half, i/half
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

// align finds the shift of the frame whose spectrum is in s. own is where the frame
// itself lies in the reference, and then what it adds there is taken away.
func (t *template) align(s *scratch, own position) (position, peak) {
	s.f.k.conjugateProduct(s.cr, s.ci, s.re, s.im, t.tr, t.ti)
	if own.used && t.n > 1 {
		t.removeOwn(s, own)
	}
	g := &s.g
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
func (t *template) removeOwn(s *scratch, own position) {
	g := &s.g
	half := g.ny / 2
	py, px := g.phases(own.y, own.x)
	scale := 1 / float32(t.n)
	back := float32(t.n) / float32(t.n-1)
	for kx := range g.nx {
		c, d := px[2*kx], px[2*kx+1]
		for ky := range half {
			i := kx*half + ky
			if t.gain[i] == 0 {
				continue
			}
			e := (s.re[i]*s.re[i] + s.im[i]*s.im[i]) * t.gain[i] * scale
			a, b := py[2*ky], py[2*ky+1]
			s.cr[i] = (s.cr[i] - e*(a*c-b*d)) * back
			s.ci[i] = (s.ci[i] + e*(a*d+b*c)) * back
		}
	}
}

// phases returns cos and sin, in turn, of w d along each axis, for a shift in pixels
// of the frame.
func (g geometry) phases(dy, dx float64) (y, x []float32) {
	along := func(n, m int, d float64) []float32 {
		out := make([]float32, 2*n)
		for k := range n {
			f := k
			if 2*k > m {
				f -= m
			}
			s, c := math.Sincos(2 * math.Pi * float64(f) * d / float64(g.bin*m))
			out[2*k], out[2*k+1] = float32(c), float32(s)
		}
		return out
	}
	return along(g.ny/2, g.ny, dy), along(g.nx, g.nx, dx)
}

// addMoved adds to the sum a spectrum whose shift is undone: F exp(i w d).
func (g geometry) addMoved(sr, si, re, im []float32, at position) {
	half := g.ny / 2
	py, px := g.phases(at.y, at.x)
	for kx := range g.nx {
		c, d := px[2*kx], px[2*kx+1]
		for ky := range half {
			i := kx*half + ky
			a, b := py[2*ky], py[2*ky+1]
			u, v := a*c-b*d, a*d+b*c
			sr[i] += re[i]*u - im[i]*v
			si[i] += re[i]*v + im[i]*u
		}
	}
}
