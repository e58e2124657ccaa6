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
			for i, b := range batch[k] {
				frames[k][i] = whole(b)
			}
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
		share := rows[worker]
		for k, bin := range s.sketch.bins {
			near.row(share, shares[k], y, worker)
			for x, f := range share {
				i := y*s.W + x
				v := whole(bin[i]) - f*gain[i]
				if v != v {
					v = 0
				}
				bin[i] = half(v)
			}
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
	type memory struct{ rows, sum, count []float32 }
	work := make([]memory, p.Workers)
	for i := range work {
		work[i] = memory{make([]float32, len(bins)*s.W), make([]float32, s.W), make([]float32, s.W)}
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
		for k, bin := range bins {
			for x, b := range bin[y*s.W : (y+1)*s.W] {
				m.rows[k*s.W+x] = whole(b)
			}
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
				bin[y*s.W+x] = half(v - m.sum[x]/m.count[x])
			}
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
