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
	if outside := at.outside(limit); outside || t.n > 1 && t.doubtful(at) {
		far := t.everywhere(s)
		switch {
		case t.beyond(far, limit):
			v.Bad = Jump
			at = far
		case outside || at.confidence < t.sure:
			v.Bad = Unsure
		}
	}
	v.Y, v.X, v.Confidence = float32(at.y), float32(at.x), float32(at.confidence)
	v.Correlation = float32(t.likeness(s, at))
	if r.Grid.Len() > 0 && v.Bad == Good {
		r.measureTiles(i, t, s)
	}
}

// doubtShare is the share of the usual confidence below which a frame is looked for
// beyond reach as well: of frames displaced by half the field, whose own place no
// longer competes, that within reach had up to a third of it.
const doubtShare = 0.5

// doubtful reports whether a frame may lie elsewhere than where it was found.
func (t *template) doubtful(at position) bool {
	return at.confidence < max(t.sure, doubtShare*t.usual)
}

// beyond reports whether the best of all places is sure, and farther than a limit.
func (t *template) beyond(best position, limit float64) bool {
	return best.confidence >= t.sure && best.outside(limit)
}

// outside reports whether a place is farther than a limit along an axis.
func (p position) outside(limit float64) bool {
	return math.Abs(p.y) > limit || math.Abs(p.x) > limit
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
