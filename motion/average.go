package motion

import (
	"context"
	"math"
	"slices"

	"respine/img"
)

// average is the mean of frames, NaN where none shows anything.
type average struct{ sum, n []float32 }

// halves are the means of the first, third, ... and of the second, fourth, ... frame:
// what both show is not noise.
type halves [2]average

func newHalves(pixels int) (h halves) {
	for i := range h {
		h[i] = average{make([]float32, pixels), make([]float32, pixels)}
	}
	return h
}

// image is the mean of all frames.
func (h halves) image(rows, columns int) img.Image {
	m := img.NewImage(rows, columns)
	for k := range m.Pix {
		m.Pix[k] = (h[0].sum[k] + h[1].sum[k]) / (h[0].n[k] + h[1].n[k])
	}
	return m
}

// averageSample sets the reference to the mean of the sampled frames where they
// lie. Frames without a position are left out.
func (r *Result) averageSample(ctx context.Context, frames Frames, c crew, numbers []int, at []position) error {
	var places []position
	for i, frame := range numbers {
		if at[i].used {
			r.seen, places = append(r.seen, frame), append(places, at[i])
		}
	}
	r.before = newHalves(r.H * r.W)
	after, err := r.averageSeen(ctx, frames, c, func(dst []float32, k int, s *scratch) {
		s.f.k.add(r.before[k%2].sum, r.before[k%2].n, s.pix)
		shiftRigid(s.f.k.blend, dst, s.pix, r.H, r.W, places[k].y, places[k].x)
	})
	if err != nil {
		return err
	}
	r.Reference = after.image(r.H, r.W)
	r.setCrispness(after)
	return nil
}

// averageTiles sets the reference anew from the same frames with the shifts of their
// tiles undone.
func (r *Result) averageTiles(ctx context.Context, frames Frames, c crew) error {
	after, err := r.averageSeen(ctx, frames, c, func(dst []float32, k int, s *scratch) { r.warp(dst, s.pix, r.seen[k]) })
	if err != nil {
		return err
	}
	r.Reference = after.image(r.H, r.W)
	r.setCrispness(after)
	return nil
}

// averageSeen adds up the frames seen after undo has set dst to s.pix undone, for the
// k-th of them. Each half goes to one goroutine, in order.
func (r *Result) averageSeen(ctx context.Context, frames Frames, c crew, undo func(dst []float32, k int, s *scratch)) (halves, error) {
	after := newHalves(r.H * r.W)
	err := c.each(ctx, min(len(after), len(r.seen)), func(half int, s *scratch) error {
		moved := make([]float32, r.H*r.W)
		for k := half; k < len(r.seen); k += len(after) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := s.read(frames, r.seen[k], s.pix); err != nil {
				return err
			}
			undo(moved, k, s)
			s.f.k.add(after[half].sum, after[half].n, moved)
		}
		return nil
	})
	return after, err
}

// setCrispness compares the frames as recorded and as registered: the root of the
// mean product of the slopes of one half of them with those of the other, over the
// pixels that most frames show.
func (r *Result) setCrispness(after halves) {
	most := 0.5 * slices.Max(r.before[0].n)
	var b, a float64
	pixels := 0
	for y := 1; y+1 < r.H; y++ {
		for x := 1; x+1 < r.W; x++ {
			k := y*r.W + x
			was, is := r.before.slopes(k, r.W, most), after.slopes(k, r.W, most)
			if was == was && is == is {
				b, a = b+was, a+is
				pixels++
			}
		}
	}
	r.Crispness.Before, r.Crispness.After = root(b/float64(pixels)), root(a/float64(pixels))
}

// root is the square root, NaN where chance made a mean of products negative.
func root(v float64) float64 {
	if v > 0 {
		return math.Sqrt(v)
	}
	return math.NaN()
}

// slopes is the product of the gradients of both halves at pixel k, NaN where fewer
// than most frames show it or its neighbours.
func (h halves) slopes(k, w int, most float32) float64 {
	var product float64
	for _, d := range [2]int{w, 1} {
		var s [2]float64
		for i, a := range h {
			if a.n[k+d] < most || a.n[k-d] < most || a.n[k+d] == 0 || a.n[k-d] == 0 {
				return math.NaN()
			}
			s[i] = float64(a.sum[k+d]/a.n[k+d]-a.sum[k-d]/a.n[k-d]) / 2
		}
		product += s[0] * s[1]
	}
	return product
}
