package cell

import (
	"context"
	"fmt"
	"math"

	"respine/img"
)

// Summary is what is kept of a movie to find cells in: images, and a sketch of the
// movie in bins of time. Its size does not depend on the number of frames.
type Summary struct {
	H, W, Frames int
	BinFrames    int // mean number of frames in a bin of the sketch
	// Mean is the mean of each pixel over the frames in which it was seen, NaN
	// if in none.
	Mean img.Image
	// Max is the largest bin of the sketch: what a cell looked like when it was
	// brightest, with the noise of single frames averaged out.
	Max img.Image
	// Correlation is the mean correlation of a pixel with its eight neighbours over
	// the sketch, with slow and widespread changes taken out.
	Correlation img.Image
	// Still is the light above the darkest of the field that does not come and go
	// with the neuropil around, as bodies that keep it out and fibres do; it is as
	// noisy as the neuropil is steady.
	Still  img.Image
	Noise  img.Image // standard deviation of one frame from the next, over the root of 2
	Seen   img.Image // share of the frames in which a pixel was seen
	sketch sketch
}

// Images returns a summary without its sketch, which is most of its memory. No cells
// are found in it.
func (s Summary) Images() Summary {
	s.sketch = sketch{}
	return s
}

// Bins of the sketch.
const (
	shortestBinSec = 0.25 // indicators rise in about that time
	fewestBins     = 16
	// mostBins bounds the memory of a tile, which does not shrink with the field:
	// without it a long movie of a small field needs more than one of a large field.
	mostBins = 1024
)

// binsFor returns how many bins a movie is sketched in.
func (p Params) binsFor(h, w, frames int) int {
	most := min(mostBins, max(fewestBins, p.SketchBytes/max(1, 2*h*w)))
	perBin := max(1, int(math.Round(shortestBinSec*p.RateHz)))
	return max(1, min(most, frames/perBin))
}

// Summarise reads a movie once. It returns the error of the movie, with the number
// of the frame.
func Summarise(ctx context.Context, m Movie, p Params) (Summary, error) {
	p = p.orDefaults()
	h, w := m.Size()
	if h < 1 || w < 1 || m.Len() < 1 {
		return Summary{}, fmt.Errorf("a movie of %d frames of %d x %d pixels\nhint: is the recording complete?", m.Len(), h, w)
	}
	n := p.binsFor(h, w, m.Len())
	t := newTotals(h, w, n)
	readers := make([]*binReader, p.Workers)
	for i := range readers {
		readers[i] = newBinReader(h * w)
	}
	for from := 0; from < n; from += p.Workers {
		batch := readers[:min(p.Workers, n-from)]
		if err := each(ctx, len(batch), p.Workers, func(i, _ int) {
			k := from + i
			batch[i].err = batch[i].read(m, k*m.Len()/n, (k+1)*m.Len()/n)
		}); err != nil {
			return Summary{}, err
		}
		for i, b := range batch {
			if b.err != nil {
				return Summary{}, b.err
			}
			t.add(ctx, from+i, b, p.Workers)
		}
	}
	return t.summary(ctx, m.Len(), p)
}

// binReader adds up the frames of one bin.
type binReader struct {
	frame, first []float32
	sum, count   []float32
	step         []float32 // |second frame - first|, NaN where not seen in both
	err          error
}

func newBinReader(n int) *binReader {
	b := &binReader{}
	for _, s := range []*[]float32{&b.frame, &b.first, &b.sum, &b.count, &b.step} {
		*s = make([]float32, n)
	}
	return b
}

func (b *binReader) read(m Movie, from, to int) error {
	clear(b.sum)
	clear(b.count)
	for i := range b.step {
		b.step[i] = nan
	}
	for t := from; t < to; t++ {
		if err := m.Read(t, b.frame); err != nil {
			return fmt.Errorf("frame %d: %w", t, err)
		}
		img.AddFinite(b.sum, b.count, b.frame)
		switch t - from {
		case 0:
			b.first, b.frame = b.frame, b.first
		case 1:
			for i, v := range b.frame {
				b.step[i] = float32(math.Abs(float64(v - b.first[i])))
			}
		}
	}
	return nil
}

var nan = float32(math.NaN())

// totals are the sums over the bins read so far.
type totals struct {
	h, w        int
	sum, count  []float64
	step, steps []float64
	max         []float32
	sketch      sketch
}

func newTotals(h, w, bins int) *totals {
	t := &totals{h: h, w: w, max: make([]float32, h*w), sketch: newSketch(h*w, bins)}
	for i := range t.max {
		t.max[i] = nan
	}
	for _, s := range []*[]float64{&t.sum, &t.count, &t.step, &t.steps} {
		*s = make([]float64, h*w)
	}
	return t
}

// add takes bin k. Bins come in order.
func (t *totals) add(ctx context.Context, k int, b *binReader, workers int) {
	each(ctx, t.h, workers, func(y, _ int) {
		from, to := y*t.w, (y+1)*t.w
		n := to - from
		sums, counts, steps := b.sum[from:to][:n], b.count[from:to][:n], b.step[from:to][:n]
		most, sum, count := t.max[from:to][:n], t.sum[from:to][:n], t.count[from:to][:n]
		for i := range n {
			mean := sums[i] / counts[i] // NaN if not seen
			t.sketch.put(k, from+i, mean)
			if !(mean <= most[i]) && mean == mean {
				most[i] = mean
			}
			sum[i] += float64(sums[i])
			count[i] += float64(counts[i])
		}
		step, seen := t.step[from:to][:n], t.steps[from:to][:n]
		for i, v := range steps {
			if v-v == 0 {
				step[i] += float64(v)
				seen[i]++
			}
		}
	})
}

// summary ends the reading.
func (t *totals) summary(ctx context.Context, frames int, p Params) (Summary, error) {
	s := Summary{H: t.h, W: t.w, Frames: frames, BinFrames: max(1, frames/len(t.sketch.bins)), sketch: t.sketch}
	s.Mean, s.Noise, s.Seen = img.NewImage(t.h, t.w), img.NewImage(t.h, t.w), img.NewImage(t.h, t.w)
	s.Max = img.Image{H: t.h, W: t.w, Pix: t.max}
	// The mean of |a-b| of normal values is 2/sqrt(pi) standard deviations.
	perStep := math.Sqrt(math.Pi) / 2
	for i := range s.Mean.Pix {
		s.Mean.Pix[i] = float32(t.sum[i] / t.count[i])
		s.Noise.Pix[i] = float32(perStep * t.step[i] / t.steps[i])
		s.Seen.Pix[i] = float32(t.count[i] / float64(frames))
	}
	if err := s.flatten(ctx, p); err != nil {
		return Summary{}, err
	}
	var err error
	s.Correlation, err = s.correlation(ctx, p.Workers)
	return s, err
}
