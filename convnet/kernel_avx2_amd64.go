//go:build goexperiment.simd && amd64

package convnet

import "simd/archsimd"

// avx2 returns the inner loops on vectors of 8 floats, of which 8 hold sums. A
// block that would pass the end of its row steps back to end there, and
// computes some values again.
//
// The race detector does not look into these loops: its calls between vector
// instructions made them fifty times slower, they start no goroutines, and what
// they are handed is watched where it is made and read.
func avx2() kernels {
	return kernels{name: "avx2", convolve: convolve8, dots: dots8}
}

//go:norace
func convolve8(dst []float32, stride, n int, src []float32, taps []int, w, bias []float32) {
	if n < 16 {
		convolvePlain(dst, stride, n, src, taps, w, bias)
		return
	}
	for x := 0; x < n; x += 16 {
		x = min(x, n-16)
		for o := 0; o < outs; o += 4 {
			convolve4x16(dst[o*stride+x:], stride, src[x:], taps, w[o:], (*[4]float32)(bias[o:]))
		}
	}
	archsimd.ClearAVXUpperBits()
}

// convolve4x16 sums 4 outputs of 16 columns.
//
//go:norace
func convolve4x16(dst []float32, stride int, src []float32, taps []int, w []float32, bias *[4]float32) {
	a0 := archsimd.BroadcastFloat32x8(bias[0])
	a1 := archsimd.BroadcastFloat32x8(bias[1])
	a2 := archsimd.BroadcastFloat32x8(bias[2])
	a3 := archsimd.BroadcastFloat32x8(bias[3])
	b0, b1, b2, b3 := a0, a1, a2, a3
	for t, tap := range taps {
		p := (*[16]float32)(src[tap:])
		u := archsimd.LoadFloat32x8((*[8]float32)(p[:]))
		v := archsimd.LoadFloat32x8((*[8]float32)(p[8:]))
		rest := w[t*outs:]
		c := archsimd.BroadcastFloat32x8(rest[0])
		a0, b0 = a0.Add(c.Mul(u)), b0.Add(c.Mul(v))
		c = archsimd.BroadcastFloat32x8(rest[1])
		a1, b1 = a1.Add(c.Mul(u)), b1.Add(c.Mul(v))
		c = archsimd.BroadcastFloat32x8(rest[2])
		a2, b2 = a2.Add(c.Mul(u)), b2.Add(c.Mul(v))
		c = archsimd.BroadcastFloat32x8(rest[3])
		a3, b3 = a3.Add(c.Mul(u)), b3.Add(c.Mul(v))
	}
	store16(dst, a0, b0)
	store16(dst[stride:], a1, b1)
	store16(dst[2*stride:], a2, b2)
	store16(dst[3*stride:], a3, b3)
}

//go:norace
func store16(dst []float32, a, b archsimd.Float32x8) {
	p := (*[16]float32)(dst)
	a.Store((*[8]float32)(p[:]))
	b.Store((*[8]float32)(p[8:]))
}

//go:norace
func dots8(sums, y, x []float32, taps []int) {
	for t, tap := range taps {
		dots4x1(sums[t*dotYs:], y, x[tap:])
	}
	archsimd.ClearAVXUpperBits()
}

// dots4x1 multiplies 4 planes of y with one tap of x.
//
//go:norace
func dots4x1(sums, y, x []float32) {
	var a0, a1, a2, a3, b0, b1, b2, b3 archsimd.Float32x8
	for len(y) > 0 {
		p := (*[16]float32)(x)
		u := archsimd.LoadFloat32x8((*[8]float32)(p[:]))
		v := archsimd.LoadFloat32x8((*[8]float32)(p[8:]))
		q := (*[16]float32)(y)
		a0 = a0.Add(u.Mul(archsimd.LoadFloat32x8((*[8]float32)(q[:]))))
		b0 = b0.Add(v.Mul(archsimd.LoadFloat32x8((*[8]float32)(q[8:]))))
		q = (*[16]float32)(y[16:])
		a1 = a1.Add(u.Mul(archsimd.LoadFloat32x8((*[8]float32)(q[:]))))
		b1 = b1.Add(v.Mul(archsimd.LoadFloat32x8((*[8]float32)(q[8:]))))
		q = (*[16]float32)(y[2*16:])
		a2 = a2.Add(u.Mul(archsimd.LoadFloat32x8((*[8]float32)(q[:]))))
		b2 = b2.Add(v.Mul(archsimd.LoadFloat32x8((*[8]float32)(q[8:]))))
		q = (*[16]float32)(y[3*16:])
		a3 = a3.Add(u.Mul(archsimd.LoadFloat32x8((*[8]float32)(q[:]))))
		b3 = b3.Add(v.Mul(archsimd.LoadFloat32x8((*[8]float32)(q[8:]))))
		y, x = y[dotYs*lanes:], x[lanes:]
	}
	s := (*[4]float32)(sums)
	s[0], s[1], s[2], s[3] = fold8(a0.Add(b0)), fold8(a1.Add(b1)), fold8(a2.Add(b2)), fold8(a3.Add(b3))
}

// fold8 is fold from the sum of the two halves on.
func fold8(a archsimd.Float32x8) float32 {
	var s [4]float32
	a.GetLo().Add(a.GetHi()).Store(&s)
	return (s[0] + s[2]) + (s[1] + s[3])
}
