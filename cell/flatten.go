package cell

import (
	"context"
	"math"

	"respine/img"
)

// neuropilDiameters is half the side, in diameters of a cell, of the square
// over which light that comes and goes together is taken for neuropil.
const neuropilDiameters = 2

// flatten takes from the sketch the mean of each pixel and what wide areas do
// together: neuropil, bleaching, changes of focus. A place of brightness M (above
// the darkest of the field) changes by M times the ratio of the sum of changes
// around it to the sum of brightness around it. What was not seen becomes 0. It also
// sets Still.
func (s *Summary) flatten(ctx context.Context, p Params) error {
	light, mean := s.light(), s.sketchMean()
	near := newSurround(light, int(math.Round(neuropilDiameters*p.DiameterPx)), p.Workers)
	far := newSurround(light, int(math.Round(stillDiameters*p.DiameterPx)), p.Workers)
	follow := newFollowing(s.H * s.W)
	frames := make([]img.Image, p.Workers)
	for i := range frames {
		frames[i] = img.NewImage(s.H, s.W)
	}
	for from := 0; from < len(s.sketch.bins); from += p.Workers {
		batch := s.sketch.bins[from:min(from+p.Workers, len(s.sketch.bins))]
		if err := each(ctx, len(batch), p.Workers, func(k, _ int) {
			deviation(frames[k].Pix, batch[k], mean)
			near.shares(k, frames[k])
			far.shares(k, frames[k])
		}); err != nil {
			return err
		}
		// Rows by rows, so that sums over bins do not depend on the number of workers.
		if err := each(ctx, s.H, p.Workers, func(y, _ int) {
			for k, bin := range batch {
				for i := y * s.W; i < (y+1)*s.W; i++ {
					v := frames[k].Pix[i]
					follow.add(i, v, far.share[k].Pix[i])
					bin[i] = half(v - float32(light.Pix[i]*near.share[k].Pix[i]))
				}
			}
		}); err != nil {
			return err
		}
	}
	s.Still = follow.still(light)
	return nil
}

// deviation sets dst to what a bin differs from the mean by, 0 where it was not seen.
func deviation(dst []float32, bin []uint16, mean []float32) {
	for i, b := range bin {
		v := whole(b) - mean[i]
		if v != v {
			v = 0
		}
		dst[i] = v
	}
}

// surround tells what squares of a field do together.
type surround struct {
	radius int
	sum    img.Image // of the brightness around each pixel
	boxes  []*box
	share  []img.Image // by worker: sum of changes around each pixel over sum
}

func newSurround(light img.Image, radius, workers int) surround {
	s := surround{radius: radius, sum: img.NewImage(light.H, light.W), boxes: make([]*box, workers), share: make([]img.Image, workers)}
	for i := range s.boxes {
		s.boxes[i], s.share[i] = newBox(light.H, light.W), img.NewImage(light.H, light.W)
	}
	s.boxes[0].filter(s.sum, light, radius)
	return s
}

// shares sets share[k] to that of an image of changes, 0 where all is dark.
func (s surround) shares(k int, changes img.Image) {
	share := s.share[k].Pix
	s.boxes[k].filter(s.share[k], changes, s.radius)
	for i, sum := range s.sum.Pix {
		if sum > 0 {
			share[i] /= sum
		} else {
			share[i] = 0
		}
	}
}

// light returns the mean above the first percentile of the field, 0 where nothing
// was seen.
func (s *Summary) light() img.Image {
	m := img.NewImage(s.H, s.W)
	var seen []float32
	for _, v := range s.Mean.Pix {
		if v == v {
			seen = append(seen, v)
		}
	}
	if len(seen) == 0 {
		return m
	}
	dark := img.Percentile(seen, 1)
	for i, v := range s.Mean.Pix {
		if v > dark {
			m.Pix[i] = v - dark
		}
	}
	return m
}

// sketchMean returns the mean of each pixel over the bins in which it was seen.
func (s *Summary) sketchMean() []float32 {
	sum, n := make([]float64, s.H*s.W), make([]float64, s.H*s.W)
	for _, bin := range s.sketch.bins {
		for i, b := range bin {
			if v := whole(b); v == v {
				sum[i] += float64(v)
				n[i]++
			}
		}
	}
	mean := make([]float32, len(sum))
	for i := range mean {
		mean[i] = float32(sum[i] / n[i])
	}
	return mean
}

// correlation returns the mean correlation over the sketch of each pixel with its
// eight neighbours, or those there are. A pixel that never changes has none: 0.
func (s *Summary) correlation(ctx context.Context, workers int) (img.Image, error) {
	c := img.NewImage(s.H, s.W)
	norm := make([]float32, s.H*s.W)
	for _, bin := range s.sketch.bins {
		for i, b := range bin {
			v := whole(b)
			norm[i] += v * v
		}
	}
	for i, v := range norm {
		norm[i] = float32(math.Sqrt(float64(v)))
	}
	// The products with the neighbour to the right and the three below.
	steps := [4]int{1, s.W - 1, s.W, s.W + 1}
	products := make([][]float32, len(steps))
	err := each(ctx, len(steps), workers, func(j, _ int) {
		products[j] = make([]float32, s.H*s.W)
		for _, bin := range s.sketch.bins {
			for i := 0; i+steps[j] < len(bin); i++ {
				products[j][i] += whole(bin[i]) * whole(bin[i+steps[j]])
			}
		}
	})
	if err != nil {
		return c, err
	}
	count := make([]float32, s.H*s.W)
	for j, step := range steps {
		for i := 0; i+step < len(norm); i++ {
			x, nx := i%s.W, (i+step)%s.W
			if nx-x > 1 || x-nx > 1 || norm[i] == 0 || norm[i+step] == 0 {
				continue
			}
			r := products[j][i] / (norm[i] * norm[i+step])
			c.Pix[i] += r
			c.Pix[i+step] += r
			count[i]++
			count[i+step]++
		}
	}
	for i, n := range count {
		if n > 0 {
			c.Pix[i] /= n
		}
	}
	return c, nil
}
