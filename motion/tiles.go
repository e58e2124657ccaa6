package motion

import (
	"math"
	"slices"

	"respine/img"
)

// Grid is where the centres of tiles lie, in pixels: tile k is in row k/len(X) and
// column k%len(X).
type Grid struct {
	Y, X []float64
}

// Len is the number of tiles.
func (g Grid) Len() int { return len(g.Y) * len(g.X) }

// newGrid divides a frame into tiles of about tilePx.
func newGrid(h, w int, g geometry, tilePx int) Grid {
	centres := func(pixels int) []float64 {
		n := max(1, (pixels+tilePx/2)/tilePx)
		out := make([]float64, n)
		for i := range out {
			out[i] = float64(g.bin)*(float64(i*(pixels/g.bin)/n)+float64((i+1)*(pixels/g.bin)/n))/2 - 0.5
		}
		return out
	}
	return Grid{Y: centres(h), X: centres(w)}
}

// tile is a stretch of the weighted reference.
type tile struct {
	y0, x0        int // binned
	rows, columns int
	stride        int // columns with zeros up to a multiple of words
	pix           []int16
	unit          float32 // of a product with a frame
}

// around is how far from the shift of the frame tiles are searched, in binned
// pixels: as far as they may lie, and what the interpolation of a peak needs.
func (g geometry) around() int { return MaxTileShiftPx/g.bin + taps/2 }

// tileScratch is the memory of one goroutine for tiles.
type tileScratch struct {
	raw    []float32 // surfaces of the tiles, one after the other
	smooth []float32
	peaks  []peak
	places []place   // the samples by which the peaks lie
	y, x   []float64 // the field, in binned pixels
}

type place struct{ y, x int }

// tile cuts the reference, weighted by frequency as for whole frames but not
// tapered, into tiles without a mean. The sum of its products with a frame is again
// a log likelihood.
func (t *template) tile(s *scratch, m img.Image, grid *Grid) {
	g := s.g
	small := g.binned(m)
	var sum, n float64
	for _, v := range small {
		if v == v {
			sum += float64(min(max(v, t.lo), t.hi))
			n++
		}
	}
	clear(s.framed)
	for i, v := range small {
		if v == v {
			s.framed[i/g.bw*g.nx+i%g.bw] = min(max(v, t.lo), t.hi) - float32(sum/n) - t.column[i%g.bw] - t.row[i/g.bw]
		}
	}
	s.f.forward(s.re, s.im, s.framed)
	for i, v := range t.gain {
		s.re[i] *= v
		s.im[i] *= v
	}
	clear(s.framed) // frames are laid into zeros
	my, mx := g.ny/2, g.nx/2
	weighted := make([]float32, (2*my+1)*(2*mx+1))
	s.f.inverse(weighted, s.re, s.im, my, mx)
	at := func(y, x int) float32 {
		return weighted[((y+my)%g.ny)*(2*mx+1)+(x+mx)%g.nx] * float32(g.energy)
	}
	t.word = wordLimit / t.farthest()
	rows, columns := len(grid.Y), len(grid.X)
	for k := range rows * columns {
		v := tile{y0: k / columns * g.bh / rows, x0: k % columns * g.bw / columns}
		v.rows, v.columns = (k/columns+1)*g.bh/rows-v.y0, (k%columns+1)*g.bw/columns-v.x0
		v.stride = (v.columns + words - 1) / words * words
		pix := make([]float32, v.rows*v.stride)
		var sum float64
		for y := range v.rows {
			for x := range v.columns {
				pix[y*v.stride+x] = at(v.y0+y, v.x0+x)
				sum += float64(at(v.y0+y, v.x0+x))
			}
		}
		mean := float32(sum / float64(v.rows*v.columns))
		for y := range v.rows {
			for x := range v.columns {
				pix[y*v.stride+x] -= mean
			}
		}
		t.tiles = append(t.tiles, v.inWords(pix, t.word))
	}
}

// farthest is how far a pixel of a frame, cut, less its mean and stripes, is from 0 at
// most.
func (l light) farthest() float32 {
	stripes := func(m []float32) float32 { return max(slices.Max(m), -slices.Min(m)) }
	return l.hi - l.lo + stripes(l.column) + stripes(l.row)
}

// inWords keeps the pixels of a tile as whole numbers of 16 bits, in steps of a
// 4095th of the largest: noise is far above.
func (v tile) inWords(pix []float32, frames float32) tile {
	most := max(slices.Max(pix), -slices.Min(pix), math.SmallestNonzeroFloat32)
	v.pix = make([]int16, len(pix))
	for i, p := range pix {
		v.pix[i] = int16(math.Round(float64(p) / float64(most) * wordLimit))
	}
	v.unit = most / wordLimit / frames
	return v
}

// measureTiles finds the local shifts of the frame in s.padded, whose own shift is
// known.
func (r *Result) measureTiles(i int, t *template, s *scratch) {
	g, v := &s.g, &r.Shifts[i]
	b := float64(g.bin)
	iy, ix := int(math.Round(float64(v.Y)/b)), int(math.Round(float64(v.X)/b))
	s.surfaces(t, iy, ix)
	s.smoothSurfaces(len(r.Grid.Y), len(r.Grid.X))
	offY, offX := float64(v.Y)/b-float64(iy), float64(v.X)/b-float64(ix)
	s.fitField(t, len(r.Grid.Y), len(r.Grid.X), offY, offX)
	for k := range r.Grid.Len() {
		at := 2 * (i*r.Grid.Len() + k)
		r.local[at], r.local[at+1] = local(b*(s.tiles.y[k]-offY)), local(b*(s.tiles.x[k]-offX))
	}
}

// local keeps a local shift, within its limit, as a whole number of localUnit.
func local(px float64) int8 {
	return int8(math.Round(max(-MaxTileShiftPx, min(px, MaxTileShiftPx)) / localUnit))
}

// surfaces correlates every tile with the frame around the shift (iy, ix) of the
// whole, in binned pixels.
func (s *scratch) surfaces(t *template, iy, ix int) {
	g, q := &s.g, &s.tiles
	m, stride, around := g.margin(), g.paddedStride(), g.around()
	n := 2*around + 1
	if q.raw == nil {
		s.words = make([]int16, len(s.padded))
		q.raw, q.smooth = make([]float32, len(t.tiles)*n*n), make([]float32, len(t.tiles)*n*n)
		q.peaks, q.places = make([]peak, len(t.tiles)), make([]place, len(t.tiles))
		q.y, q.x = make([]float64, len(t.tiles)), make([]float64, len(t.tiles))
	}
	s.f.k.narrow(s.words, s.padded, t.word)
	for k, v := range t.tiles {
		for dy := range n {
			from := (v.y0+iy+m-around+dy)*stride + v.x0 + ix + m - around
			row := q.raw[(k*n+dy)*n : (k*n+dy+1)*n]
			for dx := 0; dx < n; dx += offsets {
				sums := s.correlateTile(&v, s.words[from+dx:], stride)
				for o := range row[dx:min(n, dx+offsets)] {
					row[dx+o] = float32(sums[o]) * v.unit
				}
			}
		}
	}
}

// correlateTile goes through a tile in blocks whose sums are exact.
func (s *scratch) correlateTile(v *tile, f []int16, stride int) (sums [offsets]int64) {
	const across = tileBlock / 2
	for x := 0; x < v.stride; x += across {
		width := min(across, v.stride-x)
		for y := 0; y < v.rows; y += tileBlock / width {
			s.f.k.correlateTile(&sums, v.pix[y*v.stride+x:], f[y*stride+x:], v.stride, stride, width, min(tileBlock/width, v.rows-y))
		}
	}
	return sums
}

// smoothSurfaces lets each tile borrow from its neighbours: half of what those beside
// it see, a quarter of those across.
func (s *scratch) smoothSurfaces(rows, columns int) {
	q := &s.tiles
	size := len(q.raw) / (rows * columns)
	for k := range rows * columns {
		dst := q.smooth[k*size : (k+1)*size]
		clear(dst)
		for dy := -1; dy <= 1; dy++ {
			for dx := -1; dx <= 1; dx++ {
				y, x := k/columns+dy, k%columns+dx
				if y < 0 || x < 0 || y >= rows || x >= columns {
					continue
				}
				from := (y*columns + x) * size
				img.AddScaled(dst, q.raw[from:from+size], 1/float32(int(1)<<(dy*dy+dx*dx)))
			}
		}
	}
}
