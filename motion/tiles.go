package motion

import (
	"math"

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
	stride        int // columns with zeros up to a multiple of lanes
	pix           []float32
}

// around is how far from the shift of the frame tiles are searched, in binned
// pixels: as far as they may lie, and what the interpolation of a peak needs.
func (g geometry) around() int { return MaxTileShiftPx/g.bin + taps/2 }

// tileScratch is the memory of one goroutine for tiles.
type tileScratch struct {
	raw    []float32 // surfaces of the tiles, one after the other
	smooth []float32
	peaks  []peak
	y, x   []float64 // the field, in binned pixels
}

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
	rows, columns := len(grid.Y), len(grid.X)
	for k := range rows * columns {
		v := tile{y0: k / columns * g.bh / rows, x0: k % columns * g.bw / columns}
		v.rows, v.columns = (k/columns+1)*g.bh/rows-v.y0, (k%columns+1)*g.bw/columns-v.x0
		v.stride = (v.columns + lanes - 1) / lanes * lanes
		v.pix = make([]float32, v.rows*v.stride)
		var sum float64
		for y := range v.rows {
			for x := range v.columns {
				v.pix[y*v.stride+x] = at(v.y0+y, v.x0+x)
				sum += float64(at(v.y0+y, v.x0+x))
			}
		}
		mean := float32(sum / float64(v.rows*v.columns))
		for y := range v.rows {
			for x := range v.columns {
				v.pix[y*v.stride+x] -= mean
			}
		}
		t.tiles = append(t.tiles, v)
	}
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
		q.raw, q.smooth = make([]float32, len(t.tiles)*n*n), make([]float32, len(t.tiles)*n*n)
		q.peaks, q.y, q.x = make([]peak, len(t.tiles)), make([]float64, len(t.tiles)), make([]float64, len(t.tiles))
	}
	for k, v := range t.tiles {
		for dy := range n {
			from := (v.y0+iy+m-around+dy)*stride + v.x0 + ix + m - around
			row := q.raw[(k*n+dy)*n : (k*n+dy+1)*n]
			for dx := 0; dx < n; dx += offsets {
				var sums [offsets]float32
				s.f.k.correlateTile(&sums, v.pix, s.padded[from+dx:], v.stride, stride, v.stride, v.rows)
				copy(row[dx:], sums[:])
			}
		}
	}
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
