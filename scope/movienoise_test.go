package scope

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"respine/random"
)

func TestPhotonCountsArePoisson(t *testing.T) {
	n := newMovieNoise(MovieDetector{}.orDefaults())
	const draws = 200000
	for _, mean := range []float64{0.02, 0.7, 5, 10, 10.001, 15, 40} {
		stream, counts := rowStream(random.New(9), 0), make([]float64, 120)
		for range draws {
			counts[n.photonCount(&stream, mean, stream.Uint64()>>32)]++
		}
		var square, classes float64
		law := distuv.Poisson{Lambda: mean}
		for k, seen := range counts {
			if want := draws * law.Prob(float64(k)); want > 5 {
				square += (seen - want) * (seen - want) / want
				classes++
			}
		}
		// Chi-square of that many classes: mean classes-1, variance twice that.
		if square > classes-1+5*math.Sqrt(2*classes) {
			t.Errorf("mean %v: chi-square %v of %v classes", mean, square, classes)
		}
	}
}

// The second source is the law of the detector: variance Gain^2 (1+s^2) photons +
// ReadNoise^2 + 1/12.
func TestGreyValuesFollowTheGainLaw(t *testing.T) {
	const draws = 300000
	for _, spread := range []float64{0, 0.5, 1} {
		d := MovieDetector{Gain: 50, Offset: 150, ReadNoise: 10, PulseSpread: spread, BitDepth: 16}
		n := newMovieNoise(d)
		for _, mean := range []float64{0, 0.5, 3, 20} {
			row, grey := make([]float32, 1000), make([]uint16, 1000)
			for i := range row {
				row[i] = float32(mean)
			}
			var sum, square float64
			for y := range draws / 1000 {
				n.expose(grey, row, rowStream(random.New(1), y))
				for _, v := range grey {
					sum += float64(v)
					square += float64(v) * float64(v)
				}
			}
			got := sum / draws
			variance := square/draws - got*got
			want := 50*50*(1+spread*spread)*mean + 100 + 1.0/12
			near(t, "mean grey value", got, 150+50*mean, 4*math.Sqrt(want/draws)+0.002*50*mean)
			// A variance has a relative error of sqrt(2/draws), and more for
			// skewed counts; Wilson and Hilferty add 0.4 %.
			near(t, "variance over that of the law", variance/want, 1, 0.025)
		}
	}
}

func TestFramesFollowTheGainLaw(t *testing.T) {
	p := smallMovie()
	p.Detector = MovieDetector{CellPhotons: 8}
	p.Frames = 40
	m := RandomMovie(newRand(4), p)
	d := m.Detector
	mean, grey := make([]float32, m.Width*m.Height), make([]uint16, m.Width*m.Height)
	var bins [8]struct{ n, photons, error, square float64 }
	for f := range m.Frames {
		m.Expected(mean, f)
		m.Frame(grey, f)
		for i, v := range mean {
			e := float64(grey[i]) - d.Offset - d.Gain*float64(v)
			b := &bins[min(len(bins)-1, int(v))]
			b.n, b.photons, b.error, b.square = b.n+1, b.photons+float64(v), b.error+e, b.square+e*e
		}
	}
	for i, b := range bins {
		if b.n < 3000 {
			continue
		}
		want := d.Gain*d.Gain*(1+d.PulseSpread*d.PulseSpread)*b.photons/b.n + d.ReadNoise*d.ReadNoise + 1.0/12
		near(t, "mean error", b.error/b.n, 0, 4.5*math.Sqrt(want/b.n)+0.002*d.Gain*b.photons/b.n)
		near(t, "variance over that of the law", b.square/b.n/want, 1, 0.02+6/math.Sqrt(b.n))
		if i == 0 && b.photons == 0 {
			t.Error("no light")
		}
	}
}

func TestGreyValuesAreCutAtTheBitDepth(t *testing.T) {
	n := newMovieNoise(MovieDetector{Gain: 100, Offset: 20, ReadNoise: 100, BitDepth: 12})
	dst := make([]uint16, 64)
	row := make([]float32, 64)
	n.expose(dst, row, rowStream(random.New(1), 0))
	low := 0
	for i := range dst {
		if dst[i] == 0 {
			low++
		}
		row[i] = 500
	}
	if low == 0 {
		t.Error("read noise never went below 0")
	}
	n.expose(dst, row, rowStream(random.New(1), 0))
	for _, v := range dst {
		if v != 4095 {
			t.Fatalf("500 photons of 100 grey values give %d", v)
		}
	}
}

func TestRowsHaveTheirOwnNoise(t *testing.T) {
	n := newMovieNoise(MovieDetector{}.orDefaults())
	row := make([]float32, 90)
	for i := range row {
		row[i] = float32(i) / 3
	}
	expose := func(frame uint64, y int) []uint16 {
		dst := make([]uint16, len(row))
		n.expose(dst, row, rowStream(random.New(5).At(frame), y))
		return dst
	}
	if !slices.Equal(expose(3, 7), expose(3, 7)) {
		t.Error("the same row of the same frame differs")
	}
	if slices.Equal(expose(3, 7), expose(3, 8)) || slices.Equal(expose(3, 7), expose(4, 7)) {
		t.Error("rows or frames share their noise")
	}
}
