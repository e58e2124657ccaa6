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
	t := newTotals(h, w, n, p.Workers)
	readers := make([]*binReader, min(n, binsPerWorker*p.Workers))
	for i := range readers {
		readers[i] = newBinReader(h * w)
	}
	for from := 0; from < n; from += len(readers) {
		batch := readers[:min(len(readers), n-from)]
		if err := each(ctx, len(batch), p.Workers, func(i, _ int) {
			k := from + i
			batch[i].err = batch[i].read(m, k*m.Len()/n, (k+1)*m.Len()/n)
		}); err != nil {
			return Summary{}, err
		}
		for _, b := range batch {
			if b.err != nil {
				return Summary{}, b.err
			}
		}
		if err := t.add(ctx, from, batch); err != nil {
			return Summary{}, err
		}
	}
	return t.summary(ctx, m.Len(), p)
}

// binsPerWorker is how many bins each worker reads before they are added to the totals,
// which are larger than the cache: the more at a time, the less often they pass
// through it and the less workers wait for each other.
const binsPerWorker = 2

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
	max         []float32 // -Inf where nothing was seen
	sketch      sketch
	rows        [][]float32 // scratch memory by worker
}

func newTotals(h, w, bins, workers int) *totals {
	t := &totals{h: h, w: w, max: make([]float32, h*w), sketch: newSketch(h*w, bins), rows: make([][]float32, workers)}
	for i := range t.max {
		t.max[i] = float32(math.Inf(-1))
	}
	for _, s := range []*[]float64{&t.sum, &t.count, &t.step, &t.steps} {
		*s = make([]float64, h*w)
	}
	for i := range t.rows {
		t.rows[i] = make([]float32, w)
	}
	return t
}

// add takes bins from k on. Bins come in order.
func (t *totals) add(ctx context.Context, k int, batch []*binReader) error {
	return each(ctx, t.h, len(t.rows), func(y, worker int) {
		from, to, mean := y*t.w, (y+1)*t.w, t.rows[worker]
		for i, b := range batch {
			img.Quotient(mean, b.sum[from:to], b.count[from:to]) // NaN if not seen
			img.MaxInto(t.max[from:to], mean)
			t.sketch.put(k+i, from, mean)
			img.AddWide(t.sum[from:to], b.sum[from:to])
			img.AddWide(t.count[from:to], b.count[from:to])
			img.AddFiniteWide(t.step[from:to], t.steps[from:to], b.step[from:to])
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
		if t.count[i] == 0 {
			s.Max.Pix[i] = nan
		}
	}
	if err := s.flatten(ctx, p); err != nil {
		return Summary{}, err
	}
	var err error
	s.Correlation, err = s.correlation(ctx, p.Workers)
	return s, err
}
