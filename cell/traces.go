package cell

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
)

// Store is where raw traces are kept while they are read: cells times frames times
// eight bytes. A file is one; a Memory another.
type Store interface {
	io.ReaderAt
	io.WriterAt
}

// TraceParams says how traces are read; the zero value means the defaults, except
// for RateHz and DiameterPx, which are those of Params.
type TraceParams struct {
	Params
	// RingPx is how far the ring that neuropil is read from reaches beyond the
	// footprint; default 1.5 diameters. It grows until it holds LeastRing pixels.
	RingPx    float64
	GapPx     float64 // between footprint and ring; default 2
	LeastRing int     // default 100 pixels
	// Neuropil is how the share of the ring that is taken off is chosen. The zero
	// Neuropil fits it where Offset is given, and takes 0.7 where it is not: without
	// the offset a fitted share leaves light in F0 that is none.
	Neuropil Neuropil
	Baseline Baseline
	// Offset is the grey value of no light. dF/F is too small by what it is below
	// the real one.
	Offset float64
}

// leastSeen is the share of a footprint's weight, or of the pixels of a ring, that
// must have been seen in a frame for its value to count.
const leastSeen = 0.9

// blockFrames is how many frames are read before their values are stored.
const blockFrames = 256

// Raw is the brightness of cells and of the rings around them in every frame, in
// grey values, as stored.
type Raw struct {
	Cells, Frames int
	Masks         []Mask
	store         Store
}

// Extract reads a movie once and stores the raw trace of each footprint and of the
// ring around it. Neither depends on the number of workers. It panics when a
// footprint reaches out of the movie.
func Extract(ctx context.Context, m Movie, footprints []Footprint, p TraceParams, store Store) (Raw, error) {
	p = p.orDefaults()
	h, w := m.Size()
	r := Raw{Cells: len(footprints), Frames: m.Len(), Masks: masks(footprints, h, w, p), store: store}
	frames := make([][]float32, p.Workers)
	for i := range frames {
		frames[i] = make([]float32, h*w)
	}
	values := make([]float32, 2*r.Cells*blockFrames)
	errs := make([]error, blockFrames)
	for from := 0; from < r.Frames; from += blockFrames {
		n := min(blockFrames, r.Frames-from)
		if err := each(ctx, n, p.Workers, func(i, worker int) {
			if errs[i] = m.Read(from+i, frames[worker]); errs[i] != nil {
				return
			}
			for c, mask := range r.Masks {
				values[(2*c)*n+i], values[(2*c+1)*n+i] = mask.read(frames[worker])
			}
		}); err != nil {
			return Raw{}, err
		}
		if i := slices.IndexFunc(errs[:n], func(err error) bool { return err != nil }); i >= 0 {
			return Raw{}, fmt.Errorf("frame %d: %w", from+i, errs[i])
		}
		if err := r.put(from, values[:2*r.Cells*n]); err != nil {
			return Raw{}, fmt.Errorf("traces of frames %d to %d: %w", from, from+n-1, err)
		}
	}
	return r, nil
}

func (p TraceParams) orDefaults() TraceParams {
	p.Params = p.Params.orDefaults()
	if p.RingPx == 0 {
		p.RingPx = 1.5 * p.DiameterPx
	}
	if p.GapPx == 0 {
		p.GapPx = 2
	}
	if p.LeastRing == 0 {
		p.LeastRing = 100
	}
	if p.Neuropil == (Neuropil{}) {
		p.Neuropil.Fit = p.Offset != 0
	}
	p.Neuropil = p.Neuropil.orDefaults()
	p.Baseline = p.Baseline.orDefaults()
	return p
}

// put stores the values of a block: for each cell its trace and that of its ring.
func (r Raw) put(from int, values []float32) error {
	b := make([]byte, 4*len(values))
	for i, v := range values {
		binary.LittleEndian.PutUint32(b[4*i:], math.Float32bits(v))
	}
	_, err := r.store.WriteAt(b, 8*int64(from)*int64(r.Cells))
	return err
}

// Cell returns the raw trace of cell i and of its ring.
func (r Raw) Cell(i int) (raw, ring []float32, err error) {
	both := make([]float32, 2*r.Frames)
	b := make([]byte, 8*blockFrames)
	for from := 0; from < r.Frames; from += blockFrames {
		n := min(blockFrames, r.Frames-from)
		if _, err := r.store.ReadAt(b[:8*n], 8*int64(from)*int64(r.Cells)+8*int64(i)*int64(n)); err != nil && err != io.EOF {
			return nil, nil, fmt.Errorf("trace of cell %d: %w", i, err)
		}
		for j := range n {
			both[from+j] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*j:]))
			both[r.Frames+from+j] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*(n+j):]))
		}
	}
	return both[:r.Frames], both[r.Frames:], nil
}

// Memory is a Store in memory.
type Memory struct{ b []byte }

// WriteAt sets part of the memory, which grows as need be.
func (m *Memory) WriteAt(p []byte, off int64) (int, error) {
	if need := int(off) + len(p); need > len(m.b) {
		m.b = append(m.b, make([]byte, need-len(m.b))...)
	}
	return copy(m.b[off:], p), nil
}

// ReadAt reads part of the memory.
func (m *Memory) ReadAt(p []byte, off int64) (int, error) {
	if off >= int64(len(m.b)) {
		return 0, io.EOF
	}
	n := copy(p, m.b[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
