package motion

import "math"

const (
	// neighbourPx is by how much the shifts of neighbouring tiles are expected to
	// differ along each axis: tissue bends by a pixel or two across a field.
	neighbourPx = 0.3
	// sweeps is how often the field is relaxed; it settles in a few.
	sweeps = 12
)

// fitField sets the shifts of tiles to those of the least
//
//	sum over tiles (d-p)' H (d-p) / 2 + sum over neighbours |d-d'|^2 / (2 neighbourPx^2),
//
// where p is the peak of a tile's log likelihood and H its curvature there: a tile
// that says much keeps its own peak, one that says little follows its neighbours.
// (offY, offX) is the shift of the whole frame, from where peaks are searched.
func (s *scratch) fitField(t *template, rows, columns int, offY, offX float64) {
	q, around := &s.tiles, s.g.around()
	for k := range q.peaks {
		q.places[k] = place{-1, -1} // none yet
		s.tilePeak(t, k, around, 0, 0, MaxTileShiftPx/s.g.bin)
		q.y[k], q.x[k] = offY, offX
	}
	s.relax(rows, columns)
	// A peak that the field does not bear out may be the wrong one of two: each
	// tile is asked again near where the field puts it.
	for k := range q.peaks {
		limit := MaxTileShiftPx / s.g.bin
		y, x := int(math.Round(q.y[k])), int(math.Round(q.x[k]))
		s.tilePeak(t, k, around, max(-limit, min(y, limit)), max(-limit, min(x, limit)), 1)
	}
	s.relax(rows, columns)
}

// tilePeak finds the peak of a tile within reach of a place. Where that is the sample
// it was found at before, it is the same.
func (s *scratch) tilePeak(t *template, k, around, y, x, reach int) {
	n, limit := 2*around+1, MaxTileShiftPx/s.g.bin
	surface := s.tiles.smooth[k*n*n : (k+1)*n*n]
	by, bx := y, x
	for dy := max(-limit, y-reach); dy <= min(limit, y+reach); dy++ {
		for dx := max(-limit, x-reach); dx <= min(limit, x+reach); dx++ {
			if surface[(around+dy)*n+around+dx] > surface[(around+by)*n+around+bx] {
				by, bx = dy, dx
			}
		}
	}
	here := place{around + by, around + bx}
	if here == s.tiles.places[k] {
		return
	}
	p := t.w.refine(surface, n, here.y, here.x)
	p.y += float64(by)
	p.x += float64(bx)
	s.tiles.places[k], s.tiles.peaks[k] = here, p
}

// relax solves for the field by Gauss-Seidel sweeps, tile by tile.
func (s *scratch) relax(rows, columns int) {
	q := &s.tiles
	tie := float64(s.g.bin) / neighbourPx
	tie *= tie
	for range sweeps {
		for k, p := range q.peaks {
			yy, xx, xy := p.information()
			by, bx := yy*p.y+xy*p.x, xy*p.y+xx*p.x
			row, column := k/columns, k%columns
			for _, d := range [4][2]int{{-1, 0}, {1, 0}, {0, -1}, {0, 1}} {
				if y, x := row+d[0], column+d[1]; y >= 0 && x >= 0 && y < rows && x < columns {
					yy += tie
					xx += tie
					by += tie * q.y[y*columns+x]
					bx += tie * q.x[y*columns+x]
				}
			}
			if det := yy*xx - xy*xy; det > 0 {
				q.y[k], q.x[k] = (xx*by-xy*bx)/det, (yy*bx-xy*by)/det
			}
		}
	}
}

// information is the curvature of the log likelihood, nothing where it has no top.
func (p peak) information() (yy, xx, xy float64) {
	if !(p.yy < 0 && p.yy*p.xx > p.xy*p.xy) {
		return 0, 0, 0
	}
	return -p.yy, -p.xx, -p.xy
}
