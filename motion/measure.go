package motion

import (
	"context"
	"math"
	"sync"

	"respine/img"
)

// measure fills the shifts of every frame.
func (r *Result) measure(ctx context.Context, frames Frames, c crew, t *template, p Params) error {
	prints := make([]uint64, len(r.Shifts))
	spreads := make([]float32, len(r.Shifts))
	var mu sync.Mutex
	done := 0
	err := c.each(ctx, len(r.Shifts), func(i int, s *scratch) error {
		l, err := s.take(frames, i, t.lo, t.hi)
		if err != nil {
			return err
		}
		prints[i], spreads[i] = l.print, float32(l.spread)
		r.Shifts[i] = Shift{Mean: float32(l.mean), Correlation: float32(math.NaN()), Bad: l.reason()}
		if r.Shifts[i].Bad == Good {
			r.shift(i, t, s, l)
		}
		if p.Progress != nil {
			mu.Lock()
			defer mu.Unlock()
			if done++; done%256 == 0 || done == len(r.Shifts) {
				p.Progress(done)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := 1; i < len(prints); i++ {
		if prints[i] == prints[i-1] && r.Shifts[i].Bad == Good {
			r.Shifts[i].Bad = Duplicate
		}
	}
	r.nameBlank(spreads)
	return nil
}

// shift measures the frame in s.small.
func (r *Result) shift(i int, t *template, s *scratch, l look) {
	v := &r.Shifts[i]
	s.spectrum(s.small, l, &t.light)
	s.pad(l, &t.light)
	at, _ := t.align(s, s.re, s.im, t.ownAt[i])
	limit := float64(r.MaxShiftPx)
	beyond := math.Abs(at.y) > limit || math.Abs(at.x) > limit
	if beyond || at.confidence < t.sure && t.n > 1 {
		far := t.everywhere(s)
		v.Bad = Unsure
		if far.confidence >= t.sure && (math.Abs(far.y) > limit || math.Abs(far.x) > limit) {
			v.Bad = Jump
			at = far
		}
	}
	v.Y, v.X, v.Confidence = float32(at.y), float32(at.x), float32(at.confidence)
	v.Correlation = float32(t.likeness(s, at))
	if r.Grid.Len() > 0 && v.Bad == Good {
		r.measureTiles(i, t, s)
	}
}

// show keeps the middle of the reference, binned as frames are and cut as they are,
// less its mean: what a frame shows at any shift within reach.
func (t *template) show(g geometry, m img.Image) {
	t.inner = min(g.reach, (min(g.bh, g.bw)-1)/2)
	t.innerW = g.bw - 2*t.inner
	small := g.binned(m)
	var sum, n float64
	for y := t.inner; y < g.bh-t.inner; y++ {
		for x, v := range small[y*g.bw+t.inner:][:t.innerW] {
			t.pix = append(t.pix, min(max(v, t.lo), t.hi)-t.column[t.inner+x]-t.row[y])
			if v == v {
				sum += float64(t.pix[len(t.pix)-1])
				n++
			}
		}
	}
	for i, v := range t.pix {
		t.pix[i] = v - float32(sum/n)
		if v != v {
			t.pix[i] = 0
		}
	}
	t.length = img.SumSquares(t.pix)
}

// likeness is Pearson's correlation of the frame in s.padded, moved by whole pixels,
// with the middle of the reference; NaN where the frame lies out of reach.
func (t *template) likeness(s *scratch, at position) float64 {
	g := &s.g
	dy, dx := int(math.Round(at.y/float64(g.bin))), int(math.Round(at.x/float64(g.bin)))
	if max(dy, -dy) > t.inner || max(dx, -dx) > t.inner {
		return math.NaN()
	}
	stride := g.paddedStride()
	from := (g.margin()+t.inner+dy)*stride + g.margin() + t.inner + dx
	var sums [3][lanes]float32
	var a, aa, ab float64
	for i := 0; i < len(t.pix); i += t.innerW {
		sums = [3][lanes]float32{}
		s.f.k.alike(&sums, s.padded[from:][:t.innerW], t.pix[i:i+t.innerW])
		a += float64(sumLanes(&sums[0]))
		aa += float64(sumLanes(&sums[1]))
		ab += float64(sumLanes(&sums[2]))
		from += stride
	}
	aa -= a * a / float64(len(t.pix))
	if !(aa > 0 && t.length > 0) {
		return math.NaN()
	}
	return ab / math.Sqrt(aa*t.length)
}
