package spine

import (
	"math"
	"math/rand/v2"
	"testing"

	"respine/dendrite"
)

// bump is a Gaussian spot on a drawn strip: its place, side and brightness, the
// shaft being 1.
type bump struct {
	Place
	sigma, amp float64
}

func head(side int, positionUm, lateralUm float64) bump {
	return bump{Place{Side: side, PositionUm: positionUm, LateralUm: lateralUm}, 0.3, 0.6}
}

// drawn is a straightened dendrite um micrometres long along x: a shaft of
// brightness 100 over a background of 10, with bumps, and noise of the given
// standard deviation.
func drawn(um, noise float64, bumps ...bump) dendrite.Strip {
	f := dendrite.NewFrame(dendrite.Branch{Points: []dendrite.Point{{X: 0, Y: 10, Z: 10}, {X: um, Y: 10, Z: 10}}}, dendrite.StepUm)
	t := dendrite.Strip{Frame: f, NS: f.Len(), NR: 91, Inside: make([]bool, f.Len())}
	t.Pix = make([]float32, dendrite.Planes*t.NS*t.NR)
	rng := rand.New(rand.NewPCG(1, 1))
	gauss := func(d, s float64) float64 { return math.Exp(-d * d / (2 * s * s)) }
	for k := range dendrite.Planes {
		z := float64(k-dendrite.Planes/2) * dendrite.DepthUm
		for i := range t.NS {
			t.Inside[i] = true
			for j := range t.NR {
				r := t.OffsetUm(j)
				v := gauss(r, 0.35) * gauss(z, 1.2)
				for _, b := range bumps {
					d := math.Hypot(float64(i)*dendrite.StepUm-b.PositionUm, r-float64(b.Side)*b.LateralUm)
					v = math.Max(v, b.amp*gauss(d, b.sigma)*gauss(z-b.DepthUm, 1.2))
				}
				t.Pix[(k*t.NS+i)*t.NR+j] = float32(10 + 100*v + noise*rng.NormFloat64())
			}
		}
	}
	return t
}

// mirrored is a strip with its sides exchanged.
func mirrored(t dendrite.Strip) dendrite.Strip {
	m := t
	m.Pix = make([]float32, len(t.Pix))
	for row := range len(t.Pix) / t.NR {
		for j := range t.NR {
			m.Pix[row*t.NR+j] = t.Pix[row*t.NR+t.NR-1-j]
		}
	}
	return m
}

func standard(t testing.TB) Classifier {
	t.Helper()
	c, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func about(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %.6g, want %.6g within %g", what, got, want, tolerance)
	}
}
