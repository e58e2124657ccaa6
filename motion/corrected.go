package motion

import (
	"math"
	"sync"
)

// Corrected is a movie with its motion undone, computed frame by frame as it is
// read. Pixels between pixels are interpolated linearly; whole-pixel shifts only move
// them. What lies outside the frame is NaN: nothing comes round from the other edge.
// Its methods may be called from several goroutines.
type Corrected struct {
	frames  inPhase
	motion  *Result
	narrow  bool // frames are read as whole numbers of 16 bits
	k       kernels
	scratch *sync.Pool // of frames
}

// frame is a frame as it is read; grey only where movies are narrow.
type frame struct {
	pix  []float32
	grey []uint16
}

// Correct returns the movie that the motion was measured of, with it undone. It
// panics when the movie has another size or number of frames.
func (r *Result) Correct(frames Frames) *Corrected {
	h, w := frames.Size()
	if h != r.H || w != r.W || frames.Len() != len(r.Shifts) {
		panic("motion: the motion of another movie")
	}
	c := &Corrected{frames: inPhase{frames, r.LinePhasePx}, motion: r, k: fastest()}
	c.narrow = c.frames.Narrow()
	c.scratch = &sync.Pool{New: func() any { return c.newFrame() }}
	return c
}

func (c *Corrected) newFrame() *frame {
	h, w := c.Size()
	f := &frame{}
	if c.narrow {
		f.grey = make([]uint16, h*w)
	}
	if !c.narrow || c.motion.Grid.Len() > 0 {
		f.pix = make([]float32, h*w)
	}
	return f
}

// Size returns the rows and columns of a frame.
func (c *Corrected) Size() (h, w int) { return c.frames.Size() }

// Len returns the number of frames.
func (c *Corrected) Len() int { return c.frames.Len() }

// Bad says why frame i is not to be used; Good means that it is.
func (c *Corrected) Bad(i int) Reason { return c.motion.Shifts[i].Bad }

// Read sets dst to frame i where the reference has it. Bad frames are given as well,
// at the place that Shift has.
func (c *Corrected) Read(i int, dst []float32) error {
	f := c.scratch.Get().(*frame)
	defer c.scratch.Put(f)
	r := c.motion
	y, x := float64(r.Shifts[i].Y), float64(r.Shifts[i].X)
	if !c.narrow {
		if err := c.frames.Read(i, f.pix); err != nil {
			return err
		}
		if r.Grid.Len() == 0 {
			shiftRigid(c.k.blend, dst, f.pix, r.H, r.W, y, x)
			return nil
		}
	} else {
		if err := c.frames.ReadUint16(i, f.grey); err != nil {
			return err
		}
		if r.Grid.Len() == 0 {
			shiftRigid(c.k.blend16, dst, f.grey, r.H, r.W, y, x)
			return nil
		}
		c.k.widen(f.pix, f.grey)
	}
	r.warp(dst, f.pix, i)
	return nil
}

// subpixel is the fraction of a pixel below which a shift counts as whole.
const subpixel = 1.0 / 1024

// split returns a shift as whole pixels and the fraction beyond.
func split(d float64) (whole int, fraction float32) {
	f := math.Floor(d)
	switch d -= f; {
	case d < subpixel:
		return int(f), 0
	case d > 1-subpixel:
		return int(f) + 1, 0
	}
	return int(f), float32(d)
}

// shiftRigid sets dst(y, x) = src(y+dy, x+dx), NaN outside. blend is that of the
// kernels for such pixels.
func shiftRigid[T float32 | uint16](blend func(dst []float32, a, b []T, right int, fy, fx float32), dst []float32, src []T, h, w int, dy, dx float64) {
	nan := float32(math.NaN())
	iy, fy := split(dy)
	ix, fx := split(dx)
	down, right := 0, 0
	if fy > 0 {
		down = 1
	}
	if fx > 0 {
		right = 1
	}
	x0, x1 := max(0, -ix), min(w, w-right-ix)
	for y := range h {
		row := dst[y*w : (y+1)*w]
		if y+iy < 0 || y+iy+down >= h || x0 >= x1 {
			fill(row, nan)
			continue
		}
		fill(row[:x0], nan)
		fill(row[x1:], nan)
		a := src[(y+iy)*w+x0+ix:]
		b := a
		if down > 0 {
			b = src[(y+iy+1)*w+x0+ix:]
		}
		blend(row[x0:x1], a, b, right, fy, fx)
	}
}

func fill(row []float32, v float32) {
	for i := range row {
		row[i] = v
	}
}

// warp undoes the displacement of every place of frame i.
func (r *Result) warp(dst, src []float32, i int) {
	columns := len(r.Grid.X)
	ny, nx := make([]float32, columns), make([]float32, columns)
	segments := columnsBetween(r.Grid.X, r.W)
	for y := range r.H {
		r.nodes(ny, nx, i, y)
		row := dst[y*r.W : (y+1)*r.W]
		for _, s := range segments {
			atY, atX := float32(y)+ny[s.lo], float32(s.from)+nx[s.lo]
			stepY, stepX := float32(s.slope)*(ny[s.hi]-ny[s.lo]), 1+float32(s.slope)*(nx[s.hi]-nx[s.lo])
			atY += float32(s.offset) * (ny[s.hi] - ny[s.lo])
			atX += float32(s.offset) * (nx[s.hi] - nx[s.lo])
			warpSegment(row[s.from:s.to], src, r.H, r.W, atY, atX, stepY, stepX)
		}
	}
}

// warpSegment sets dst to the values at places from (y, x) on in steps, NaN outside.
func warpSegment(dst, src []float32, h, w int, y, x, stepY, stepX float32) {
	last := float32(len(dst) - 1) // all lie between the first and the last
	if len(dst) > 0 && within(h, w, y, x) && within(h, w, y+float32(last*stepY), x+float32(last*stepX)) {
		warpInside(dst, src, w, y, x, stepY, stepX)
		return
	}
	nan := float32(math.NaN())
	for i := range dst {
		k := float32(i)
		dst[i] = sample2(src, h, w, y+float32(k*stepY), x+float32(k*stepX), nan)
	}
}

// within reports whether a place has neighbours below and to the right.
func within(h, w int, y, x float32) bool {
	return y >= 0 && x >= 0 && y < float32(h-1) && x < float32(w-1)
}

// warpInside is sample2 for places that have neighbours, from (y, x) in steps.
func warpInside(dst, src []float32, w int, y, x, stepY, stepX float32) {
	for i := range dst {
		k := float32(i)
		atY, atX := y+float32(k*stepY), x+float32(k*stepX)
		iy, ix := int(atY), int(atX)
		fy, fx := atY-float32(iy), atX-float32(ix)
		at := iy*w + ix
		p, q := (*[2]float32)(src[at:]), (*[2]float32)(src[at+w:])
		top := p[0] + float32(fx*(p[1]-p[0]))
		bottom := q[0] + float32(fx*(q[1]-q[0]))
		dst[i] = top + float32(fy*(bottom-top))
	}
}

// nodes sets ny and nx to the displacement of row y at the columns of tile centres.
func (r *Result) nodes(ny, nx []float32, i, y int) {
	y0, y1, f := between(r.Grid.Y, float64(y))
	for c := range ny {
		ay, ax := r.Local(i, y0*len(ny)+c)
		by, bx := r.Local(i, y1*len(ny)+c)
		ny[c] = r.Shifts[i].Y + float32(ay+f*(by-ay))
		nx[c] = r.Shifts[i].X + float32(ax+f*(bx-ax))
	}
}

// segment is a stretch of columns between two nodes: at column x the share of the
// second is offset + (x-from)*slope.
type segment struct {
	from, to      int
	lo, hi        int
	offset, slope float64
}

func columnsBetween(centres []float64, w int) []segment {
	first := int(math.Ceil(centres[0]))
	out := []segment{{from: 0, to: first}}
	for k := 0; k+1 < len(centres); k++ {
		from, to := int(math.Ceil(centres[k])), int(math.Ceil(centres[k+1]))
		gap := centres[k+1] - centres[k]
		out = append(out, segment{from, to, k, k + 1, (float64(from) - centres[k]) / gap, 1 / gap})
	}
	last := len(centres) - 1
	return append(out, segment{from: int(math.Ceil(centres[last])), to: w, lo: last, hi: last})
}

// sample2 is the value at (y, x), NaN outside.
func sample2(src []float32, h, w int, y, x, nan float32) float32 {
	if !(y >= 0 && x >= 0 && y <= float32(h-1) && x <= float32(w-1)) {
		return nan
	}
	iy, ix := min(int(y), h-2), min(int(x), w-2)
	fy, fx := y-float32(iy), x-float32(ix)
	p := src[iy*w+ix:]
	q := p[w:]
	top := p[0] + float32(fx*(p[1]-p[0]))
	bottom := q[0] + float32(fx*(q[1]-q[0]))
	return top + float32(fy*(bottom-top))
}
