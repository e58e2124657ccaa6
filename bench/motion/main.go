// Command motion registers a simulated movie whose motion is known and prints frames
// a second, memory and error. It renders the movie first, if it is not there:
//
//	go run ./bench/motion --movie m.tif --frames 2000
//	go run ./bench/motion --movie m.tif --frames 2000 --piecewise
//	go run ./bench/motion --movie m.tif --frames 2000 --write-only
//
// --times N measures the movie as if its files came N times in a row, for the
// memory of long movies.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"respine/motion"
	"respine/recording"
	"respine/scope"
)

func main() {
	var o options
	flag.StringVar(&o.movie, "movie", "", "the movie; rendered if it is not there")
	flag.IntVar(&o.frames, "frames", 2000, "frames rendered")
	flag.IntVar(&o.size, "size", 512, "rows and columns")
	flag.IntVar(&o.times, "times", 1, "how often the movie comes in a row")
	flag.BoolVar(&o.piecewise, "piecewise", false, "measure tiles")
	flag.BoolVar(&o.writeOnly, "write-only", false, "only render the movie")
	flag.Parse()
	if err := o.run(); err != nil {
		fmt.Fprintln(os.Stderr, "motion:", err)
		os.Exit(1)
	}
}

type options struct {
	movie               string
	frames, size, times int
	piecewise           bool
	writeOnly           bool
}

func (o options) run() error {
	truth := scope.RandomMovie(rand.New(rand.NewPCG(1, 1)), scope.MovieParams{Width: o.size, Height: o.size, Frames: o.frames})
	if _, err := os.Stat(o.movie); errors.Is(err, fs.ErrNotExist) {
		if err := truth.WriteTIFF(context.Background(), o.movie, 2); err != nil {
			return err
		}
	}
	if o.writeOnly {
		return nil
	}
	start := time.Now()
	m, err := recording.OpenMovie(slices.Repeat([]string{o.movie}, o.times)...)
	if err != nil {
		return err
	}
	defer m.Close()
	opened := time.Since(start)
	r, err := motion.Register(context.Background(), m, motion.Params{Piecewise: o.piecewise})
	if err != nil {
		return err
	}
	took := time.Since(start)
	fmt.Printf("%d frames of %d x %d: opened in %.2f s, %.1f s in all, %.0f frames/s; %d good\n",
		m.Len(), o.size, o.size, opened.Seconds(), took.Seconds(), float64(m.Len())/took.Seconds(), r.Used())
	fmt.Printf("error %.3f px RMS rigid, %.3f px in blocks\n", o.rigidError(truth, r), o.blockError(truth, r))
	return nil
}

// rigidError is the root mean square error of whole frames along each axis, less
// the mean.
func (o options) rigidError(truth scope.Movie, r *motion.Result) float64 {
	var e moments
	for i := range o.frames {
		s := truth.Shift(i)
		e.add(float64(r.Shifts[i].Y)-s.Y, float64(r.Shifts[i].X)-s.X)
	}
	return e.rms()
}

// blockError is that of the displacement in 6 x 6 blocks, less the mean of each
// block: the reference is bent as the field is on average.
func (o options) blockError(truth scope.Movie, r *motion.Result) float64 {
	const blocks = 6
	var square float64
	for b := range blocks * blocks {
		y := (float64(b/blocks) + 0.5) * float64(o.size) / blocks
		x := (float64(b%blocks) + 0.5) * float64(o.size) / blocks
		var e moments
		for i := range o.frames {
			ty, tx := truth.Displacement(i, y, x)
			my, mx := r.Displacement(i, y, x)
			e.add(my-ty, mx-tx)
		}
		square += e.rms() * e.rms() / (blocks * blocks)
	}
	return math.Sqrt(square)
}

type moments struct{ n, y, x, square float64 }

func (m *moments) add(y, x float64) {
	m.n, m.y, m.x, m.square = m.n+1, m.y+y, m.x+x, m.square+y*y+x*x
}

func (m *moments) rms() float64 {
	return math.Sqrt(max(0, m.square/m.n-(m.y*m.y+m.x*m.x)/(m.n*m.n)) / 2)
}
