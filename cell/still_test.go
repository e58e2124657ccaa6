package cell

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"respine/img"
)

// silent is a movie of neuropil of 100 that rises and falls by a tenth, beside a dark
// margin of four columns, around a body of radius 5 that is as bright and never changes.
type silent struct{}

func (silent) Size() (h, w int) { return 90, 100 }
func (silent) Len() int         { return 800 }
func (silent) Read(i int, dst []float32) error {
	rng := rand.New(rand.NewPCG(5, uint64(i)))
	neuropil := 100 + 10*float32(math.Sin(float64(i)/30))
	for j := range dst {
		dst[j] = 5 * float32(rng.NormFloat64())
		switch y, x := float64(j/100), float64(j%100); {
		case x < 4:
		case math.Hypot(y-45, x-50) <= 5:
			dst[j] += 100
		default:
			dst[j] += neuropil
		}
	}
	return nil
}

// TestASilentBodyStaysStill: it cannot be seen in the mean, and all its light is still;
// that of the neuropil follows, but for the share of its surround that is the body.
func TestASilentBodyStaysStill(t *testing.T) {
	s, err := Summarise(context.Background(), silent{}, Params{RateHz: 30})
	if err != nil {
		t.Fatal(err)
	}
	var body, around, mean []float32
	for j, v := range s.Still.Pix {
		switch d := math.Hypot(float64(j/100)-45, float64(j%100)-50); {
		case d <= 5:
			body, mean = append(body, v), append(mean, s.Mean.Pix[j])
		case d < 20:
			around = append(around, v)
		}
	}
	// Of noise: 5 over the root of 800 frames and of 0.005, the mean square of the
	// neuropil's share, is 2.5 a pixel, 0.3 a body. The body is 1.2 % of its surround.
	const tol = 2
	if b, a := img.Mean(body), img.Mean(around); math.Abs(b-100) > tol || math.Abs(a) > tol || math.Abs(img.Mean(mean)-100) > tol {
		t.Errorf("still light %.1f of the body, %.1f around; mean %.1f", b, a, img.Mean(mean))
	}
}
