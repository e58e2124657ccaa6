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
// around it to the sum of brightness around it. What was not seen becomes 0.
func (s *Summary) flatten(ctx context.Context, p Params) error {
	radius := int(math.Round(neuropilDiameters * p.DiameterPx))
	light := s.light()
	around := newBox(s.H, s.W)
	sum := img.NewImage(s.H, s.W)
	around.filter(sum, light, radius)
	mean := s.sketchMean()
	boxes := make([]*box, p.Workers)
	frames, wide := make([]img.Image, p.Workers), make([]img.Image, p.Workers)
	for i := range boxes {
		boxes[i], frames[i], wide[i] = newBox(s.H, s.W), img.NewImage(s.H, s.W), img.NewImage(s.H, s.W)
	}
	return each(ctx, len(s.sketch.bins), p.Workers, func(k, w int) {
		bin, d := s.sketch.bins[k], frames[w].Pix
		for i, b := range bin {
			v := whole(b) - mean[i]
			if v != v {
				v = 0
			}
			d[i] = v
		}
		boxes[w].filter(wide[w], frames[w], radius)
		for i, v := range d {
			if sum.Pix[i] > 0 {
				v -= float32(light.Pix[i] * wide[w].Pix[i] / sum.Pix[i])
			}
			bin[i] = half(v)
		}
	})
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
