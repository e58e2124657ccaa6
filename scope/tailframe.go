package scope

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"golang.org/x/sync/errgroup"

	"respine/random"
	"respine/video"
)

// Frame draws frame i into dst, Width*Height grey values row by row. It depends
// on i alone and may be called from several goroutines.
func (t *TailTest) Frame(dst []uint8, i int) {
	v := t.video
	if i < 0 || i >= t.frames || len(dst) != v.Width*v.Height {
		panic(fmt.Sprintf("scope: frame %d of %d into %d pixels", i, t.frames, len(dst)))
	}
	room := t.spare.Get().(*[]float32)
	defer t.spare.Put(room)
	pix := *room
	copy(pix, t.scene.wall)
	for k, a := range v.Animals {
		p := t.poses[k][i]
		if p.state == TailAbsent {
			continue
		}
		c := canvas{pix: pix, width: v.Width, height: v.Height}
		c.left, c.right = t.lanes[k].inside(len(v.Animals) == 1)
		c.paint(t.lanes[k].figure(a, p), t.furs[k])
	}
	v.Camera.develop(dst, pix, t.scene.light, v.Width, float64(i)/v.RateHz, t.key.At(uint64(len(v.Animals)), 1+uint64(i)), t.key.At(uint64(len(v.Animals)), 0))
}

// midGrey is where NoiseSD is the noise. Its variance rises with the light, as
// that of photons, from a third at black.
const midGrey = 128

// develop turns reflectance into grey values: times vignette and lamps, plus
// noise, rounded and clipped.
func (c TailCamera) develop(dst []uint8, pix, light []float32, width int, sec float64, frame, lamps random.Key) {
	rng := rand.New(rand.NewPCG(frame.Uint64(0), frame.Uint64(1)))
	rows := len(dst) / width
	for y := range rows {
		lamp := c.brightness(sec, y, rows, lamps)
		for i := y * width; i < (y+1)*width; i++ {
			grey := lamp * float64(pix[i]) * float64(light[i])
			if c.NoiseSD > 0 {
				grey += c.NoiseSD * math.Sqrt(1./3+2./3*max(0, grey)/midGrey) * rng.NormFloat64()
			}
			dst[i] = uint8(max(0, min(grey+0.5, 255))) // rounded
		}
	}
}

// Write films the test: frames are drawn and encoded on at most workers
// goroutines and appended in order, so that the file does not depend on them. No
// more than twice as many frames as workers are held. w is left open.
func (t *TailTest) Write(ctx context.Context, w video.Writer, workers int) error {
	return inOrder(ctx, t.frames, workers, func(i int, b *filmBuffer) error {
		if b.pix == nil {
			b.pix = make([]uint8, t.video.Width*t.video.Height)
		}
		t.Frame(b.pix, i)
		var err error
		b.coded, err = w.Encode(b.coded[:0], b.pix)
		return err
	}, func(b *filmBuffer) error { return w.Append(b.coded) })
}

// filmBuffer is the memory of a frame under way.
type filmBuffer struct{ pix, coded []uint8 }

// inOrder makes n things on several goroutines and uses them one after another,
// in order, with 2*workers of them at most under way.
func inOrder(ctx context.Context, n, workers int, produce func(i int, b *filmBuffer) error, use func(b *filmBuffer) error) error {
	workers = max(1, workers)
	spare := make(chan *filmBuffer, 2*workers)
	for range cap(spare) {
		spare <- &filmBuffer{}
	}
	done := make(chan underWay, 2*workers) // in order
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers + 2)
	g.Go(func() error {
		defer close(done)
		for i := range n {
			var b *filmBuffer
			select {
			case b = <-spare:
			case <-ctx.Done():
				return ctx.Err()
			}
			made := underWay{b, make(chan error, 1)}
			done <- made // never blocks: as roomy as there are buffers
			g.Go(func() error {
				made.ready <- produce(i, b)
				return nil
			})
		}
		return nil
	})
	g.Go(func() error {
		for made := range done {
			if err := <-made.ready; err != nil {
				return err
			}
			if err := use(made.buffer); err != nil {
				return err
			}
			spare <- made.buffer
		}
		return ctx.Err()
	})
	return g.Wait()
}

// underWay is a frame somebody works on; ready says how that went.
type underWay struct {
	buffer *filmBuffer
	ready  chan error
}
