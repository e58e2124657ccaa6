package spine

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"respine/dendrite"
	"respine/img"
	"respine/scope"
)

// BenchmarkFollow traces, straightens, detects and decides one stack: the whole
// of 1024 x 1024 x 70 voxels, half and a quarter of it, the dendrites in it
// growing alike. The cost per voxel should not grow.
func BenchmarkFollow(b *testing.B) {
	ctx := context.Background()
	rng := rand.New(rand.NewPCG(1, 2))
	sc := scope.RandomScene(rng, scope.Params{
		FieldUm: dendrite.Point{X: 122.88, Y: 122.88, Z: 70}, Branches: 8, Days: []float64{0},
	})
	whole, err := scope.Render(ctx, sc, 0, scope.Preset(scope.MediumNoise), rng, 2)
	if err != nil {
		b.Fatal(err)
	}
	for _, part := range []struct{ h, w int }{{whole.H / 2, whole.W / 2}, {whole.H / 2, whole.W}, {whole.H, whole.W}} {
		s := crop(whole, part.h, part.w)
		b.Run(fmt.Sprintf("%dx%dx%d", s.W, s.H, s.D), func(b *testing.B) {
			var um float64
			for b.Loop() {
				t, err := NewTracker(Params{})
				if err != nil {
					b.Fatal(err)
				}
				if err := t.Add(ctx, "s0", 0, s); err != nil {
					b.Fatal(err)
				}
				r, err := t.Finish(ctx)
				if err != nil {
					b.Fatal(err)
				}
				um = r.judgeableUm(0)
			}
			b.ReportMetric(um, "um")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(s.Pix)), "ns/voxel")
		})
	}
}

// crop is the corner of a stack.
func crop(s img.Stack, h, w int) img.Stack {
	out := img.NewStack(s.D, h, w, s.Voxel)
	for z := range s.D {
		for y := range h {
			copy(out.Slice(z).Row(y), s.Slice(z).Row(y)[:w])
		}
	}
	return out
}
