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
	light := s.light()
	mean, err := s.sketchMean(ctx, p.Workers)
	if err != nil {
		return err
	}
	dark := img.NewImage(s.H, s.W) // less light
	img.AddScaled(dark.Pix, light.Pix, -1)
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
				row := frames[k].Row(y)
				for x, v := range far.share[k].Row(y) {
					follow.add(y*s.W+x, row[x], v)
				}
				img.AddProducts(row, dark.Row(y), near.share[k].Row(y))
				img.Round16(bin[y*s.W:(y+1)*s.W], row)
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
	img.Widen16(dst, bin)
	img.AddScaled(dst, mean, -1)
	for i, v := range dst {
		if v != v {
			dst[i] = 0
		}
	}
}

// surround tells what squares of a field do together.
type surround struct {
	radius int
	sum    img.Image // of the brightness around each pixel, infinite where all is dark
	boxes  []*box
	share  []img.Image // by worker: sum of changes around each pixel over sum
}

func newSurround(light img.Image, radius, workers int) surround {
	s := surround{radius: radius, sum: img.NewImage(light.H, light.W), boxes: make([]*box, workers), share: make([]img.Image, workers)}
	for i := range s.boxes {
		s.boxes[i], s.share[i] = newBox(light.H, light.W), img.NewImage(light.H, light.W)
	}
	s.boxes[0].filter(s.sum, light, radius)
	for i, v := range s.sum.Pix {
		if !(v > 0) {
			s.sum.Pix[i] = float32(math.Inf(1))
		}
	}
	return s
}

// shares sets share[k] to that of an image of changes, 0 where all is dark.
func (s surround) shares(k int, changes img.Image) {
	s.boxes[k].filter(s.share[k], changes, s.radius)
	img.Quotient(s.share[k].Pix, s.share[k].Pix, s.sum.Pix)
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
func (s *Summary) sketchMean(ctx context.Context, workers int) ([]float32, error) {
	mean := make([]float32, s.H*s.W)
	rows, sums, counts := make([][]float32, workers), make([][]float64, workers), make([][]float64, workers)
	for i := range rows {
		rows[i], sums[i], counts[i] = make([]float32, s.W), make([]float64, s.W), make([]float64, s.W)
	}
	err := each(ctx, s.H, workers, func(y, worker int) {
		row, sum, n := rows[worker], sums[worker], counts[worker]
		clear(sum)
		clear(n)
		for k := range s.sketch.bins {
			s.sketch.get(row, k, y*s.W)
			img.AddFiniteWide(sum, n, row)
		}
		for x := range row {
			mean[y*s.W+x] = float32(sum[x] / n[x])
		}
	})
	return mean, err
}

// correlation returns the mean correlation over the sketch of each pixel with its
// eight neighbours, or those there are. A pixel that never changes has none: 0.
func (s *Summary) correlation(ctx context.Context, workers int) (img.Image, error) {
	c, squares := img.NewImage(s.H, s.W), img.NewImage(s.H, s.W)
	// The products with the neighbour to the right and the three below.
	steps := [4]int{1, s.W - 1, s.W, s.W + 1}
	var products [len(steps)]img.Image
	for j := range products {
		products[j] = img.NewImage(s.H, s.W)
	}
	rows := make([][2][]float32, workers)
	for i := range rows {
		rows[i] = [2][]float32{make([]float32, s.W), make([]float32, s.W)}
	}
	err := each(ctx, s.H, workers, func(y, worker int) {
		row, below := rows[worker][0], rows[worker][1]
		right, left, down, across := products[0].Row(y), products[1].Row(y), products[2].Row(y), products[3].Row(y)
		for k := range s.sketch.bins {
			s.sketch.get(row, k, y*s.W)
			img.AddProducts(squares.Row(y), row, row)
			img.AddProducts(right[:s.W-1], row[:s.W-1], row[1:])
			if y+1 == s.H {
				continue
			}
			s.sketch.get(below, k, (y+1)*s.W)
			img.AddProducts(left[1:], row[1:], below[:s.W-1])
			img.AddProducts(down, row, below)
			img.AddProducts(across[:s.W-1], row[:s.W-1], below[1:])
		}
	})
	if err != nil {
		return c, err
	}
	norm := squares.Pix
	for i, v := range norm {
		norm[i] = float32(math.Sqrt(float64(v)))
	}
	count := make([]float32, s.H*s.W)
	for j, step := range steps {
		for i := 0; i+step < len(norm); i++ {
			x, nx := i%s.W, (i+step)%s.W
			if nx-x > 1 || x-nx > 1 || norm[i] == 0 || norm[i+step] == 0 {
				continue
			}
			r := products[j].Pix[i] / (norm[i] * norm[i+step])
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
