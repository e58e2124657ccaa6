package convnet

import (
	"math"
	"slices"
	"testing"

	"respine/img"
)

// sameBits compares two paths bit for bit; a NaN equals any NaN.
func sameBits(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i := range want {
		if got[i] != got[i] && want[i] != want[i] {
			continue
		}
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
			t.Fatalf("%s: value %d is %v, plain %v", what, i, got[i], want[i])
		}
	}
}

// awkward returns n normal values among which are zeros, infinities, denormals
// and NaN, where odd is true.
func awkward(seed uint64, n int, odd bool) []float32 {
	v := normal(source(seed), n, 1)
	strange := []float32{0, float32(math.Copysign(0, -1)), float32(math.Inf(1)), float32(math.Inf(-1)),
		math.SmallestNonzeroFloat32, math.MaxFloat32, float32(math.NaN())}
	for i := range v {
		if odd && i%61 == 7 {
			v[i] = strange[(i/61)%len(strange)]
		}
	}
	return v
}

func TestConvolveGivesTheBitsOfThePlainPath(t *testing.T) {
	for _, k := range available() {
		for _, odd := range []bool{false, true} {
			for _, n := range []int{1, 7, 15, 16, 17, 31, 32, 33, 47, 48, 49, 64, 100} {
				for _, taps := range [][]int{{3}, {0, 9, 4}, {8, 7, 6, 5, 4, 3, 2, 1, 0, 11, 50}} {
					src := awkward(uint64(n), n+50, odd)
					w, bias := normal(source(2), outs*len(taps), 1), normal(source(3), outs, 1)
					stride := n + 5
					want := normal(source(4), outs*stride, 1)
					got := slices.Clone(want)
					convolvePlain(want, stride, n, src, taps, w, bias)
					k.convolve(got, stride, n, src, taps, w, bias)
					sameBits(t, k.name, got, want)
				}
			}
		}
	}
}

func TestDotsGiveTheBitsOfThePlainPath(t *testing.T) {
	for _, k := range available() {
		for _, odd := range []bool{false, true} {
			for _, blocks := range []int{0, 1, 2, 5, 30} {
				for _, taps := range [][]int{{}, {3}, {0, 9, 4}, {1, 2, 3, 4}, {8, 7, 6, 5, 4, 3, 2, 1, 0, 11, 50}} {
					y, x := normal(source(1), blocks*dotYs*lanes, 1), awkward(2, blocks*lanes+50, odd)
					want := normal(source(3), dotYs*len(taps)+3, 1)
					got := slices.Clone(want)
					dotsPlain(want, y, x, taps)
					k.dots(got, y, x, taps)
					sameBits(t, k.name, got, want)
				}
			}
		}
	}
}

// Whole numbers have exact sums, which any order gives.
func TestPlainKernelsOnWholeNumbers(t *testing.T) {
	src := []float32{1, 2, 3, 4, 5}
	w, bias := make([]float32, 2*outs), make([]float32, outs)
	w[1], w[outs+1], bias[1] = 10, 100, 7
	dst := make([]float32, 3*outs)
	convolvePlain(dst, 3, 3, src, []int{0, 2}, w, bias)
	if want := []float32{317, 427, 537}; !slices.Equal(dst[3:6], want) {
		t.Errorf("convolve gives %v, want %v", dst[3:6], want)
	}
	y, x := make([]float32, 2*dotYs*lanes), make([]float32, 2*lanes+1)
	for i := range x {
		x[i] = float32(i)
	}
	for b := range 2 {
		for l := range lanes {
			y[(b*dotYs+2)*lanes+l] = 2
		}
	}
	sums := make([]float32, dotYs)
	dotsPlain(sums, y, x, []int{1})
	if want := []float32{0, 0, 2 * 32 * 33 / 2, 0}; !slices.Equal(sums, want) {
		t.Errorf("dots give %v, want %v", sums, want)
	}
}

func TestForwardGivesTheSameBitsOnEveryPath(t *testing.T) {
	for name, n := range zoo() {
		for _, w := range []int{5, 16, 23, 77} {
			x := noise(1, n.Layers[0].In, 6, w)
			want := n.forward(plain(), x)
			for _, k := range available() {
				sameBits(t, name+" on "+k.name, n.forward(k, x).Pix, want.Pix)
			}
		}
	}
}

func TestKernelFollowsImg(t *testing.T) {
	if kernel.name != img.KernelPath() {
		t.Errorf("path %s, but img took %s", kernel.name, img.KernelPath())
	}
	paths := []kernels{{name: "avx512"}, {name: "avx2"}, {name: "plain"}}
	for _, want := range []string{"avx512", "avx2", "plain"} {
		if got := named(want, paths).name; got != want {
			t.Errorf("asked for %s, got %s", want, got)
		}
	}
	if got := named("avx2", paths[2:]).name; got != "plain" {
		t.Errorf("what is not there gives %s, want plain", got)
	}
}
