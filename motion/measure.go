package motion

import (
	"context"
	"math"
	"sync"

	"respine/img"
)

// measure fills the shifts of every frame.
func (r *Result) measure(ctx context.Context, frames Frames, g geometry, t *template, p Params) error {
	prints := make([]uint64, len(r.Shifts))
	spreads := make([]float32, len(r.Shifts))
	var mu sync.Mutex
	done := 0
	err := each(ctx, len(r.Shifts), p.Workers, g, func(i int, s *scratch) error {
		if err := frames.Read(i, s.pix); err != nil {
			return err
		}
		l := g.shrink(s.f.k, s.small, s.pix)
		prints[i], spreads[i] = l.print(), float32(l.spread)
		r.Shifts[i] = Shift{Mean: float32(l.mean), Correlation: float32(math.NaN()), Bad: l.reason()}
		if r.Shifts[i].Bad == Good {
			r.shift(i, t, s)
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
func (r *Result) shift(i int, t *template, s *scratch) {
	g, v := &s.g, &r.Shifts[i]
	s.spectrum(t.lo, t.hi)
	at, _ := t.align(s, t.ownAt[i])
	limit := float64(r.MaxShiftPx)
	beyond := math.Abs(at.y) > limit || math.Abs(at.x) > limit
	if beyond || at.confidence < sure && t.n > 1 {
		far := t.everywhere(s)
		v.Bad = Unsure
		if far.confidence >= sure && (math.Abs(far.y) > limit || math.Abs(far.x) > limit) {
			v.Bad = Jump
			at = far
		}
	}
	v.Y, v.X, v.Confidence = float32(at.y), float32(at.x), float32(at.confidence)
	v.Correlation = float32(t.likeness(g, s.small, at))
	if r.Grid.Len() > 0 && v.Bad == Good {
		r.measureTiles(i, t, s)
	}
}

// show keeps the reference binned as frames are, cut as they are.
func (t *template) show(g geometry, m img.Image) {
	t.pix = g.binned(m)
	for i, v := range t.pix {
		if v == v {
			t.pix[i] = min(max(v, t.lo), t.hi)
		}
	}
}

// likeness is Pearson's correlation of a binned frame, shifted back by whole
// pixels, with the reference, where both are.
func (t *template) likeness(g *geometry, small []float32, at position) float64 {
	dy, dx := int(math.Round(at.y/float64(g.bin))), int(math.Round(at.x/float64(g.bin)))
	var n, a, b, aa, bb, ab float64
	x0, x1 := max(0, -dx), min(g.bw, g.bw-dx)
	for y := max(0, -dy); y < min(g.bh, g.bh-dy) && x0 < x1; y++ {
		ref := t.pix[y*g.bw+x0 : y*g.bw+x1]
		frame := small[(y+dy)*g.bw+x0+dx:][:len(ref)]
		var ra, rb, raa, rbb, rab float32
		for k, u := range ref {
			if u != u {
				continue
			}
			v := min(max(frame[k], t.lo), t.hi) - t.lo
			u -= t.lo
			ra += u
			rb += v
			raa += float32(u * u)
			rbb += float32(v * v)
			rab += float32(u * v)
			n++
		}
		a, b, aa, bb, ab = a+float64(ra), b+float64(rb), aa+float64(raa), bb+float64(rbb), ab+float64(rab)
	}
	va, vb := aa-a*a/n, bb-b*b/n
	if !(va > 0 && vb > 0) {
		return math.NaN()
	}
	return (ab - a*b/n) / math.Sqrt(va*vb)
}
