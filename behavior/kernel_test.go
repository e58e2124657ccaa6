package behavior

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Every path gives the bits of the plain one.
func TestEveryPathGivesTheBitsOfThePlainOne(t *testing.T) {
	ref := plain()
	for _, k := range available() {
		t.Run(k.name, func(t *testing.T) {
			for _, n := range []int{0, 1, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 130, 200} {
				compareRows(t, k, ref, n)
			}
			for seed := range uint64(400) {
				compareWarps(t, k, ref, seed)
			}
		})
	}
}

func bytesAndFloats(rng *rand.Rand, n int) ([]uint8, []float32) {
	b, f := make([]uint8, n), make([]float32, n)
	for i := range b {
		b[i], f[i] = uint8(rng.IntN(256)), float32(rng.IntN(1021))*0.25
	}
	return b, f
}

func compareRows(t *testing.T, k, ref kernels, n int) {
	t.Helper()
	rng := rand.New(rand.NewPCG(uint64(n), 1))
	a, x := bytesAndFloats(rng, 2*n)
	b, y := bytesAndFloats(rng, 2*n)
	x, y = x[:n], y[:n]
	both := func(what string, do func(k kernels, out []float32)) {
		t.Helper()
		got, want := make([]float32, n+2*lanes), make([]float32, n+2*lanes)
		do(k, got)
		do(ref, want)
		if !slices.Equal(got, want) {
			t.Fatalf("%s of %d: %v, want %v", what, n, got, want)
		}
	}
	both("grey", func(k kernels, out []float32) { k.grey(out[:n], a[:n]) })
	both("halve", func(k kernels, out []float32) { k.halve(out[:n], a, b) })
	both("sum", func(k kernels, out []float32) { k.sum((*[lanes]float32)(out[n:]), x) })
	both("apart", func(k kernels, out []float32) { out[n] = float32(k.apart(x, y, 15)) })
	both("bright", func(k kernels, out []float32) { out[n] = float32(k.bright(x, 200)) })
	got, want := slices.Repeat([]uint64{math.MaxUint64}, n/64+1), slices.Repeat([]uint64{math.MaxUint64}, n/64+1)
	s := contrastScale{per: 1.03, from: 7, scale: 0.02}
	k.below(got, y, x, s)
	ref.below(want, y, x, s)
	if !slices.Equal(got, want) {
		t.Fatalf("below of %d: %x, want %x", n, got, want)
	}
}

// compareWarps takes paths that turn a little or a lot, and leave the image.
func compareWarps(t *testing.T, k, ref kernels, seed uint64) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 2))
	m := softImage{h: 30, w: 41, pix: make([]float32, 30*41+room)}
	for i := range m.h * m.w {
		m.pix[i] = rng.Float32()
	}
	n := 1 + rng.IntN(40)
	turn := rng.NormFloat64() * []float64{0.02, 0.2, 2}[seed%3]
	p := path{x: rng.Float32()*50 - 5, y: rng.Float32()*36 - 3, dx: float32(1.05 * math.Cos(turn)), dy: float32(math.Sin(turn)),
		pivotX: 20, pivotY: -3, acrossX: 0.9, acrossY: -0.3, off: -7, step: 0.95}
	var rows [2][3][]float32
	var sums [2]tallies
	_, v := bytesAndFloats(rng, n)
	for i, k := range []kernels{k, ref} {
		for j := range rows[i] {
			rows[i][j] = slices.Repeat([]float32{99}, n)
		}
		u, gx, gy := rows[i][0], rows[i][1], rows[i][2]
		k.warp(u, gx, gy, m, p)
		k.tally(&sums[i], v, u, gx, gy, p)
	}
	for j := range rows[0] {
		if !slices.Equal(rows[0][j], rows[1][j]) {
			t.Fatalf("seed %d, warp %d: %v, want %v", seed, j, rows[0][j], rows[1][j])
		}
	}
	if sums[0] != sums[1] {
		t.Fatalf("seed %d: sums %v, want %v", seed, sums[0], sums[1])
	}
}
