package behavior

import (
	"slices"

	"respine/img"
)

const (
	alwaysPart   = 0.9 // of the samples, of what stands still
	holeGrowth   = 2   // px, round what an animal always covers
	wallLeast    = 24  // grey values: darker wall says nothing about the light
	fallbackGrey = 40  // contrast, where no body is seen
)

// build makes the picture of the scene without animals.
func (s *Scene) build(l look, cores []blob) {
	h, w := l.median.H, l.median.W
	body := newMask(h, w)
	for _, b := range cores {
		body.with(b.on(h, w))
	}
	always := l.covered(alwaysPart)
	s.structure = structures(always, body)
	s.usual = l.median
	holes := newMask(h, w)
	rest := always.clone()
	rest.without(s.structure)
	for _, b := range rest.blobs() {
		on := b.on(h, w)
		if overlap := on.clone(); len(cores) > 0 {
			overlap.only(body)
			if overlap.count() > 0 {
				holes.with(on)
			}
		}
	}
	holes = holes.grown(holeGrowth)
	holes.without(s.structure)
	s.wall = img.Image{H: h, W: w, Pix: slices.Clone(l.far.Pix)}
	fillHoles(s.wall, holes)
	s.still = newMask(h, w)
	ever := l.covered(0).grown(holeGrowth)
	for y := range h {
		for x := range w {
			if !ever.at(y, x) && s.wall.At(y, x) > wallLeast {
				s.still.set(y, x)
			}
		}
	}
	s.contrast = contrast(l, s.wall, cores)
	kernels := fastest()
	s.stillRuns, s.stillWall = make([][]run, h), make([]float32, h)
	for _, r := range s.still.runs(nil) {
		s.stillRuns[r.y] = append(s.stillRuns[r.y], r)
		s.stillWall[r.y] += kernels.total(s.wall.Row(r.y)[r.from:r.to])
	}
}

// structures are bar and partitions: what is dark all the time and reaches the
// border of the picture, but is no animal that hangs from it by a thin tail.
func structures(always, body mask) mask {
	out := newMask(always.h, always.w)
	for _, n := range []int{1, coreErosion} {
		for _, b := range always.eroded(n).blobs() {
			if !b.touches(always) {
				continue
			}
			on := b.on(always.h, always.w)
			inside := on.clone()
			if inside.only(body); inside.count() == 0 {
				out.with(on.grown(n + 1))
			}
		}
	}
	return out
}

// fillHoles replaces pixels by what lies left and right of them in their row,
// mixed by distance; a row that is all hole takes the one above.
func fillHoles(m img.Image, holes mask) {
	for y := range m.H {
		row := m.Row(y)
		from := -1 // the last pixel that is no hole
		for x := 0; x <= m.W; x++ {
			if x < m.W && holes.at(y, x) {
				continue
			}
			for k := from + 1; k < x; k++ {
				switch {
				case from >= 0 && x < m.W:
					u := float32(k-from) / float32(x-from)
					row[k] = (1-u)*row[from] + u*row[x]
				case from >= 0:
					row[k] = row[from]
				case x < m.W:
					row[k] = row[x]
				case y > 0:
					row[k] = m.Row(y - 1)[k]
				}
			}
			from = x
		}
	}
}

// contrast is by how many grey values the bodies differ from the wall: the
// median.
func contrast(l look, wall img.Image, cores []blob) float32 {
	var d []float32
	for _, b := range cores {
		for _, r := range b.runs {
			for x := r.from; x < r.to; x++ {
				d = append(d, l.sign*(wall.At(r.y, x)-l.median.At(r.y, x)))
			}
		}
	}
	if len(d) == 0 {
		return fallbackGrey
	}
	return max(img.Median(d), 1)
}
