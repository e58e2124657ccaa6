package img

import (
	"slices"
	"testing"
)

func TestGaussianIsThatOfScipy(t *testing.T) {
	src := oracleImage(t)
	underEachKernel(t, func(t *testing.T) {
		eachOracle(t, "gaussian", func(t *testing.T, sigma, want []float64) {
			dst := NewImage(src.H, src.W)
			Gaussian(dst, src, sigma[0], sigma[1])
			wantNear(t, dst.Pix, want, floatTolerance)
		})
	})
}

func TestGaussianStackIsThatOfScipy(t *testing.T) {
	eachOracle(t, "gaussianstack", func(t *testing.T, sigma, want []float64) {
		s := oracleStack(t)
		GaussianStack(s, sigma[0], sigma[1], sigma[2], 2)
		wantNear(t, s.Pix, want, floatTolerance)
	})
}

func TestGaussianStackHasTheSameBitsWithAnyWorkersAndPath(t *testing.T) {
	want := noiseStack(1, 9, 40, 83)
	GaussianStack(want, 1.2, 2, 0.7, 1)
	underEachKernel(t, func(t *testing.T) {
		for _, workers := range []int{0, 1, 2, 5, 100} {
			got := noiseStack(1, 9, 40, 83)
			GaussianStack(got, 1.2, 2, 0.7, workers)
			wantSame(t, "stack", got.Pix, want.Pix)
		}
	})
}

func TestGaussianLaws(t *testing.T) {
	src := noiseImage(1, 30, 50)
	before := slices.Clone(src.Pix)
	smooth := func(m Image) Image {
		dst := NewImage(m.H, m.W)
		Gaussian(dst, m, 1.5, 2.5)
		return dst
	}
	want := smooth(src)
	wantSame(t, "input", src.Pix, before)

	inPlace := Image{H: 30, W: 50, Pix: slices.Clone(src.Pix)}
	Gaussian(inPlace, inPlace, 1.5, 2.5)
	wantSame(t, "in place", inPlace.Pix, want.Pix)

	double := Image{H: 30, W: 50, Pix: make([]float32, len(src.Pix))}
	AddScaled(double.Pix, src.Pix, 2)
	for i, v := range smooth(double).Pix {
		if v != 2*want.Pix[i] {
			t.Fatalf("twice the image gives %v at %d, want %v", v, i, 2*want.Pix[i])
		}
	}

	// Away from the borders, moving the image by (3, 4) moves the result.
	moved := NewImage(30, 50)
	for y := 3; y < 30; y++ {
		copy(moved.Row(y)[4:], src.Row(y - 3)[:46])
	}
	got := smooth(moved)
	for y := 3 + 6; y < 30-6; y++ {
		wantSame(t, "moved row", got.Row(y)[4+10:50-10], want.Row(y - 3)[10:50-10-4])
	}
}

func TestGaussianOfNothing(t *testing.T) {
	for _, m := range []Image{{}, NewImage(3, 0), NewImage(0, 3)} {
		Gaussian(m, m, 1, 1)
	}
	GaussianStack(Stack{}, 1, 1, 1, 2)
}

func BenchmarkGaussian512(b *testing.B) {
	src, dst := noiseImage(1, 512, 512), NewImage(512, 512)
	for b.Loop() {
		Gaussian(dst, src, 2, 2)
	}
}
