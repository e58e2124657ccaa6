package dendrite

import (
	"math"
	"slices"
	"testing"

	"respine/img"
)

// ridge is the tubeness, at one width in pixels, of a slice whose brightness is
// f of the place in pixels from its middle.
func ridge(sigma float64, f func(y, x float64) float64) img.Image {
	const n = 81
	s := img.NewStack(1, n, n, img.Voxel{Z: 1, Y: 1, X: 1})
	for i := range s.Pix {
		s.Pix[i] = float32(f(float64(i/n-n/2), float64(i%n-n/2)))
	}
	return img.Image{H: n, W: n, Pix: tubeness(s, []float64{sigma}, 1)}
}

func gauss(d, s float64) float64 { return math.Exp(-d * d / (2 * s * s)) }

// A Gaussian line of width w, smoothed by sigma, has peak w/s and width
// s = sqrt(w^2+sigma^2); its second difference at the top is
// 2 w/s (1-exp(-1/2s^2)), and the response sigma^2 times that.
func TestResponseOfALine(t *testing.T) {
	for _, c := range []struct{ w, sigma float64 }{{2, 2}, {1.5, 3}, {4, 2.5}} {
		s := math.Hypot(c.w, c.sigma)
		want := 100 * c.sigma * c.sigma * 2 * c.w / s * (1 - math.Exp(-1/(2*s*s)))
		across := ridge(c.sigma, func(y, x float64) float64 { return 100 * gauss(y, c.w) })
		down := ridge(c.sigma, func(y, x float64) float64 { return 100 * gauss(x, c.w) })
		oblique := ridge(c.sigma, func(y, x float64) float64 { return 100 * gauss(0.6*y-0.8*x, c.w) })
		// the smoothing kernel ends at four standard deviations
		near(t, "line across", float64(across.At(40, 40)), want, 0.005*want)
		near(t, "line down", float64(down.At(40, 40)), want, 0.005*want)
		near(t, "oblique line", float64(oblique.At(40, 40)), want, 0.06*want) // of a square grid
	}
}

// With u = r^2/s^2 the eigenvalues around a blob of amplitude a and blurred
// width s are -a exp(-u/2)/s^2 and (u-1) times that size: the spread grows as
// u until u = 1, the trace falls from there, so no pixel exceeds exp(-1/2) a
// sigma^2/s^2. A blob's a is (w/s)^2 where a line's is w/s.
func TestResponseOfABlobIsMuchLess(t *testing.T) {
	const w, sigma = 3.0, 3.0
	s := math.Hypot(w, sigma)
	m := ridge(sigma, func(y, x float64) float64 { return 100 * gauss(math.Hypot(y, x), w) })
	want := 100 * math.Exp(-0.5) * (w / s) * (w / s) * sigma * sigma / (s * s)
	near(t, "largest around a blob", float64(slices.Max(m.Pix)), want, 0.05*want) // of a square grid
	near(t, "at its middle", float64(m.At(40, 40)), 0, 1e-3)
}

// A step smoothed by sigma has its greatest curvature sigma from the edge:
// exp(-1/2)/sqrt(2 pi), 0.24 of the step. A line of the best width gives 0.38.
func TestResponseOfAnEdge(t *testing.T) {
	m := ridge(3, func(y, x float64) float64 {
		if x > 0 {
			return 100
		}
		return 0
	})
	near(t, "largest along an edge", float64(slices.Max(m.Pix)), 100*math.Exp(-0.5)/math.Sqrt(2*math.Pi), 1)
}

func TestNoResponseToPlainsSlopesAndDarkLines(t *testing.T) {
	for name, f := range map[string]func(y, x float64) float64{
		"plain": func(y, x float64) float64 { return 7 },
		"dark":  func(y, x float64) float64 { return 100 - 90*gauss(y, 2) },
	} {
		m := ridge(2, f)
		near(t, name, float64(m.At(40, 40)), 0, 1e-3)
	}
	slope := ridge(2, func(y, x float64) float64 { return 500 + 2*y + x })
	near(t, "slope", float64(slope.At(40, 40)), 0, 1e-2) // rounding of float32
}

func TestResponseDoesNotDependOnWorkers(t *testing.T) {
	s := noisy(draw(field(12), line(Point{1, 1, 3}, Point{11, 9, 6})), 1)
	if !slices.Equal(tubeness(s, []float64{0.3, 0.5}, 1), tubeness(s, []float64{0.3, 0.5}, 3)) {
		t.Error("1 and 3 workers disagree")
	}
}
