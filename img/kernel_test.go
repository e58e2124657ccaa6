package img

import (
	"math"
	"slices"
	"testing"
)

// awkward returns n normal values among which are both zeros, infinities,
// denormals and NaN.
func awkward(seed uint64, n int) []float32 {
	v := noise(seed, n)
	odd := []float32{0, float32(math.Copysign(0, -1)), float32(math.Inf(1)), float32(math.Inf(-1)),
		math.SmallestNonzeroFloat32, math.MaxFloat32, float32(math.NaN())}
	for i := range v {
		if i%5 == int(seed%5) {
			v[i] = odd[(i/5)%len(odd)]
		}
	}
	return v
}

// lengths straddle every block length of the vector loops.
var lengths = []int{0, 1, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 130, 200}

// sameKernels compares two paths bit for bit; a NaN equals any NaN.
func sameKernels(t *testing.T, what string, n int, got, want []float32) {
	t.Helper()
	for i := range want {
		if isNaN(got[i]) && isNaN(want[i]) {
			continue
		}
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
			t.Fatalf("%s of %d: value %d is %v, plain %v", what, n, i, got[i], want[i])
		}
	}
}

func TestEveryPathGivesTheBitsOfThePlainOne(t *testing.T) {
	ref := plain()
	for _, k := range available() {
		t.Run(k.name, func(t *testing.T) {
			for _, n := range lengths {
				for _, make := range []func(uint64, int) []float32{noise, awkward} {
					compareKernels(t, k, ref, n, make)
				}
			}
		})
	}
}

func compareKernels(t *testing.T, k, ref kernels, n int, values func(uint64, int) []float32) {
	t.Helper()
	x, y, w := values(1, n+8), values(2, n), noise(3, 9)
	other := noise(4, n)
	run := func(what string, do func(k kernels, dst []float32)) {
		t.Helper()
		got, want := slices.Clone(y), slices.Clone(y)
		do(k, got)
		do(ref, want)
		sameKernels(t, what, n, got, want)
	}
	run("addScaled", func(k kernels, dst []float32) { k.addScaled(dst, x[:n], 0.3) })
	run("maxInto", func(k kernels, dst []float32) { k.maxInto(dst, x[:n]) })
	run("addFinite, sum", func(k kernels, dst []float32) { k.addFinite(dst, slices.Clone(other), x[:n]) })
	run("addFinite, count", func(k kernels, dst []float32) { k.addFinite(slices.Clone(other), dst, x[:n]) })
	run("correlateRow", func(k kernels, dst []float32) { k.correlateRow(dst, x, w) })
	run("correlateRows", func(k kernels, dst []float32) {
		rows := make([][]float32, len(w))
		for i := range rows {
			rows[i] = x[i:]
		}
		k.correlateRows(dst, rows, w)
	})
	run("dot32", func(k kernels, dst []float32) {
		lanes := k.dot32(x[:n&^31], y[:n&^31])
		copy(dst, lanes[:])
	})
	run("addProducts", func(k kernels, dst []float32) { k.addProducts(dst, x[:n], other) })
	run("quotient", func(k kernels, dst []float32) { k.quotient(dst, x[:n], other) })
	run("quotient in place", func(k kernels, dst []float32) { k.quotient(dst, dst, x[:n]) })
	run("addWide", func(k kernels, dst []float32) { wide(dst, func(s, _ []float64) { k.addWide(s, x[:n]) }) })
	run("addFiniteWide, sum", func(k kernels, dst []float32) { wide(dst, func(s, n []float64) { k.addFiniteWide(s, n, x[:len(s)]) }) })
	run("addFiniteWide, count", func(k kernels, dst []float32) { wide(dst, func(s, n []float64) { k.addFiniteWide(n, s, x[:len(s)]) }) })
	run("round16, widen16", func(k kernels, dst []float32) {
		half := make([]uint16, n)
		k.round16(half, x[:n])
		k.widen16(dst, half)
	})
	run("transpose8", func(k kernels, dst []float32) { k.transpose8(dst, 11, values(5, 7*n+n), n, n/11) })
	for shift := range min(n, 70) {
		run("overlapping maxInto", func(k kernels, dst []float32) { k.maxInto(dst[:n-shift], dst[shift:]) })
	}
}

// wide runs on float64 what sets s, and returns what is beyond float32 of it in dst as
// well.
func wide(dst []float32, do func(s, n []float64)) {
	s, count := make([]float64, len(dst)), make([]float64, len(dst))
	for i, v := range dst {
		s[i] = float64(v) / 3
	}
	do(s, count)
	for i, v := range s {
		dst[i] = float32(v - float64(float32(v)))
		if dst[i] == 0 || isNaN(dst[i]) {
			dst[i] = float32(v)
		}
	}
}

func TestChooseTakesTheFastestUpToTheWish(t *testing.T) {
	all := []kernels{{name: "avx512"}, {name: "avx2"}, {name: "plain"}}
	for _, c := range []struct {
		wish string
		best []kernels
		want string
	}{
		{"", all, "avx512"}, {"nonsense", all, "avx512"}, {"avx512", all, "avx512"},
		{"avx2", all, "avx2"}, {"plain", all, "plain"},
		{"avx512", all[1:], "avx2"}, {"avx2", all[2:], "plain"}, {"", all[2:], "plain"},
	} {
		if got := choose(c.wish, c.best).name; got != c.want {
			t.Errorf("choose(%q) of %d paths is %s, want %s", c.wish, len(c.best), got, c.want)
		}
	}
}

func TestKernelPathNamesAnAvailablePath(t *testing.T) {
	for _, k := range available() {
		if k.name == KernelPath() {
			return
		}
	}
	t.Errorf("path %q is not available", KernelPath())
}

func BenchmarkKernels(b *testing.B) {
	const n = 1024
	x, dst, w := noise(1, n+16), noise(2, n), noise(3, 17)
	rows := make([][]float32, len(w))
	for i := range rows {
		rows[i] = noise(uint64(i), n)
	}
	half, turned := make([]uint16, n), make([]float32, n)
	for _, k := range available() {
		for _, c := range []struct {
			what string
			do   func()
		}{
			{"addScaled", func() { k.addScaled(dst, x[:n], 1e-6) }},
			{"maxInto", func() { k.maxInto(dst, x[:n]) }},
			{"correlateRow17", func() { k.correlateRow(dst, x, w) }},
			{"correlateRows17", func() { k.correlateRows(dst, rows, w) }},
			{"dot", func() { dot(k, x[:n], dst) }},
			{"addProducts", func() { k.addProducts(dst, x[:n], x[:n]) }},
			{"round16", func() { k.round16(half, x[:n]) }},
			{"transpose8", func() { k.transpose8(turned, 8, x, n/8, n/8) }},
		} {
			b.Run(c.what+"/"+k.name, func(b *testing.B) {
				b.SetBytes(4 * n)
				for b.Loop() {
					c.do()
				}
			})
		}
	}
}
