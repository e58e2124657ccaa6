package cell

import (
	"math"

	"respine/img"
)

// tile is a piece of the sketch with a margin around it, in which one goroutine
// looks for cells. Time runs fastest: the bins of pixel i are d[i*bins:(i+1)*bins].
type tile struct {
	y0, x0, h, w int // in the field, with the margin
	core         rect
	bins         int
	d            []float32 // in units of the noise of a bin
	// s is d smoothed over a cell and the decay of the indicator, in units of its
	// own noise, at the pixels sPixels: those of the core row by row, where seeds
	// are looked for, then some of the margin, which tell noise.
	s       []float32
	sPixels []int32
	noise   []float32 // of a bin, grey values; 0 where nothing was seen
	a       img.Image // activity of each pixel of the core, see activity
	kernel  []float32 // decay
	spatial float64   // standard deviation of the smoothing, pixels
	sScale  float32   // what s was multiplied by
	bodies  *bodyShapes
	null    float64 // activity of dips, see dips
	work    *tileMemory
}

// rect is a rectangle of a tile: rows y0 to y1-1, columns x0 to x1-1.
type rect struct{ y0, y1, x0, x1 int }

// within returns what of a rectangle lies in another.
func (r rect) within(o rect) rect {
	return rect{max(r.y0, o.y0), min(r.y1, o.y1), max(r.x0, o.x0), min(r.x1, o.x1)}
}

// tileMemory is what one tile after the other is kept in.
type tileMemory struct {
	d, s, z, padded []float32
}

// grown returns n values of a slice, which is made anew where it is too short.
func grown(b *[]float32, n int) []float32 {
	if cap(*b) < n {
		*b = make([]float32, n)
	}
	return (*b)[:n]
}

// coreSide is the side of a tile without its margin.
const coreSide = 96

// tilesOf cuts a field into tiles: where each core begins and ends.
func tilesOf(h, w int) [][4]int {
	var out [][4]int
	for y := 0; y < h; y += coreSide {
		for x := 0; x < w; x += coreSide {
			out = append(out, [4]int{y, min(h, y+coreSide), x, min(w, x+coreSide)})
		}
	}
	return out
}

// newTile loads a tile of the sketch into memory, which holds it until the next.
func newTile(s Summary, core [4]int, p Params, memory *tileMemory) *tile {
	margin := int(2 * p.DiameterPx)
	t := &tile{bins: len(s.sketch.bins), work: memory}
	t.y0, t.x0 = max(0, core[0]-margin), max(0, core[2]-margin)
	t.h, t.w = min(s.H, core[1]+margin)-t.y0, min(s.W, core[3]+margin)-t.x0
	t.core = rect{core[0] - t.y0, core[1] - t.y0, core[2] - t.x0, core[3] - t.x0}
	t.noise = make([]float32, t.h*t.w)
	for i := range t.noise {
		n := s.Noise.Pix[(t.y0+i/t.w)*s.W+t.x0+i%t.w] / float32(math.Sqrt(float64(s.BinFrames)))
		if n > 0 && !math.IsInf(float64(n), 1) {
			t.noise[i] = n
		}
	}
	t.sPixels = t.choose()
	t.d, t.s = grown(&memory.d, t.h*t.w*t.bins), grown(&memory.s, len(t.sPixels)*t.bins)
	t.spatial = p.DiameterPx / 5
	t.kernel = decayKernel(float64(s.BinFrames)/p.RateHz, p.TauSec)
	t.load(s)
	t.smoothTime()
	t.a = img.NewImage(t.core.y1-t.core.y0, t.core.x1-t.core.x0)
	t.activity(t.core)
	t.null = t.dips()
	t.bodies = newBodyShapes(p)
	return t
}

// noiseEvery is the step between the pixels whose noise is taken.
const noiseEvery = 7

// choose returns the pixels of s.
func (t *tile) choose() []int32 {
	var core, around []int32
	for i := range t.noise {
		switch {
		case t.inCore(i/t.w, i%t.w):
			core = append(core, int32(i))
		case i%noiseEvery == 0:
			around = append(around, int32(i))
		}
	}
	return append(core, around...)
}

// smoothed returns the row of s of a pixel of the core.
func (t *tile) smoothed(y, x int) []float32 {
	r := (y-t.core.y0)*t.a.W + x - t.core.x0
	return t.s[r*t.bins : (r+1)*t.bins]
}

// decayKernel returns exp(-t/tau) at the bins after a spike, as far as it exceeds a
// twentieth, of length 1.
func decayKernel(binSec, tau float64) []float32 {
	var k []float64
	var square float64
	for v := 1.0; v > 0.05 && len(k) < 64; v *= math.Exp(-binSec / tau) {
		k = append(k, v)
		square += v * v
	}
	out := make([]float32, len(k))
	for i, v := range k {
		out[i] = float32(v / math.Sqrt(square))
	}
	return out
}

// binsAtOnce is how many bins are loaded before they are turned to run along time:
// some lines of the cache.
const binsAtOnce = 32

// load sets d, and s to d smoothed in space.
func (t *tile) load(s Summary) {
	n, width := t.h*t.w, t.core.x1-t.core.x0
	core := width * (t.core.y1 - t.core.y0)
	noise := make([]float32, n) // infinite where nothing was seen
	for i, v := range t.noise {
		noise[i] = v
		if v == 0 {
			noise[i] = float32(math.Inf(1))
		}
	}
	z := img.Stack{H: t.h, W: t.w, Pix: grown(&t.work.z, n*binsAtOnce)}
	for from := 0; from < t.bins; from += binsAtOnce {
		z.D = min(binsAtOnce, t.bins-from)
		z.Pix = z.Pix[:n*z.D]
		for k := range z.D {
			t.scaled(z.Slice(k), s, from+k, noise)
		}
		img.Transpose(t.d[from:], t.bins, z.Pix, n, z.D, n)
		img.GaussianStack(z, 0, t.spatial, t.spatial, 1)
		for y := range t.core.y1 - t.core.y0 {
			img.Transpose(t.s[y*width*t.bins+from:], t.bins, z.Pix[(t.core.y0+y)*t.w+t.core.x0:], n, z.D, width)
		}
		for r, i := range t.sPixels[core:] {
			img.Transpose(t.s[(core+r)*t.bins+from:], t.bins, z.Pix[i:], n, z.D, 1)
		}
	}
}

// scaled sets dst to bin k of the sketch in units of noise.
func (t *tile) scaled(dst img.Image, s Summary, k int, noise []float32) {
	for y := range t.h {
		row := dst.Row(y)
		s.sketch.get(row, k, (t.y0+y)*s.W+t.x0)
		img.Quotient(row, row, noise[y*t.w:(y+1)*t.w])
	}
}

// smoothTime replaces s by its correlation with the decay, and scales it so that
// its noise is 1.
func (t *tile) smoothTime() {
	var sample []float32
	for r, i := range t.sPixels {
		row := t.s[r*t.bins : (r+1)*t.bins]
		t.correlateDecay(row, row)
		if i%noiseEvery == 0 && t.noise[i] > 0 {
			sample = append(sample, img.MAD(row))
		}
	}
	if len(sample) == 0 {
		return
	}
	// Most pixels at most times show noise.
	if mad := img.Percentile(sample, 25); mad > 0 {
		t.sScale = 1 / (1.4826 * mad)
		for i := range t.s {
			t.s[i] *= t.sScale
		}
	}
}

// correlateDecay sets dst[k] to the sum over j of kernel[j] x[k+j]; beyond the end
// x is 0. dst may be x.
func (t *tile) correlateDecay(dst, x []float32) {
	padded := grown(&t.work.padded, len(x)+len(t.kernel)-1)
	copy(padded, x)
	clear(padded[len(x):])
	img.Correlate(dst, padded, t.kernel)
}

// activityAbove is how many standard deviations s must exceed to count.
const activityAbove = 2.5

// activity sets the activity of a rectangle of the core: the sum over the bins of
// the square of what s exceeds activityAbove by.
func (t *tile) activity(r rect) {
	for y := r.y0; y < r.y1; y++ {
		a := t.a.Row(y - t.core.y0)
		x := r.x0
		for ; x+4 <= r.x1; x += 4 {
			t.activity4((*[4]float32)(a[x-t.core.x0:]), y, x)
		}
		for ; x < r.x1; x++ {
			var sum float32
			for _, v := range t.smoothed(y, x) {
				over := positive(v - activityAbove)
				sum += float32(over * over)
			}
			a[x-t.core.x0] = sum
		}
	}
}

// activity4 sets the activity of four pixels, whose sums a processor adds to side by
// side.
func (t *tile) activity4(a *[4]float32, y, x int) {
	p := t.smoothed(y, x)
	q, r, s := t.smoothed(y, x+1)[:len(p)], t.smoothed(y, x+2)[:len(p)], t.smoothed(y, x+3)[:len(p)]
	var sp, sq, sr, ss float32
	for k, v := range p {
		v, w := positive(v-activityAbove), positive(q[k]-activityAbove)
		sp, sq = sp+float32(v*v), sq+float32(w*w)
		v, w = positive(r[k]-activityAbove), positive(s[k]-activityAbove)
		sr, ss = sr+float32(v*v), ss+float32(w*w)
	}
	a[0], a[1], a[2], a[3] = sp, sq, sr, ss
}

// What dips say: their percentile, and the share of it down to which it is worth
// looking for cells.
const (
	dipsAbove = 99
	dipsShare = 0.05
)

// dips returns what the activity of the core would be, at a high percentile of its
// pixels, were the movie turned dark for bright. Cells only brighten: what dims as
// clearly is neuropil that was taken off wrongly, motion and noise, and of these as
// much brightens.
func (t *tile) dips() float64 {
	dips := make([]float32, 0, t.a.H*t.a.W)
	for y := t.core.y0; y < t.core.y1; y++ {
		for x := t.core.x0; x < t.core.x1; x++ {
			var sum float32
			for _, v := range t.smoothed(y, x) {
				over := positive(-v - activityAbove)
				sum += over * over
			}
			dips = append(dips, sum)
		}
	}
	return float64(img.Percentile(dips, dipsAbove))
}

// positive returns v, or 0 where its sign is minus. It has no branch, which a
// processor would guess wrongly in noise.
func positive(v float32) float32 {
	b := int32(math.Float32bits(v))
	return math.Float32frombits(uint32(b &^ (b >> 31)))
}

// inCore reports whether a pixel of the tile belongs to its core.
func (t *tile) inCore(y, x int) bool {
	return y >= t.core.y0 && y < t.core.y1 && x >= t.core.x0 && x < t.core.x1
}
