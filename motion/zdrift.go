package motion

import (
	"context"
	"fmt"
	"math"

	"respine/img"
)

// Depth is how a stretch of frames matches the planes of a stack.
type Depth struct {
	From, To    int       // frames From to To-1
	Used        int       // good frames among them
	Plane       float64   // the best plane, between planes by a parabola; NaN where nothing was seen
	Correlation []float64 // with each plane, where it fits best
}

// ZDrift compares the mean of every window frames with the planes of a stack taken at
// the same place: a course of Plane over time is drift along the optical axis. Each
// plane is shifted to where it fits the reference, by phase correlation (Kuglin &
// Hines 1975), and then correlated (Pearson) with every mean. frames are those of
// Correct. Planes have the size of the frames; NaN pixels are left out.
func ZDrift(ctx context.Context, frames *Corrected, stack []img.Image, window int) ([]Depth, error) {
	h, w := frames.Size()
	if len(stack) == 0 || window < 1 {
		panic("motion: ZDrift needs planes and a window")
	}
	for z, m := range stack {
		if m.H != h || m.W != w {
			return nil, fmt.Errorf("plane %d is %d x %d pixels, the movie %d x %d\nhint: take the stack at the zoom of the movie", z, m.H, m.W, h, w)
		}
	}
	planes := alignPlanes(frames.motion, stack)
	var out []Depth
	raw := make([]float32, h*w)
	for from := 0; from < frames.Len(); from += window {
		d := Depth{From: from, To: min(from+window, frames.Len()), Plane: math.NaN(), Correlation: make([]float64, len(stack))}
		mean := average{make([]float32, h*w), make([]float32, h*w)}
		for i := from; i < d.To; i++ {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if frames.Bad(i) != Good {
				continue
			}
			if err := frames.Read(i, raw); err != nil {
				return nil, err
			}
			fastest().add(mean.sum, mean.n, raw)
			d.Used++
		}
		for k := range raw {
			raw[k] = mean.sum[k] / mean.n[k]
		}
		for z, m := range planes {
			d.Correlation[z] = pearson(raw, m)
		}
		d.Plane = bestPlane(d.Correlation)
		out = append(out, d)
	}
	return out, nil
}

// alignPlanes shifts every plane by whole pixels to where it fits the reference.
func alignPlanes(r *Result, stack []img.Image) [][]float32 {
	g := newGeometry(r.H, r.W, Params{MaxShiftPx: r.MaxShiftPx})
	t := &template{light: light{lo: -math.MaxFloat32, hi: math.MaxFloat32, column: make([]float32, g.bw), row: make([]float32, g.bh)}, w: newInterpolator()}
	s := newScratch(g)
	whiten := func(pix []float32) {
		copy(s.pix, pix)
		s.spectrum(s.small, g.shrink(s.f.k, s.small, s.pix, t.lo, t.hi), &t.light)
		g.eachColumn(0, g.nx, func(kx, a, b int) {
			for i := a; i < b; i++ {
				length := float32(math.Hypot(float64(s.re[i]), float64(s.im[i])))
				at := float64(g.ring(i-a, kx)) / rings
				weight := float32(math.Exp(-at*at/(2*0.15*0.15))) / max(length, math.SmallestNonzeroFloat32)
				s.re[i], s.im[i] = s.re[i]*weight, s.im[i]*weight
			}
		})
	}
	whiten(r.Reference.Pix)
	t.tr, t.ti = append(t.tr, s.re...), append(t.ti, s.im...)
	out := make([][]float32, len(stack))
	for z, m := range stack {
		whiten(m.Pix)
		at, _ := t.align(s, s.re, s.im, position{})
		out[z] = make([]float32, r.H*r.W)
		shiftRigid(blendPlain[float32], out[z], m.Pix, r.H, r.W, math.Round(at.y), math.Round(at.x))
	}
	return out
}

// pearson is the correlation over pixels that both images have; NaN where it is not
// defined.
func pearson(a, b []float32) float64 {
	var n, x, y, xx, yy, xy float64
	for k, u := range a {
		v := b[k]
		if u-u != 0 || v-v != 0 {
			continue
		}
		p, q := float64(u), float64(v)
		n, x, y, xx, yy, xy = n+1, x+p, y+q, xx+p*p, yy+q*q, xy+p*q
	}
	vx, vy := xx-x*x/n, yy-y*y/n
	if !(vx > 0 && vy > 0) {
		return math.NaN()
	}
	return (xy - x*y/n) / math.Sqrt(vx*vy)
}

// bestPlane is the place of the highest correlation.
func bestPlane(c []float64) float64 {
	best := -1
	for z, v := range c {
		if v == v && (best < 0 || v > c[best]) {
			best = z
		}
	}
	if best < 0 {
		return math.NaN()
	}
	if best == 0 || best == len(c)-1 {
		return float64(best)
	}
	lo, mid, hi := c[best-1], c[best], c[best+1]
	if curve := lo - 2*mid + hi; curve < 0 {
		return float64(best) + (lo-hi)/(2*curve)
	}
	return float64(best)
}
