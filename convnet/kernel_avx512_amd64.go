//go:build goexperiment.simd && amd64

package convnet

import "simd/archsimd"

// avx512 returns the inner loops on vectors of 16 floats.
//
// The compiler keeps vectors in 15 registers and, within a stretch of code
// without branches, starts all products before it adds any. Eight sums fit
// only if their products come two by two, so the loops take what they need in
// small pieces: each conversion to an array has its own check of the length,
// and with it a branch.
func avx512() kernels {
	return kernels{name: "avx512", convolve: convolve16, dots: dots16}
}

// convolve16 goes over a row in blocks, the last of which steps back to end
// with the row and computes some values again.
//
//go:norace
func convolve16(dst []float32, stride, n int, src []float32, taps []int, w, bias []float32) {
	if n < 32 {
		convolve8(dst, stride, n, src, taps, w, bias)
		return
	}
	for x := 0; x < n; x += 32 {
		x = min(x, n-32)
		for o := 0; o < outs; o += 4 {
			convolve4x32(dst[o*stride+x:], stride, src[x:], taps, w[o:], (*[4]float32)(bias[o:]))
		}
	}
	archsimd.ClearAVXUpperBits()
}

// convolve4x32 sums 4 outputs of 32 columns.
//
//go:norace
func convolve4x32(dst []float32, stride int, src []float32, taps []int, w []float32, bias *[4]float32) {
	a0 := archsimd.BroadcastFloat32x16(bias[0])
	a1 := archsimd.BroadcastFloat32x16(bias[1])
	a2 := archsimd.BroadcastFloat32x16(bias[2])
	a3 := archsimd.BroadcastFloat32x16(bias[3])
	b0, b1, b2, b3 := a0, a1, a2, a3
	for t, tap := range taps {
		p := (*[32]float32)(src[tap:])
		u := archsimd.LoadFloat32x16((*[16]float32)(p[:]))
		v := archsimd.LoadFloat32x16((*[16]float32)(p[16:]))
		rest := w[t*outs:]
		c := archsimd.BroadcastFloat32x16(rest[0])
		a0, b0 = a0.Add(c.Mul(u)), b0.Add(c.Mul(v))
		c = archsimd.BroadcastFloat32x16(rest[1])
		a1, b1 = a1.Add(c.Mul(u)), b1.Add(c.Mul(v))
		c = archsimd.BroadcastFloat32x16(rest[2])
		a2, b2 = a2.Add(c.Mul(u)), b2.Add(c.Mul(v))
		c = archsimd.BroadcastFloat32x16(rest[3])
		a3, b3 = a3.Add(c.Mul(u)), b3.Add(c.Mul(v))
	}
	store32(dst, a0, b0)
	store32(dst[stride:], a1, b1)
	store32(dst[2*stride:], a2, b2)
	store32(dst[3*stride:], a3, b3)
}

//go:norace
func store32(dst []float32, a, b archsimd.Float32x16) {
	p := (*[32]float32)(dst)
	a.Store((*[16]float32)(p[:]))
	b.Store((*[16]float32)(p[16:]))
}

// dots16 goes over the taps in pairs, the last of which steps back to end with
// them.
//
//go:norace
func dots16(sums, y, x []float32, taps []int) {
	if len(taps) < 2 {
		dots8(sums, y, x, taps)
		return
	}
	for t := 0; t < len(taps); t += 2 {
		t = min(t, len(taps)-2)
		dots4x2((*[2 * dotYs]float32)(sums[t*dotYs:]), y, x[taps[t]:], x[taps[t+1]:])
	}
	archsimd.ClearAVXUpperBits()
}

// dots4x2 multiplies 4 planes of y with each of p and q.
//
//go:norace
func dots4x2(sums *[2 * dotYs]float32, y, p, q []float32) {
	var a0, a1, a2, a3, b0, b1, b2, b3 archsimd.Float32x16
	for len(y) > 0 {
		u := archsimd.LoadFloat32x16((*[16]float32)(p))
		v := archsimd.LoadFloat32x16((*[16]float32)(q))
		w := archsimd.LoadFloat32x16((*[16]float32)(y))
		a0, b0 = a0.Add(w.Mul(u)), b0.Add(w.Mul(v))
		w = archsimd.LoadFloat32x16((*[16]float32)(y[16:]))
		a1, b1 = a1.Add(w.Mul(u)), b1.Add(w.Mul(v))
		w = archsimd.LoadFloat32x16((*[16]float32)(y[2*16:]))
		a2, b2 = a2.Add(w.Mul(u)), b2.Add(w.Mul(v))
		w = archsimd.LoadFloat32x16((*[16]float32)(y[3*16:]))
		a3, b3 = a3.Add(w.Mul(u)), b3.Add(w.Mul(v))
		y, p, q = y[dotYs*lanes:], p[lanes:], q[lanes:]
	}
	sums[0], sums[1], sums[2], sums[3] = fold16(a0), fold16(a1), fold16(a2), fold16(a3)
	sums[4], sums[5], sums[6], sums[7] = fold16(b0), fold16(b1), fold16(b2), fold16(b3)
}

// fold16 is fold of a vector.
func fold16(a archsimd.Float32x16) float32 { return fold8(a.GetLo().Add(a.GetHi())) }
