package register

import (
	"math/cmplx"
	"math/rand/v2"
	"testing"

	"respine/img"
)

func TestPhasePeaksAreSignedShifts(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	big := img.NewImage(140, 140)
	for i := range big.Pix {
		big.Pix[i] = rng.Float32()
	}
	img.Gaussian(big, big, 1.5, 1.5)
	crop := func(y, x, h, w int) img.Image {
		m := img.NewImage(h, w)
		for i := range h {
			copy(m.Row(i), big.Row(y + i)[x:x+w])
		}
		return m
	}
	ref := crop(40, 40, 60, 50)
	for _, d := range [][2]int{{0, 0}, {7, -12}, {-15, 9}, {-30, -25}, {28, 20}, {36, 3}} {
		// what ref shows at (y, x) mov shows at (y+dy, x+dx)
		got := phasePeaks(ref, crop(40-d[0], 40-d[1], 64, 62), 2)
		if got[0] != d {
			t.Errorf("shift %v found as %v", d, got)
		}
	}
}

// The discrete Fourier transform by its definition.
func TestTransformAgainstTheSum(t *testing.T) {
	const n = 4
	rng := rand.New(rand.NewPCG(1, 1))
	a := make([]complex128, n*n)
	for i := range a {
		a[i] = complex(rng.Float64(), rng.Float64())
	}
	got := append([]complex128(nil), a...)
	transform(got, n, false)
	unit := []complex128{1, -1i, -1, 1i} // exp(-2 pi i k/4)
	for u := range n {
		for v := range n {
			var sum complex128
			for y := range n {
				for x := range n {
					sum += a[y*n+x] * unit[(u*y+v*x)%n]
				}
			}
			if cmplx.Abs(got[u*n+v]-sum) > 1e-12 {
				t.Fatalf("(%d, %d): %v, want %v", u, v, got[u*n+v], sum)
			}
		}
	}
	transform(got, n, true)
	for i := range a {
		if cmplx.Abs(got[i]/(n*n)-a[i]) > 1e-12 {
			t.Fatal("there and back is not the same")
		}
	}
}

func TestSigned(t *testing.T) {
	for k, want := range map[int]int{0: 0, 3: 3, 4: 4, 5: -3, 7: -1} {
		if got := signed(k, 8); got != want {
			t.Errorf("%d of 8: %d, want %d", k, got, want)
		}
	}
}
