package motion

import (
	"context"
	"fmt"
	"testing"

	"respine/scope"
)

// repeated gives the frames of a short movie over and over.
type repeated struct {
	kept
	n int
}

func (r repeated) Len() int { return r.n }
func (r repeated) Read(i int, dst []float32) error {
	return r.kept.Read(i%len(r.frames), dst)
}

// grey gives the same frames as numbers of 16 bits, as files have them.
type grey struct {
	repeated
	narrow [][]uint16
}

func (g grey) Narrow() bool { return true }
func (g grey) ReadUint16(i int, dst []uint16) error {
	copy(dst, g.narrow[i%len(g.narrow)])
	return nil
}

func narrowed(k kept, n int) grey {
	g := grey{repeated{k, n}, make([][]uint16, len(k.frames))}
	for i, f := range k.frames {
		g.narrow[i] = make([]uint16, len(f))
		for j, v := range f {
			g.narrow[i][j] = uint16(v)
		}
	}
	return g
}

// BenchmarkRegister measures a movie of 512 x 512 from memory, the reference
// included, and reports frames a second.
func BenchmarkRegister(b *testing.B) {
	const frames = 2000
	k := narrowed(render(scene(1, 512, 512, 100, scope.MovieMotion{}, scope.MovieDetector{})), frames)
	for _, piecewise := range []bool{false, true} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("piecewise=%v/workers=%d", piecewise, workers), func(b *testing.B) {
				before := cpuSeconds()
				for b.Loop() {
					if _, err := Register(context.Background(), k, Params{Piecewise: piecewise, Workers: workers}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(frames*float64(b.N)/b.Elapsed().Seconds(), "frames/s")
				if used := cpuSeconds() - before; used > 0 { // what others on the machine do not touch
					b.ReportMetric(frames*float64(b.N)/used, "frames/cpu-s")
				}
			})
		}
	}
}

// BenchmarkCorrected reads frames with their motion undone.
func BenchmarkCorrected(b *testing.B) {
	k := narrowed(render(scene(1, 512, 512, 20, scope.MovieMotion{}, scope.MovieDetector{})), 20)
	dst := make([]float32, k.h*k.w)
	for _, piecewise := range []bool{false, true} {
		r, err := Register(context.Background(), k, Params{Piecewise: piecewise})
		if err != nil {
			b.Fatal(err)
		}
		c := r.Correct(k)
		b.Run(fmt.Sprintf("piecewise=%v", piecewise), func(b *testing.B) {
			i := 0
			for b.Loop() {
				if err := c.Read(i%k.Len(), dst); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}
