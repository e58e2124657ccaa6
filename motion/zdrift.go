package motion

import (
	"context"
	"fmt"
	"math"
	"slices"

	"respine/img"
)

// Depth is how a stretch of frames matches the planes of a stack.
type Depth struct {
	From, To    int       // frames From to To-1
	Used        int       // good frames among them
	Unlike      int       // frames named unlike that were compared, as no two were good
	Plane       float64   // the best plane, between planes by a parabola; NaN where none is better than chance
	Correlation []float64 // with each plane, where it fits best
	Beyond      float64   // the best correlation, in deviations of those with the plane displaced
	Apart       float64   // planes between the depths of the two halves of the frames
	Unsure      string    // why the plane is not certain, empty where it is
}

// DepthParams says how depth is measured. The zero DepthParams means the defaults.
type DepthParams struct {
	Window  int     // frames of a stretch; default 150
	Apart   float64 // planes by which halves of a stretch may differ; default 1
	Workers int     // goroutines, on which the result does not depend; default 1
}

const (
	// grainPx and shadePx are between what widths structure is compared: noise of
	// pixels below, vignetting and uneven brightness above, in pixels.
	grainPx, shadePx = 1, 12
	// A correlation is believed that lies beyondChance deviations above those of the
	// same plane displaced; stacks of other rendered fields, each plane at the best of
	// some hundred places, reach 5. Of a small field with few cells the deviations are
	// large: from highCorrelation on, far above what other fields reach, half suffices.
	beyondChance    = 7
	highCorrelation = 0.5
)

// ZDrift compares the mean of every stretch of frames with the planes of a stack taken
// at the same place: a course of Plane over time is drift along the optical axis. Each
// plane is shifted to where it fits the reference, by phase correlation (Kuglin &
// Hines 1975), and then correlated (Pearson) with every mean, both between grainPx and
// shadePx. A plane is certain when it correlates beyond what it does displaced by an
// eighth of the field and more, is neither the first nor the last, and when the first,
// third, ... and the second, fourth, ... frame agree on it. Where fewer than two
// frames of a stretch are good, those named unlike, of which the place is known, are
// compared in their stead. frames are those of Correct. Planes have the size of the
// frames; NaN pixels are left out.
func ZDrift(ctx context.Context, frames *Corrected, stack []img.Image, p DepthParams) ([]Depth, error) {
	h, w := frames.Size()
	if p.Window == 0 {
		p.Window = 150
	}
	if p.Apart == 0 {
		p.Apart = 1
	}
	if len(stack) == 0 || p.Window < 1 || p.Workers < 0 {
		panic("motion: ZDrift needs planes and a window")
	}
	for z, m := range stack {
		if m.H != h || m.W != w {
			return nil, fmt.Errorf("plane %d is %d x %d pixels, the movie %d x %d\nhint: take the stack at the size and zoom of the movie", z, m.H, m.W, h, w)
		}
	}
	planes := alignPlanes(frames.motion, stack)
	for _, m := range planes {
		band(m, h, w)
	}
	out := make([]Depth, (frames.Len()+p.Window-1)/p.Window)
	c := newCrew(newGeometry(h, w, Params{MaxShiftPx: frames.motion.MaxShiftPx}), max(1, p.Workers))
	err := c.each(ctx, len(out), func(i int, s *scratch) (err error) {
		from := i * p.Window
		out[i], err = frames.depth(ctx, planes, from, min(from+p.Window, frames.Len()), p.Apart, s.pix)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// depth compares frames from to to-1 with planes. raw is memory of a frame.
func (c *Corrected) depth(ctx context.Context, planes [][]float32, from, to int, apart float64, raw []float32) (Depth, error) {
	h, w := c.Size()
	d := Depth{From: from, To: to, Plane: math.NaN(), Beyond: math.NaN(), Apart: math.NaN()}
	var good, unlike []int
	for i := from; i < to; i++ {
		switch c.Bad(i) {
		case Good:
			good = append(good, i)
		case Unlike:
			unlike = append(unlike, i)
		}
	}
	d.Used = len(good)
	if len(good) < 2 && len(unlike) > len(good) {
		good, d.Unlike = unlike, len(unlike)
	}
	both := newHalves(h * w)
	for k, i := range good {
		if err := ctx.Err(); err != nil {
			return d, err
		}
		if err := c.Read(i, raw); err != nil {
			return d, err
		}
		fastest().add(both[k%2].sum, both[k%2].n, raw)
	}
	mean := both.image(h, w).Pix
	band(mean, h, w)
	d.Correlation = correlations(mean, planes)
	d.Plane = bestPlane(d.Correlation)
	if d.Plane != d.Plane {
		d.Unsure = "no frame to compare"
		return d, nil
	}
	best := min(max(0, int(math.Round(d.Plane))), len(planes)-1)
	d.Beyond = beyond(mean, planes[best], d.Correlation[best], h, w)
	var at [2]float64
	for k, half := range both {
		m := half.mean()
		band(m, h, w)
		at[k] = bestPlane(correlations(m, planes))
	}
	d.Apart = math.Abs(at[0] - at[1])
	if d.Unsure = d.unsure(apart, len(planes)); !d.seen() {
		d.Plane = math.NaN()
	}
	return d, nil
}

// seen reports whether a plane correlates beyond chance.
func (d Depth) seen() bool {
	best := math.Inf(-1)
	for _, r := range d.Correlation {
		if r > best {
			best = r
		}
	}
	return d.Beyond >= beyondChance || d.Beyond >= beyondChance/2.0 && best >= highCorrelation
}

// unsure says why a depth is not certain.
func (d Depth) unsure(apart float64, planes int) string {
	switch {
	case !d.seen():
		return "no plane correlates beyond chance"
	case d.Plane == 0:
		return "at the first plane or beyond it"
	case d.Plane == float64(planes-1):
		return "at the last plane or beyond it"
	case d.Apart != d.Apart:
		return "a single frame"
	case d.Apart > apart:
		return "halves of the frames disagree"
	}
	return ""
}

// mean is the sum over the number, NaN where that is 0.
func (a average) mean() []float32 {
	out := make([]float32, len(a.sum))
	for k := range out {
		out[k] = a.sum[k] / a.n[k]
	}
	return out
}

// band leaves of an image what is wider than grainPx and narrower than shadePx. NaN
// stays NaN, and is taken for the mean of the rest beside it.
func band(pix []float32, h, w int) {
	m := img.Image{H: h, W: w, Pix: slices.Clone(pix)}
	fillMissing(m.Pix)
	wide := img.NewImage(h, w)
	img.Gaussian(wide, m, shadePx, shadePx)
	img.Gaussian(m, m, grainPx, grainPx)
	for k, v := range pix {
		if v == v {
			pix[k] = m.Pix[k] - wide.Pix[k]
		}
	}
}

// correlations are those of an image with every plane.
func correlations(mean []float32, planes [][]float32) []float64 {
	out := make([]float64, len(planes))
	for z, m := range planes {
		out[z] = pearson(mean, m)
	}
	return out
}

// beyond is by how many standard deviations a correlation exceeds the mean of those
// with the plane displaced by one or two eighths of the field along one axis or both.
func beyond(mean, plane []float32, at float64, h, w int) float64 {
	var n, sum, square float64
	moved := make([]float32, h*w)
	for i := range 25 {
		dy, dx := i/5-2, i%5-2
		if dy == 0 && dx == 0 {
			continue
		}
		shiftRigid(blendPlain[float32], moved, plane, h, w, float64(dy*(h/8)), float64(dx*(w/8)))
		if r := pearson(mean, moved); r == r {
			n, sum, square = n+1, sum+r, square+r*r
		}
	}
	return (at - sum/n) / math.Sqrt((square-sum*sum/n)/(n-1))
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
