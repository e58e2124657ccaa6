package convnet

// frame says how planes of h rows and w columns lie in memory. Rows are
// followed by pad zeros, which also precede the next row, and the plane has
// pad rows of zeros above and below. A layer that reaches no further than pad
// reads zeros outside the plane without asking where it is.
type frame struct{ h, w, pad int }

// stride is the distance between rows.
func (f frame) stride() int { return f.w + f.pad }

// first is the index of pixel (0, 0) within its plane.
func (f frame) first() int { return f.pad*f.stride() + f.pad }

// span is the length of the run from pixel (0, 0) that holds every row, in
// whole vectors of lanes floats.
func (f frame) span() int { return roundUp(f.h*f.stride(), lanes) }

// plane is the distance between planes. The run of span floats, moved by the
// pad in any direction, stays inside its plane. An odd number of cache lines
// spreads the planes over the sets of the cache.
func (f frame) plane() int {
	need := (2*f.pad+f.h)*f.stride() + 2*f.pad + lanes
	return roundUp(need, lanes) | lanes
}

// shift is the distance from the pixel pad rows up and pad columns left of a
// pixel to the one dy rows down and dx columns right of it, c planes on.
func (f frame) shift(c, dy, dx int) int {
	return c*f.plane() + (dy+f.pad)*f.stride() + dx + f.pad
}

// planes are channels in a frame, rounded up to whole blocks of the kernels.
// Everything but the h*w pixels of each plane is zero, always, except that
// channels beyond those of the layer hold what the kernels leave there.
type planes struct {
	frame
	pix []float32
}

func newPlanes(f frame, channels int) planes {
	return planes{f, make([]float32, roundUp(channels, outs)*f.plane())}
}

// row is row y of channel c.
func (p planes) row(c, y int) []float32 {
	at := c*p.plane() + p.first() + y*p.stride()
	return p.pix[at : at+p.w]
}

// channel is the whole plane of channel c, frame and all.
func (p planes) channel(c int) []float32 {
	return p.pix[c*p.plane() : (c+1)*p.plane()]
}

// load copies v into the first channels.
func (p planes) load(v Volume) {
	for c := range v.C {
		m := v.Plane(c)
		for y := range v.H {
			copy(p.row(c, y), m.Row(y))
		}
	}
}

// volume copies the first channels out.
func (p planes) volume(channels int) Volume {
	v := NewVolume(channels, p.h, p.w)
	for c := range channels {
		m := v.Plane(c)
		for y := range v.H {
			copy(m.Row(y), p.row(c, y))
		}
	}
	return v
}

// roundUp returns the smallest multiple of m that is at least n.
func roundUp(n, m int) int { return (n + m - 1) / m * m }
