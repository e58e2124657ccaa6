package motion

import (
	"context"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"respine/scope"
)

// kept is a movie in memory.
type kept struct {
	h, w   int
	frames [][]float32
}

func (k kept) Size() (h, w int) { return k.h, k.w }
func (k kept) Len() int         { return len(k.frames) }
func (k kept) Read(i int, dst []float32) error {
	copy(dst, k.frames[i])
	return nil
}

// with returns the movie with other frames at some places.
func (k kept) with(change func(frames [][]float32)) kept {
	frames := append([][]float32(nil), k.frames...)
	change(frames)
	return kept{k.h, k.w, frames}
}

// render keeps a simulated movie in memory.
func render(m scope.Movie) kept {
	k := kept{h: m.Height, w: m.Width, frames: make([][]float32, m.Frames)}
	var group sync.WaitGroup
	for worker := range 2 {
		group.Go(func() {
			grey := make([]uint16, k.h*k.w)
			for t := worker; t < m.Frames; t += 2 {
				m.Frame(grey, t)
				k.frames[t] = make([]float32, len(grey))
				for i, v := range grey {
					k.frames[t][i] = float32(v)
				}
			}
		})
	}
	group.Wait()
	return k
}

func scene(seed uint64, h, w, frames int, motion scope.MovieMotion, d scope.MovieDetector) scope.Movie {
	return scope.RandomMovie(rand.New(rand.NewPCG(seed, 7)), scope.MovieParams{
		Width: w, Height: h, Frames: frames, Motion: motion, Detector: d})
}

func register(t testing.TB, m Frames, p Params) *Result {
	t.Helper()
	r, err := Register(context.Background(), m, p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rms is the root of the mean squared error along both axes after removing the mean
// error, in pixels, and the largest error.
func rms(y, x []float64) (root, worst float64) {
	my, mx := mean(y), mean(x)
	var sum float64
	for i := range y {
		e := (y[i]-my)*(y[i]-my) + (x[i]-mx)*(x[i]-mx)
		sum += e
		worst = max(worst, math.Sqrt(e))
	}
	return math.Sqrt(sum / float64(2*len(y))), worst
}

func mean(v []float64) float64 {
	var sum float64
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}
