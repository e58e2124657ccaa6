package cell

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"respine/img"
)

// TestAFlashDoesNotMoveItsSurround: where all light changes by a tenth of itself and
// one body by as much again as it is bright, the share is a tenth everywhere.
func TestAFlashDoesNotMoveItsSurround(t *testing.T) {
	light := img.NewImage(83, 91)
	changes := make([]float32, len(light.Pix))
	for i := range light.Pix {
		light.Pix[i] = float32(50 + i%7)
		changes[i] = light.Pix[i] / 10
		if math.Hypot(float64(i/91)-40, float64(i%91)-45) <= 5 {
			changes[i] += light.Pix[i]
		}
	}
	s := newSurround(light, 10, 1)
	nodes, row := s.shares(changes, 0), make([]float32, 91)
	const rounding = 1e-6
	for y := range 83 {
		s.row(row, nodes, y, 0)
		for x, v := range row {
			if math.Abs(float64(v)-0.1) > rounding {
				t.Fatalf("share %v at (%d, %d)", v, y, x)
			}
		}
	}
}

// drifting is a movie of tissue as uneven as bodies are wide that goes slowly out of
// focus and another comes in, with noise of 2 % and no cell.
type drifting struct{ a, b img.Image }

func newDrifting() drifting {
	rng := rand.New(rand.NewPCG(6, 0))
	m := drifting{img.NewImage(96, 96), img.NewImage(96, 96)}
	for _, im := range []img.Image{m.a, m.b} {
		for i := range im.Pix {
			im.Pix[i] = float32(rng.NormFloat64())
		}
		img.Gaussian(im, im, 2.5, 2.5)
		for i := range im.Pix {
			im.Pix[i] = 100 + 150*im.Pix[i]
		}
	}
	return m
}
func (drifting) Size() (h, w int) { return 96, 96 }
func (drifting) Len() int         { return 900 }
func (m drifting) Read(i int, dst []float32) error {
	rng := rand.New(rand.NewPCG(7, uint64(i)))
	f := float32(0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/3000)) // a turn in 300 s
	for j := range dst {
		dst[j] = m.a.Pix[j] + f*(m.b.Pix[j]-m.a.Pix[j]) + 2*float32(rng.NormFloat64())
	}
	return nil
}

// TestDriftOfFocusIsTakenOff: what fades slowly leaves noise alone in the sketch; the
// fading is twenty times the noise of a bin.
func TestDriftOfFocusIsTakenOff(t *testing.T) {
	s, err := Summarise(context.Background(), newDrifting(), Params{RateHz: 10})
	if err != nil {
		t.Fatal(err)
	}
	var squares float64
	n := 0
	left := make([]float32, s.H*s.W)
	for k := len(s.sketch.bins) / 4; k < 3*len(s.sketch.bins)/4; k++ {
		s.sketch.get(left, k, 0)
		squares += img.SumSquares(left)
		n += len(left)
	}
	// A twelfth of the noise goes with the mean; the bend of a slow wave may stay.
	const tol = 0.2
	want := 2 / math.Sqrt(float64(s.BinFrames))
	if got := math.Sqrt(squares / float64(n)); math.Abs(got/want-1) > tol {
		t.Errorf("%.2f is left, of noise of %.2f", got, want)
	}
}
