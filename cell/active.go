package cell

import (
	"math"
	"slices"

	"respine/img"
)

// source is something that flashes: a footprint in a window of a tile and what it
// does in the bins of the sketch.
type source struct {
	y0, x0, h, w int       // window in the tile
	weight       []float32 // by pixel, in units of its noise; 0 outside the footprint
	trace        []float32 // by bin, in units of weight 1
	energy       float64   // norm of weight times that of the active part of trace
	split        float64   // likeness of the footprints of two halves of the bins
	like         float64   // of the light that rises and falls with it to a cell body
	rise         float64   // of its light when it is active, grey values
	peak         float64   // activity at its seed when it was found
}

// Limits of what is looked for.
const (
	// leastActivity stops the search: about one bin of 5.5 standard deviations or
	// three of 4.1, which noise alone makes a few times in a large field.
	leastActivity = 8
	mostPerTile   = 400
	refinements   = 4
)

// sources finds the sources whose seed lies in the core, the strongest first, and
// takes each from the tile before it looks for the next; then every one is
// refined once more with all others taken off.
func (t *tile) sources(p Params) []*source {
	blocked := make([]bool, t.h*t.w)
	var found []*source
	for range mostPerTile {
		seed := t.seed(blocked)
		if seed < 0 {
			break
		}
		blocked[seed] = true
		src := t.begin(seed, p)
		if src == nil || !t.refine(src, seed, refinements, p) {
			t.block(blocked, seed)
			continue
		}
		src.peak = float64(t.a.At(seed/t.w-t.core.y0, seed%t.w-t.core.x0))
		t.add(src, -1)
		t.calm(src)
		found = append(found, src)
	}
	return t.again(found, p)
}

// again refines every source with the others taken off, and leaves out those that
// others explain.
func (t *tile) again(found []*source, p Params) []*source {
	kept := found[:0]
	for _, src := range found {
		t.add(src, 1)
		if t.refine(src, src.brightest(t), 2, p) {
			t.add(src, -1)
			kept = append(kept, src)
		}
	}
	return kept
}

// seed returns the pixel of the core of most activity, -1 if there is none left.
func (t *tile) seed(blocked []bool) int {
	best, at := float32(max(leastActivity, dipsShare*t.null)), -1
	for y := range t.a.H {
		from := (y+t.core.y0)*t.w + t.core.x0
		for x, a := range t.a.Row(y) {
			if a > best && !blocked[from+x] {
				best, at = a, from+x
			}
		}
	}
	return at
}

// block keeps the search from a seed that led to nothing, and its neighbours.
func (t *tile) block(blocked []bool, seed int) {
	for y := max(0, seed/t.w-1); y <= min(t.h-1, seed/t.w+1); y++ {
		for x := max(0, seed%t.w-1); x <= min(t.w-1, seed%t.w+1); x++ {
			blocked[y*t.w+x] = true
		}
	}
}

// begin returns a source around a seed with the smoothed movie there as its trace.
func (t *tile) begin(seed int, p Params) *source {
	reach := int(math.Ceil(1.2 * p.DiameterPx))
	y, x := seed/t.w, seed%t.w
	src := &source{y0: max(0, y-reach), x0: max(0, x-reach), trace: make([]float32, t.bins)}
	src.h, src.w = min(t.h, y+reach+1)-src.y0, min(t.w, x+reach+1)-src.x0
	src.weight = make([]float32, src.h*src.w)
	// Within the smoothing of the seed, but not smoothed in time.
	near := int(math.Round(t.spatial))
	for iy := max(0, y-near); iy <= min(t.h-1, y+near); iy++ {
		for ix := max(0, x-near); ix <= min(t.w-1, x+near); ix++ {
			at := iy*t.w + ix
			img.AddScaled(src.trace, t.d[at*t.bins:(at+1)*t.bins], 1)
		}
	}
	return src
}

// refine alternates between footprint and trace. It reports false when nothing of
// the size of a cell is left.
func (t *tile) refine(src *source, seed, rounds int, p Params) bool {
	active := make([]float32, t.bins)
	for range rounds {
		if !t.isActive(active, src.trace) {
			return false
		}
		norm := t.footprint(src, active, seed, p)
		if norm == 0 {
			return false
		}
		t.readTrace(src)
		src.energy = math.Sqrt(t.squares(src, active)) * norm
	}
	t.judge(src, active, p)
	return true
}

// squares returns the sum of squares of the trace in the active bins.
func (t *tile) squares(src *source, active []float32) float64 {
	var sum float64
	for k, a := range active {
		if a > 0 {
			sum += float64(src.trace[k]) * float64(src.trace[k])
		}
	}
	return sum
}

// activeAbove is how many robust standard deviations of a trace are activity.
const activeAbove = 2.5

// isActive sets active to the trace above its median where it is clearly above, and
// 0 elsewhere; false when it never is. A bin counts when its neighbours in time,
// weighted by the decay, agree.
func (t *tile) isActive(active, trace []float32) bool {
	smooth := make([]float32, len(trace))
	t.correlateDecay(smooth, trace)
	// Of the lower half: activity lies above. The kernel has length 1.
	level := img.Median(trace)
	spread := level - img.Percentile(trace, 15.87)
	var sum float32
	for _, v := range t.kernel {
		sum += v
	}
	mid := sum * level
	any := false
	for k, v := range smooth {
		active[k] = 0
		if v-mid > activeAbove*spread && trace[k] > level {
			active[k], any = trace[k]-level, true
		}
	}
	return any
}

// footprintShare is the share of the peak down to which a pixel belongs to a
// footprint.
const footprintShare = 0.3

// footprint sets src.weight to the regression of every pixel of the window on the
// active bins, smoothed and cut off below footprintShare of its peak beside the
// seed, and what hangs together with that. It returns its norm, 0 if there is
// nothing.
func (t *tile) footprint(src *source, active []float32, seed int, p Params) float64 {
	var squares float64
	for _, a := range active {
		squares += float64(a) * float64(a)
	}
	m := img.Image{H: src.h, W: src.w, Pix: src.weight}
	from, to := stretch(active)
	for i := range m.Pix {
		at := (src.y0+i/src.w)*t.w + src.x0 + i%src.w
		m.Pix[i] = float32(img.Dot(active[from:to], t.d[at*t.bins:][from:to]) / squares)
		if t.noise[at] == 0 {
			m.Pix[i] = 0
		}
	}
	img.Gaussian(m, m, p.blurPx(), p.blurPx())
	y, x := seed/t.w-src.y0, seed%t.w-src.x0
	peak, py, px := float32(0), y, x
	beside := int(math.Round(0.4 * p.DiameterPx))
	for iy := max(0, y-beside); iy < min(m.H, y+beside+1); iy++ {
		for ix := max(0, x-beside); ix < min(m.W, x+beside+1); ix++ {
			if v := m.At(iy, ix); v > peak {
				peak, py, px = v, iy, ix
			}
		}
	}
	if !(peak > 0) {
		return 0
	}
	inside := connected(m, py, px, footprintShare*peak)
	fillHoles(inside, m.H, m.W)
	var norm float64
	for i, in := range inside {
		if !in || m.Pix[i] < 0 {
			m.Pix[i] = 0
		}
		norm += float64(m.Pix[i]) * float64(m.Pix[i])
	}
	return math.Sqrt(norm)
}

// stretch returns from where to where x is not all 0, in steps of the 32 lanes that
// img.Dot adds up in, so that what is left out changes no bit of a product.
func stretch(x []float32) (from, to int) {
	const lanes = 32
	first := slices.IndexFunc(x, func(v float32) bool { return v != 0 })
	if first < 0 {
		return 0, 0
	}
	last := len(x) - 1
	for x[last] == 0 {
		last--
	}
	return first &^ (lanes - 1), min(len(x), (last+lanes)&^(lanes-1))
}

// readTrace sets the trace to the least-squares fit of the footprint to each bin.
func (t *tile) readTrace(src *source) {
	clear(src.trace)
	var squares float64
	for i, w := range src.weight {
		if w == 0 {
			continue
		}
		at := (src.y0+i/src.w)*t.w + src.x0 + i%src.w
		img.AddScaled(src.trace, t.d[at*t.bins:(at+1)*t.bins], w)
		squares += float64(w) * float64(w)
	}
	for k := range src.trace {
		src.trace[k] /= float32(squares)
	}
}

// judge sets what tells a body from other light that comes and goes: the correlation
// between the footprints that every other active bin gives, over the pixels of the
// footprint and around it (0 when there is one active bin), that of both together
// with a body, and by how much the light rises.
func (t *tile) judge(src *source, active []float32, p Params) {
	halves := [2][]float32{make([]float32, t.bins), make([]float32, t.bins)}
	n, sum := 0, 0.0
	for k, a := range active {
		if a > 0 {
			halves[n%2][k] = a
			n++
			sum += float64(a)
		}
	}
	var maps [2]img.Image
	for j, half := range halves {
		maps[j] = img.NewImage(src.h, src.w)
		from, to := stretch(half)
		for i := range maps[j].Pix {
			at := (src.y0+i/src.w)*t.w + src.x0 + i%src.w
			maps[j].Pix[i] = float32(img.Dot(half[from:to], t.d[at*t.bins:][from:to]))
		}
		img.Gaussian(maps[j], maps[j], p.blurPx(), p.blurPx())
	}
	src.split = 0
	if n > 1 {
		src.split = pearson(maps[0].Pix, maps[1].Pix)
	}
	img.AddScaled(maps[0].Pix, maps[1].Pix, 1)
	y, x := src.middle()
	src.like = t.bodies.best(maps[0], y, x)
	src.rise = 0
	for i, w := range src.weight {
		src.rise += float64(w*t.noise[(src.y0+i/src.w)*t.w+src.x0+i%src.w]) * sum / float64(max(1, n))
	}
}

// middle returns the centre of the pixels of the footprint in its window.
func (src *source) middle() (y, x float64) {
	n := 0.0
	for i, w := range src.weight {
		if w > 0 {
			y, x, n = y+float64(i/src.w), x+float64(i%src.w), n+1
		}
	}
	return y / n, x / n
}

// pearson returns the correlation of two slices, 0 where one is constant.
func pearson(a, b []float32) float64 {
	ma, mb := img.Mean(a), img.Mean(b)
	var ab, aa, bb float64
	for i := range a {
		x, y := float64(a[i])-ma, float64(b[i])-mb
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if !(aa > 0) || !(bb > 0) {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

// brightest returns the pixel of the tile where a source is strongest.
func (src *source) brightest(t *tile) int {
	best := 0
	for i, w := range src.weight {
		if w > src.weight[best] {
			best = i
		}
	}
	return (src.y0+best/src.w)*t.w + src.x0 + best%src.w
}

// add adds sign times what a source explains to the tile.
func (t *tile) add(src *source, sign float32) {
	for i, w := range src.weight {
		if w != 0 {
			at := (src.y0+i/src.w)*t.w + src.x0 + i%src.w
			img.AddScaled(t.d[at*t.bins:(at+1)*t.bins], src.trace, sign*w)
		}
	}
}

// calm takes what a source explains from the smoothed movie of the core, and brings
// the activity there up to date.
func (t *tile) calm(src *source) {
	pad := int(math.Ceil(4 * t.spatial))
	all := rect{0, t.h, 0, t.w}
	r := rect{src.y0 - pad, src.y0 + src.h + pad, src.x0 - pad, src.x0 + src.w + pad}.within(all)
	wide := img.NewImage(r.y1-r.y0, r.x1-r.x0)
	for y := range src.h {
		copy(wide.Row(src.y0 - r.y0 + y)[src.x0-r.x0:], src.weight[y*src.w:(y+1)*src.w])
	}
	img.Gaussian(wide, wide, t.spatial, t.spatial)
	smooth := make([]float32, t.bins)
	t.correlateDecay(smooth, src.trace)
	inside := r.within(t.core)
	for y := inside.y0; y < inside.y1; y++ {
		for x := inside.x0; x < inside.x1; x++ {
			if w := wide.At(y-r.y0, x-r.x0); w != 0 {
				img.AddScaled(t.smoothed(y, x), smooth, -w*t.sScale)
			}
		}
	}
	t.activity(inside)
}
