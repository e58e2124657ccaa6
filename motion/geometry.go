package motion

import (
	"math"
	"slices"

	"respine/img"
)

// geometry is how a frame is laid out for the search. Frames larger than
// fullSearch are binned 2 x 2, which keeps what the position of cells follows
// from; binned frames are padded with zeros to powers of two.
type geometry struct {
	h, w   int // of a frame
	bin    int
	bh, bw int // binned
	ny, nx int // padded
	// rows and across are how many frequencies are looked at, of those of the
	// transform.
	rows, across int
	// reach is how far is searched, in binned pixels; the surface that is looked at
	// has a margin around it, for the interpolation of the peak.
	reach  int
	my, mx int
	taper  []float32 // bh rows of bw
	energy float64   // mean of the squared taper over the padded image
}

const (
	// fullSearch is the largest frame that is searched without binning.
	fullSearch = 256
	// taperShare is the share of each side over which frames fade out.
	taperShare = 0.1
)

func newGeometry(h, w int, p Params) geometry {
	g := geometry{h: h, w: w, bin: 1}
	if max(h, w) > fullSearch {
		g.bin = 2
	}
	g.bh, g.bw = h/g.bin, w/g.bin
	g.ny, g.nx = powerOfTwo(g.bh), powerOfTwo(g.bw)
	g.rows = min(g.ny/2, (int(math.Ceil(finest*float64(g.ny)))+lanes-1)/lanes*lanes)
	g.across = min(g.nx/2, int(math.Ceil(finest*float64(g.nx))))
	g.reach = (p.MaxShiftPx + g.bin - 1) / g.bin
	g.my, g.mx = min(g.reach+taps/2+1, g.ny/2), min(g.reach+taps/2+1, g.nx/2)
	y, x := fade(g.bh), fade(g.bw)
	g.taper = make([]float32, g.bh*g.bw)
	for i := range g.taper {
		g.taper[i] = y[i/g.bw] * x[i%g.bw]
		g.energy += float64(g.taper[i]) * float64(g.taper[i])
	}
	g.energy /= float64(g.ny * g.nx)
	return g
}

func powerOfTwo(n int) int {
	p := 2 * lanes
	for p < n {
		p *= 2
	}
	return p
}

// fade returns a raised cosine at either end and 1 between.
func fade(n int) []float32 {
	out := make([]float32, n)
	edge := taperShare * float64(n)
	for i := range out {
		at := min(float64(min(i, n-1-i))+0.5, edge) / edge
		out[i] = float32(0.5 - 0.5*math.Cos(math.Pi*at))
	}
	return out
}

// look is what one binned frame is like.
type look struct {
	mean, spread float64
	cut          float64 // the mean of pixels cut to the limits of the template
	lo, hi       float32
	atTop        float64 // share of pixels at the largest value
	missing      float64 // share of pixels of the frame that are no numbers
	print        uint64  // shared by frames of the same pixels and hardly any others
}

// shrink bins a frame into dst. Pixels that are no numbers take the mean of the
// others first, in pix itself.
func (g geometry) shrink(k kernels, dst, pix []float32, lo, hi float32) look {
	g.halve(k, dst, pix)
	l := g.lookAt(k, dst, lo, hi)
	if l.mean-l.mean == 0 && l.spread-l.spread == 0 {
		return l
	}
	missing := fillMissing(pix)
	g.halve(k, dst, pix)
	l = g.lookAt(k, dst, lo, hi)
	l.missing = float64(missing) / float64(len(pix))
	return l
}

// narrowFrames is a movie that also gives its frames as whole numbers of 16 bits, which
// is cheaper.
type narrowFrames interface {
	Frames
	Narrow() bool
	ReadUint16(i int, dst []uint16) error
}

// take reads frame i into s.small, binned.
func (s *scratch) take(frames Frames, i int, lo, hi float32) (look, error) {
	g := &s.g
	narrow, ok := frames.(narrowFrames)
	if !ok || g.bin == 1 || !narrow.Narrow() {
		if err := frames.Read(i, s.pix); err != nil {
			return look{}, err
		}
		return g.shrink(s.f.k, s.small, s.pix, lo, hi), nil
	}
	if err := narrow.ReadUint16(i, s.grey); err != nil {
		return look{}, err
	}
	for y := range g.bh {
		s.f.k.halve16(s.small[y*g.bw:(y+1)*g.bw], s.grey[2*y*g.w:], s.grey[(2*y+1)*g.w:])
	}
	return g.lookAt(s.f.k, s.small, lo, hi), nil
}

// read reads frame i, by way of whole numbers where that is cheaper.
func (s *scratch) read(frames Frames, i int, dst []float32) error {
	narrow, ok := frames.(narrowFrames)
	if !ok || !narrow.Narrow() {
		return frames.Read(i, dst)
	}
	if err := narrow.ReadUint16(i, s.grey); err != nil {
		return err
	}
	s.f.k.widen(dst, s.grey)
	return nil
}

func (g geometry) halve(k kernels, dst, pix []float32) {
	if g.bin == 1 {
		copy(dst, pix)
		return
	}
	for y := range g.bh {
		k.halve(dst[y*g.bw:(y+1)*g.bw], pix[2*y*g.w:], pix[(2*y+1)*g.w:])
	}
}

// lookAt sums rows in single and their sums in double precision. Which share of
// the pixels is at the largest value is told from every topStride-th.
func (g geometry) lookAt(k kernels, pix []float32, lo, hi float32) look {
	const topStride = 7
	var m moments
	var sum, square, cut float64
	l := look{lo: pix[0], hi: pix[0]}
	for y := range g.bh {
		m = moments{least: all(l.lo), most: all(l.hi)}
		k.moments(&m, pix[y*g.bw:(y+1)*g.bw], lo, hi)
		sum += float64(sumLanes(&m.sum))
		square += float64(sumLanes(&m.square))
		cut += float64(sumLanes(&m.cut))
		l.lo, l.hi = slices.Min(m.least[:]), slices.Max(m.most[:])
	}
	top, looked := 0, 0
	l.print = 14695981039346656037 // FNV-1a
	for i := 0; i < len(pix); i += topStride {
		looked++
		l.print = (l.print ^ uint64(math.Float32bits(pix[i]))) * 1099511628211
		if pix[i] == l.hi {
			top++
		}
	}
	n := float64(len(pix))
	l.mean, l.cut = sum/n, cut/n
	l.spread = math.Sqrt(max(0, square/n-l.mean*l.mean))
	l.atTop = float64(top) / float64(looked)
	l.print = (l.print ^ math.Float64bits(l.mean)) * 1099511628211
	return l
}

func all(v float32) (m [lanes]float32) {
	for i := range m {
		m[i] = v
	}
	return m
}

// fillMissing gives pixels that are no numbers the mean of the others and returns
// how many there are.
func fillMissing(pix []float32) int {
	var sum float64
	missing := 0
	for _, v := range pix {
		if v-v != 0 {
			missing++
			continue
		}
		sum += float64(v)
	}
	mean := float32(sum / float64(max(1, len(pix)-missing)))
	for i, v := range pix {
		if v-v != 0 {
			pix[i] = mean
		}
	}
	return missing
}

// scratch is the memory of one goroutine.
type scratch struct {
	g       geometry
	f       *transform
	pix     []float32 // a frame
	grey    []uint16  // the same of 16 bits
	small   []float32 // binned
	framed  []float32 // tapered and padded
	re, im  []float32
	cr, ci  []float32
	surface []float32
	whole   []float32 // the surface over all places, made when it is needed
	padded  []float32 // binned, with a margin of zeros
	words   []int16   // the same in words, made when it is needed
	ones    []float32 // a row
	tiles   tileScratch
}

func newScratch(g geometry) *scratch {
	f := newTransform(g.ny, g.nx, g.rows, g.across, fastest())
	n := f.size()
	return &scratch{
		g: g, f: f, pix: make([]float32, g.h*g.w), grey: make([]uint16, g.h*g.w), small: make([]float32, g.bh*g.bw), framed: make([]float32, g.ny*g.nx),
		re: make([]float32, n), im: make([]float32, n), cr: make([]float32, n), ci: make([]float32, n),
		surface: make([]float32, (2*g.my+1)*(2*g.mx+1)),
		padded:  make([]float32, (g.bh+2*g.margin()+1)*g.paddedStride()), ones: ones(g.bw),
	}
}

func ones(n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = 1
	}
	return out
}

// light is what of the brightness of binned frames says nothing of their place: the
// limits to which they are cut, so that no bright cell draws a frame along, and what
// their columns and rows have in common, stripes of the detector among it.
type light struct {
	lo, hi      float32
	column, row []float32 // beside the mean
}

// spectrum sets s.re and s.im to that of a binned frame, cut, less its mean and stripes,
// tapered.
func (s *scratch) spectrum(pix []float32, l look, t *light) {
	g := &s.g
	for y := range g.bh {
		row := y * g.bw
		s.f.k.window(s.framed[y*g.nx:y*g.nx+g.bw], pix[row:row+g.bw], t.column, g.taper[row:row+g.bw], t.lo, t.hi, float32(l.cut)+t.row[y])
	}
	s.f.forward(s.re, s.im, s.framed)
}

// margin is the width of the zeros around a frame in s.padded: nothing that is
// looked at lies beyond.
func (g geometry) margin() int { return g.reach + g.around() + 1 }

func (g geometry) paddedStride() int { return g.bw + 2*g.margin() + words + offsets }

// pad sets s.padded to s.small, cut, less its mean and stripes, with zeros around.
func (s *scratch) pad(l look, t *light) {
	g := &s.g
	m, stride := g.margin(), g.paddedStride()
	for y := range g.bh {
		to := (y+m)*stride + m
		s.f.k.window(s.padded[to:to+g.bw], s.small[y*g.bw:(y+1)*g.bw], t.column, s.ones, t.lo, t.hi, float32(l.cut)+t.row[y])
	}
}

// binned returns an image binned as frames are, NaN where a pixel is missing.
func (g geometry) binned(m img.Image) []float32 {
	out := make([]float32, g.bh*g.bw)
	g.halve(plain(), out, m.Pix)
	return out
}
