package motion

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"respine/img"
)

// sample is the frames the reference is made of.
type sample struct {
	frames  []int
	spectra [][]float32 // real parts, then imaginary
	coarse  [][]float32 // small pictures of unit length
	power   []float32   // mean over the frames
	light
}

const (
	// seeds is how many frames, most alike, the reference begins from (Suite2p).
	seeds = 20
	// rounds is how often the sampled frames are aligned and averaged again.
	rounds = 4
	// sure is the confidence from which a shift is believed. Sampled frames of
	// nothing but noise, which the reference is drawn towards in turn, reach 30;
	// frames of real movies hundreds to ten thousands.
	sure = 40
	// sureShare is the share of the usual confidence of the sampled frames that is
	// asked for as well: a frame that shows a twentieth of the reference shows
	// something else.
	sureShare = 0.05
	// clipShare is the share of pixels, by their median over time, that lie beyond the
	// limits to which frames are cut, and clipSigma how many deviations of noise
	// are allowed for beyond that.
	clipShare = 0.001
	clipSigma = 3
)

// readSample reads frames evenly over the movie.
func readSample(ctx context.Context, frames Frames, g geometry, c crew, p Params) (*sample, error) {
	n := min(frames.Len(), p.SampleFrames, max(32, sampleBytes/(4*g.ny*g.nx)))
	s := &sample{power: make([]float32, g.rows*g.nx)}
	found := make([][]float32, n) // binned frames, nil where one cannot be used
	first := make([]Reason, n)
	err := c.each(ctx, n, func(i int, w *scratch) error {
		l, err := w.take(frames, numberOf(i, n, frames.Len()), 0, 0)
		if err != nil {
			return err
		}
		if first[i] = l.reason(); first[i] == Good {
			found[i] = slices.Clone(w.small)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var small [][]float32
	for i, pix := range found {
		if pix != nil {
			s.frames = append(s.frames, numberOf(i, n, frames.Len()))
			small = append(small, pix)
		}
	}
	if len(small) == 0 {
		return nil, fmt.Errorf("none of %d frames, evenly over the movie, shows anything: frame %d is %v\nhint: open the movie in Fiji; is it the channel that was recorded?",
			n, numberOf(0, n, frames.Len()), first[0])
	}
	s.light = newLight(g, small, c)
	s.spectra, s.coarse = make([][]float32, len(small)), make([][]float32, len(small))
	err = c.each(ctx, len(small), func(i int, w *scratch) error {
		w.spectrum(small[i], g.lookAt(w.f.k, small[i], s.lo, s.hi), &s.light)
		s.spectra[i] = append(slices.Clone(w.re), w.im...)
		s.coarse[i] = w.coarse()
		small[i] = nil
		return nil
	})
	c.divide(len(s.power), func(from, to int) {
		for _, f := range s.spectra {
			re, im := s.parts(f)
			re, im = re[from:to], im[from:to]
			for k := range re {
				s.power[from+k] += (re[k]*re[k] + im[k]*im[k]) / float32(len(s.spectra))
			}
		}
	})
	return s, err
}

// numberOf is the frame of sample i of n in a movie of so many frames: the middle
// of the i-th stretch.
func numberOf(i, n, frames int) int { return (2*i + 1) * frames / (2 * n) }

func (s *sample) parts(f []float32) (re, im []float32) { return f[:len(f)/2], f[len(f)/2:] }

// coarsePx is the size of the pictures by which the first frames are chosen.
const coarsePx = 64

// coarse returns the tapered frame as a small picture without its slow changes of
// brightness, of length 1.
func (s *scratch) coarse() []float32 {
	g := &s.g
	by, bx := max(1, g.ny/coarsePx), max(1, g.nx/coarsePx)
	m := img.NewImage(g.ny/by, g.nx/bx)
	for y := range m.H * by {
		row := s.framed[y*g.nx : (y+1)*g.nx]
		sums := m.Pix[y/by*m.W:]
		for x := range m.W {
			for _, v := range row[x*bx : (x+1)*bx] {
				sums[x] += v
			}
		}
	}
	slow := img.NewImage(m.H, m.W)
	img.Gaussian(slow, m, 4, 4)
	img.AddScaled(m.Pix, slow.Pix, -1)
	length := math.Sqrt(img.SumSquares(m.Pix))
	for i := range m.Pix {
		m.Pix[i] /= float32(max(length, math.SmallestNonzeroFloat32))
	}
	return m.Pix
}

// mostAlike returns the frame whose nearest seeds are most like it, and those.
func (s *sample) mostAlike(c crew) []int {
	n := len(s.coarse)
	likeness := make([]float64, n*n)
	c.each(context.Background(), n, func(i int, _ *scratch) error {
		for j := range i {
			v := img.Dot(s.coarse[i], s.coarse[j])
			likeness[i*n+j], likeness[j*n+i] = v, v
		}
		likeness[i*n+i] = 1
		return nil
	})
	var best []int
	most := math.Inf(-1)
	for i := range n {
		order := make([]int, n)
		for j := range order {
			order[j] = j
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(likeness[i*n+b], likeness[i*n+a]) })
		order = order[:min(n, seeds)]
		var sum float64
		for _, j := range order {
			sum += likeness[i*n+j]
		}
		if sum > most {
			most, best = sum, order
		}
	}
	return best
}

// reference builds the template and returns where the sampled frames lie in it.
func (s *sample) reference(g geometry, c crew) (*template, []position) {
	size := len(s.power)
	t := &template{light: s.light, w: newInterpolator(),
		rr: make([]float32, size), ri: make([]float32, size), gain: make([]float32, size),
		tr: make([]float32, size), ti: make([]float32, size)}
	at := make([]position, len(s.frames))
	for _, i := range s.mostAlike(c) {
		at[i].used = true
	}
	s.average(g, c, t, at)
	for range rounds {
		at = s.alignAll(c, t, at)
		s.average(g, c, t, at)
	}
	return t, at
}

// average makes the template of the frames that are used.
func (s *sample) average(g geometry, c crew, t *template, at []position) {
	clear(t.rr)
	clear(t.ri)
	t.n = 0
	turns := make([]phases, len(at))
	for i, a := range at {
		if a.used {
			turns[i] = g.phases(a.y, a.x)
			t.n++
		}
	}
	k := c[0].f.k
	c.divide(g.nx, func(from, to int) {
		for i, p := range turns {
			if !at[i].used {
				continue
			}
			re, im := s.parts(s.spectra[i])
			g.eachColumn(from, to, func(kx, a, b int) {
				k.addTurned(t.rr[a:b], t.ri[a:b], re[a:b], im[a:b], p.yc, p.ys, p.xc[kx], p.xs[kx])
			})
		}
	})
	for k := range t.rr {
		t.rr[k] /= float32(t.n)
		t.ri[k] /= float32(t.n)
	}
	t.weigh(g, s.power)
}

// alignAll places every frame anew, and chooses those that are used from now on: the
// ones whose place is not in doubt, so that frames of another place do not bring it
// into the reference, or the surer half where those are few.
func (s *sample) alignAll(c crew, t *template, was []position) []position {
	at := make([]position, len(was))
	c.each(context.Background(), len(at), func(i int, w *scratch) error {
		re, im := s.parts(s.spectra[i])
		at[i], _ = t.align(w, re, im, was[i])
		return nil
	})
	if len(at) == 1 {
		return []position{{used: true}}
	}
	order := make([]int, len(at))
	for i := range order {
		order[i] = i
	}
	t.askFor(at)
	elsewhere := s.elsewhere(c, t, at, was)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(at[b].confidence, at[a].confidence) })
	var y, x []float64
	for rank, i := range order {
		at[i].used = !elsewhere[i] && (!t.doubtful(at[i]) || rank < (len(at)+1)/2)
		if at[i].used {
			y, x = append(y, at[i].y), append(x, at[i].x)
		}
	}
	// The reference stands where most frames do.
	slices.Sort(y)
	slices.Sort(x)
	for i := range at {
		at[i].y -= y[len(y)/2]
		at[i].x -= x[len(x)/2]
	}
	return at
}

// elsewhere says of every frame whether it lies beyond reach: it is doubtful where it
// was found, and fits somewhere else. In the reference it would draw its like along.
func (s *sample) elsewhere(c crew, t *template, at, was []position) []bool {
	g := &c[0].g
	out := make([]bool, len(at))
	c.each(context.Background(), len(at), func(i int, w *scratch) error {
		if t.doubtful(at[i]) {
			re, im := s.parts(s.spectra[i])
			t.align(w, re, im, was[i])
			out[i] = t.beyond(t.everywhere(w), float64(g.reach*g.bin))
		}
		return nil
	})
	return out
}

// askFor sets the confidence from which shifts are believed.
func (t *template) askFor(at []position) {
	var all []float64
	for _, a := range at {
		all = append(all, a.confidence)
	}
	t.usual = median(all)
	t.sure = max(sure, sureShare*t.usual)
}

// own tells the template which frames are part of it.
func (s *sample) own(t *template, at []position) {
	t.ownAt = make(map[int]position)
	for i, frame := range s.frames {
		if at[i].used {
			t.ownAt[frame] = at[i]
		}
	}
}
