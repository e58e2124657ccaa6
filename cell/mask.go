package cell

import (
	"fmt"
	"math"
)

// Mask is what a trace is read from: weighted pixels of one cell alone, and the ring
// around it without any cell. Pixels are numbered row by row.
type Mask struct {
	Pixels []int32
	Weight []float32
	Ring   []int32
	// Shared is the share of the footprint that other footprints cover and that was
	// therefore left out, or kept because too little would have been left.
	Shared float64
	Kept   bool
}

// leastAlone is the share of a footprint that must be the cell's own for the shared
// pixels to be left out.
const leastAlone = 0.3

// masks turns footprints into masks.
func masks(footprints []Footprint, h, w int, p TraceParams) []Mask {
	owners := make([]uint16, h*w)
	for i, f := range footprints {
		for _, q := range f {
			if q.Y < 0 || q.X < 0 || q.Y >= h || q.X >= w {
				panic(fmt.Sprintf("cell: footprint %d reaches to (%d, %d) of %d x %d pixels", i, q.Y, q.X, h, w))
			}
			owners[q.Y*w+q.X]++
		}
	}
	out := make([]Mask, len(footprints))
	for i, f := range footprints {
		out[i] = newMask(f, owners, w)
		out[i].Ring = ring(f, owners, h, w, p)
	}
	return out
}

func newMask(f Footprint, owners []uint16, w int) Mask {
	alone := 0
	for _, q := range f {
		if owners[q.Y*w+q.X] == 1 {
			alone++
		}
	}
	m := Mask{Shared: 1 - float64(alone)/float64(max(1, len(f)))}
	m.Kept = float64(alone) < leastAlone*float64(len(f))
	for _, q := range f {
		if m.Kept || owners[q.Y*w+q.X] == 1 {
			m.Pixels = append(m.Pixels, int32(q.Y*w+q.X))
			m.Weight = append(m.Weight, q.Weight)
		}
	}
	return m
}

// ring returns the pixels without a cell whose distance from a footprint lies
// between the gap and the reach, which grows by pixels until there are enough of
// them or it is three times as wide.
func ring(f Footprint, owners []uint16, h, w int, p TraceParams) []int32 {
	y0, x0, y1, x1 := h, w, 0, 0
	for _, q := range f {
		y0, y1, x0, x1 = min(y0, q.Y), max(y1, q.Y+1), min(x0, q.X), max(x1, q.X+1)
	}
	var out []int32
	for reach := p.RingPx; ; reach++ {
		out = out[:0]
		r := int(reach)
		for y := max(0, y0-r); y < min(h, y1+r); y++ {
			for x := max(0, x0-r); x < min(w, x1+r); x++ {
				if owners[y*w+x] > 0 {
					continue
				}
				if d := f.distance(y, x); d > p.GapPx && d <= reach {
					out = append(out, int32(y*w+x))
				}
			}
		}
		if len(out) >= p.LeastRing || reach > 3*p.RingPx {
			return out
		}
	}
}

// distance returns how far a pixel is from the nearest of a footprint.
func (f Footprint) distance(y, x int) float64 {
	least := math.MaxInt
	for _, q := range f {
		dy, dx := q.Y-y, q.X-x
		least = min(least, dy*dy+dx*dx)
	}
	return math.Sqrt(float64(least))
}

// read returns the weighted mean of the mask's pixels in a frame and the mean of its
// ring; NaN where too little was seen.
func (m Mask) read(frame []float32) (cell, ring float32) {
	return m.readCell(frame), m.readRing(frame)
}

func (m Mask) readCell(frame []float32) float32 {
	var sum, seen, all float32
	for i, at := range m.Pixels {
		w, v := m.Weight[i], frame[at]
		all += w
		if v == v {
			sum += w * v
			seen += w
		}
	}
	if seen > 0 && seen >= leastSeen*all {
		return sum / seen
	}
	return nan
}

// readRing adds up everything first: where nothing is NaN, as in most frames, that
// is all there is to do.
func (m Mask) readRing(frame []float32) float32 {
	var a, b float64
	even := len(m.Ring) &^ 1
	for i := 0; i < even; i += 2 {
		a += float64(frame[m.Ring[i]])
		b += float64(frame[m.Ring[i+1]])
	}
	for _, at := range m.Ring[even:] {
		a += float64(frame[at])
	}
	total, n := a+b, len(m.Ring)
	if total != total {
		total, n = m.ringSeen(frame)
	}
	if n > 0 && float64(n) >= leastSeen*float64(len(m.Ring)) {
		return float32(total / float64(n))
	}
	return nan
}

// ringSeen returns the sum of the ring's pixels that are not NaN, and how many
// there are.
func (m Mask) ringSeen(frame []float32) (total float64, n int) {
	for _, at := range m.Ring {
		if v := frame[at]; v == v {
			total += float64(v)
			n++
		}
	}
	return total, n
}
