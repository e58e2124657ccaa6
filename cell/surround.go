package cell

import (
	"math"

	"respine/img"
)

// The neighbourhood over which light that comes and goes together is taken for
// neuropil, in diameters of a cell.
const (
	blockDiameters    = 0.5 // side of the blocks whose median is taken
	neuropilDiameters = 2   // half the side of the neighbourhood
	nodeBlocks        = 2   // between the places where it is taken
)

// dimmest is the light of a block, relative to that of the field, below which it says
// nothing of the neuropil: a vessel, or what is beyond the tissue.
const dimmest = 0.25

// surround tells by which share of itself the light around each place of a field
// differs from its mean: the median over blocks of a neighbourhood, so that a cell
// that flashes in it does not count. It is taken at nodes, between which it is
// drawn straight.
type surround struct {
	light   img.Image
	side    int // of a block, pixels
	reach   int // of the neighbourhood, blocks
	blocks  img.Image
	nodes   img.Image // their size
	fewest  float32   // light of a block that counts
	x       []lerp    // by column: the nodes beside it
	y       []lerp
	scratch []surroundScratch
}

// lerp is a place between nodes at and at+1.
type lerp struct {
	at int
	f  float32
}

type surroundScratch struct {
	change, light, near, row []float32
}

func newSurround(light img.Image, diameterPx float64, workers int) *surround {
	s := &surround{light: light, side: max(2, int(math.Round(blockDiameters*diameterPx))), scratch: make([]surroundScratch, workers)}
	s.reach = int(math.Round(neuropilDiameters * diameterPx / float64(s.side)))
	by, bx := (light.H+s.side-1)/s.side, (light.W+s.side-1)/s.side
	s.blocks = img.Image{H: by, W: bx}
	s.nodes = img.Image{H: (by-1)/nodeBlocks + 1, W: (bx-1)/nodeBlocks + 1}
	s.fewest = float32(dimmest * img.Mean(light.Pix) * float64(s.side*s.side))
	s.x, s.y = s.between(light.W, s.nodes.W), s.between(light.H, s.nodes.H)
	for i := range s.scratch {
		s.scratch[i] = surroundScratch{change: make([]float32, by*bx), light: make([]float32, by*bx), row: make([]float32, s.nodes.W)}
	}
	return s
}

// between returns where each of n pixels lies between the middles of nodes.
func (s *surround) between(n, nodes int) []lerp {
	out := make([]lerp, n)
	for i := range out {
		at := max(0, min((float64(i)+0.5-float64(s.side)/2)/float64(nodeBlocks*s.side), float64(nodes-1)))
		out[i].at = min(int(at), max(0, nodes-2))
		out[i].f = float32(at - float64(out[i].at))
	}
	return out
}

// shares returns the share at each node of a frame of changes, NaN where a pixel was
// not seen. It is 0 where all around is dark.
func (s *surround) shares(changes []float32, worker int) []float32 {
	m := &s.scratch[worker]
	clear(m.change)
	clear(m.light)
	for y := range s.light.H {
		from := y * s.light.W
		row := y / s.side * s.blocks.W
		for b := range s.blocks.W {
			begin, end := from+b*s.side, from+min((b+1)*s.side, s.light.W)
			var change, light float32
			for i, v := range changes[begin:end] {
				if v == v {
					change += v
					light += s.light.Pix[begin+i]
				}
			}
			m.change[row+b] += change
			m.light[row+b] += light
		}
	}
	out := make([]float32, s.nodes.H*s.nodes.W)
	for i := range out {
		cy, cx := i/s.nodes.W*nodeBlocks, i%s.nodes.W*nodeBlocks
		m.near = m.near[:0]
		for y := max(0, cy-s.reach); y <= min(s.blocks.H-1, cy+s.reach); y++ {
			for x := max(0, cx-s.reach); x <= min(s.blocks.W-1, cx+s.reach); x++ {
				if j := y*s.blocks.W + x; m.light[j] > s.fewest {
					m.near = append(m.near, m.change[j]/m.light[j])
				}
			}
		}
		if len(m.near) > 0 {
			out[i] = img.Median(m.near)
		}
	}
	return out
}

// row sets dst to the shares along row y of the field.
func (s *surround) row(dst, shares []float32, y, worker int) {
	w, at := s.nodes.W, s.y[y]
	upper, lower := shares[at.at*w:][:w], shares[min(at.at+1, s.nodes.H-1)*w:][:w]
	row := s.scratch[worker].row
	for j := range row {
		row[j] = upper[j] + at.f*(lower[j]-upper[j])
	}
	for x, p := range s.x {
		a := row[p.at]
		dst[x] = a + p.f*(row[min(p.at+1, w-1)]-a)
	}
}
