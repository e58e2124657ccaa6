package motion

import (
	"context"
	"math"

	"respine/img"
)

const (
	// phaseFrames is how many frames, evenly over the movie, the offset of lines
	// is estimated from.
	phaseFrames = 32
	// farthestPhase is the largest offset looked for, in pixels.
	farthestPhase = 12
	// phaseAgreement is the share of these frames that has to show the offset, to a
	// pixel, before it is believed.
	phaseAgreement = 0.7
)

// linePhase returns by how many whole pixels odd rows, scanned backwards, lie to
// the right of even ones; 0 where the frames do not agree on an offset. Each odd row
// is correlated with the mean of its neighbours, both as slopes along x, so that
// stripes and brightness say nothing; the offset of the sum over frames counts when
// most of them show it on their own.
func linePhase(ctx context.Context, frames Frames, c crew) (int, error) {
	h, w := frames.Size()
	n := min(phaseFrames, frames.Len())
	found := make([][2*farthestPhase + 1]float64, n)
	err := c.each(ctx, n, func(i int, s *scratch) error {
		if err := s.read(frames, numberOf(i, n, frames.Len()), s.pix); err != nil {
			return err
		}
		found[i] = phaseSums(s.pix, h, w)
		return nil
	})
	if err != nil {
		return 0, err
	}
	var all [2*farthestPhase + 1]float64
	var best []int
	for _, sums := range found {
		at := 0
		for k, v := range sums {
			all[k] += v
			if v > sums[at] {
				at = k
			}
		}
		best = append(best, at-farthestPhase)
	}
	at := 0
	for k, v := range all {
		if v > all[at] {
			at = k
		}
	}
	offset := at - farthestPhase
	agree := 0
	for _, b := range best {
		if max(b-offset, offset-b) <= 1 {
			agree++
		}
	}
	if all[at] <= 0 || float64(agree) < phaseAgreement*float64(n) {
		return 0, nil
	}
	return offset, nil
}

// phaseSums returns the correlation of odd rows, o pixels on, with the mean of the
// even rows beside them, for every offset o, of slopes over three pixels.
func phaseSums(pix []float32, h, w int) (sums [2*farthestPhase + 1]float64) {
	slope := func(row []float32, x int) float32 { return row[x+1] - row[x-1] }
	even, odd := make([]float32, w), make([]float32, w)
	var square float64
	for y := 1; y+1 < h; y += 2 {
		above, here, below := pix[(y-1)*w:y*w], pix[y*w:(y+1)*w], pix[(y+1)*w:(y+2)*w]
		for x := 1; x+1 < w; x++ {
			even[x], odd[x] = slope(above, x)+slope(below, x), slope(here, x)
			if v := even[x]; v-v != 0 {
				even[x] = 0
			}
			if v := odd[x]; v-v != 0 {
				odd[x] = 0
			}
			square += float64(even[x]) * float64(even[x])
		}
		for o := range sums {
			d := o - farthestPhase
			x0, x1 := max(1, 1-d), min(w-1, w-1-d)
			sums[o] += img.Dot(even[x0:x1], odd[x0+d:x1+d])
		}
	}
	if square > 0 {
		for o := range sums {
			sums[o] /= math.Sqrt(square)
		}
	}
	return sums
}

// inPhase is a movie with its odd rows moved back by px.
type inPhase struct {
	Frames
	px int
}

// Narrow reports whether ReadUint16 gives the frames as they are: a row moved back
// has no number to stand where nothing was seen.
func (p inPhase) Narrow() bool {
	narrow, ok := p.Frames.(narrowFrames)
	return ok && p.px == 0 && narrow.Narrow()
}

// ReadUint16 reads a frame of a movie that is Narrow.
func (p inPhase) ReadUint16(i int, dst []uint16) error {
	return p.Frames.(narrowFrames).ReadUint16(i, dst)
}

func (p inPhase) Read(i int, dst []float32) error {
	if err := p.Frames.Read(i, dst); err != nil || p.px == 0 {
		return err
	}
	h, w := p.Size()
	nan := float32(math.NaN())
	for y := 1; y < h; y += 2 {
		row := dst[y*w : (y+1)*w]
		if p.px > 0 {
			k := min(p.px, w)
			copy(row, row[k:])
			fill(row[w-k:], nan)
		} else {
			k := min(-p.px, w)
			copy(row[k:], row[:w-k])
			fill(row[:k], nan)
		}
	}
	return nil
}
