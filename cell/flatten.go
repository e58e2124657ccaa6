package cell

import (
	"context"
	"math"

	"respine/img"
)

// flatten takes from the sketch what each pixel does slowly and what its surround
// does: neuropil, bleaching, changes of focus. By how much a pixel follows its
// surround is fitted for each, as neuropil is uneven; see following. What was not
// seen becomes 0. It also sets Still.
func (s *Summary) flatten(ctx context.Context, p Params) error {
	if err := s.quicken(ctx, p); err != nil {
		return err
	}
	light := s.light()
	near := newSurround(light, p.DiameterPx, p.Workers)
	follow := newFollowing(s.H * s.W)
	shares := make([][]float32, len(s.sketch.bins))
	frames, rows := make([][]float32, p.Workers), make([][]float32, p.Workers)
	for i := range frames {
		frames[i], rows[i] = make([]float32, s.H*s.W), make([]float32, s.W)
	}
	for from := 0; from < len(s.sketch.bins); from += p.Workers {
		batch := s.sketch.bins[from:min(from+p.Workers, len(s.sketch.bins))]
		if err := each(ctx, len(batch), p.Workers, func(k, worker int) {
			img.Widen16(frames[k], batch[k])
			shares[from+k] = near.shares(frames[k], worker)
		}); err != nil {
			return err
		}
		// Rows by rows, so that sums over bins do not depend on the number of workers.
		if err := each(ctx, s.H, p.Workers, func(y, worker int) {
			for k := range batch {
				near.row(rows[worker], shares[from+k], y, worker)
				follow.add(y*s.W, frames[k][y*s.W:(y+1)*s.W], rows[worker])
			}
		}); err != nil {
			return err
		}
	}
	gain := follow.gains(light, s.Noise, float64(s.BinFrames))
	s.Still = follow.still(light)
	return each(ctx, s.H, p.Workers, func(y, worker int) {
		share, row, gain := rows[worker], frames[worker][:s.W], gain[y*s.W:(y+1)*s.W]
		for k, bin := range s.sketch.bins {
			near.row(share, shares[k], y, worker)
			s.sketch.get(row, k, y*s.W)
			for x, f := range share {
				row[x] -= float32(f * gain[x])
				if row[x] != row[x] {
					row[x] = 0
				}
			}
			img.Round16(bin[y*s.W:(y+1)*s.W], row)
		}
	})
}

// slowDecays is the time, in decays of the indicator, over which the mean of a pixel is
// taken from it: many transients, less than focus and laser take to drift.
const slowDecays = 10

// quicken takes from each pixel of the sketch its mean over slowDecays around each bin;
// at the ends, over the first or the last. What was not seen stays NaN.
func (s *Summary) quicken(ctx context.Context, p Params) error {
	bins := s.sketch.bins
	window := max(1, min(len(bins), int(math.Round(slowDecays*p.TauSec*p.RateHz/float64(s.BinFrames)))))
	type memory struct{ rows, sum, count, quick []float32 }
	work := make([]memory, p.Workers)
	for i := range work {
		work[i] = memory{make([]float32, len(bins)*s.W), make([]float32, s.W), make([]float32, s.W), make([]float32, s.W)}
	}
	return each(ctx, s.H, p.Workers, func(y, worker int) {
		m := work[worker]
		clear(m.sum)
		clear(m.count)
		count := func(k int, sign float32) {
			for x, v := range m.rows[k*s.W : (k+1)*s.W] {
				if v == v {
					m.sum[x] += sign * v
					m.count[x] += sign
				}
			}
		}
		for k := range bins {
			s.sketch.get(m.rows[k*s.W:(k+1)*s.W], k, y*s.W)
		}
		for k := range window {
			count(k, 1)
		}
		from := 0
		for k, bin := range bins {
			if k > from+window/2 && from+window < len(bins) {
				count(from, -1)
				count(from+window, 1)
				from++
			}
			for x, v := range m.rows[k*s.W : (k+1)*s.W] {
				m.quick[x] = v - m.sum[x]/m.count[x]
			}
			img.Round16(bin[y*s.W:(y+1)*s.W], m.quick)
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
