package img

import (
	"math"
	"testing"
)

func TestGaussianDerivativeIsThatOfScipy(t *testing.T) {
	src := oracleImage(t)
	eachOracle(t, "derivative", func(t *testing.T, order, want []float64) {
		dst := NewImage(src.H, src.W)
		GaussianDerivative(dst, src, 1.4, 1.4, int(order[0]), int(order[1]))
		wantNear(t, dst.Pix, want, floatTolerance)
	})
}

// TestHessianOfAGaussianLine has a closed form: a line of width s along y
// smoothed by t has width sqrt(s^2+t^2) = u, so across its middle the second
// derivative is -s/u * 1/u^2 and along it 0.
func TestHessianOfAGaussianLine(t *testing.T) {
	const s, smooth, tolerance = 2.0, 1.5, 2e-4 // the cut of the kernels at 4 sigma
	m := NewImage(41, 41)
	for y := range m.H {
		for x := range m.W {
			d := float64(x - 20)
			m.Row(y)[x] = float32(math.Exp(-d * d / (2 * s * s)))
		}
	}
	yy, xy, xx := Hessian2D(m, smooth)
	u := math.Hypot(s, smooth)
	for _, c := range []struct {
		name string
		got  float32
		want float64
	}{{"xx", xx.At(20, 20), -s / (u * u * u)}, {"yy", yy.At(20, 20), 0}, {"xy", xy.At(20, 20), 0}} {
		if math.Abs(float64(c.got)-c.want) > tolerance {
			t.Errorf("%s is %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestHessianIsTheThreeSecondDerivatives(t *testing.T) {
	oracle := readOracle(t)
	yy, xy, xx := Hessian2D(oracleImage(t), 1.4)
	wantNear(t, yy.Pix, oracle["derivative 2 0"], floatTolerance)
	wantNear(t, xy.Pix, oracle["derivative 1 1"], floatTolerance)
	wantNear(t, xx.Pix, oracle["derivative 0 2"], floatTolerance)
}
