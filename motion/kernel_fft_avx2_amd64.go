//go:build goexperiment.simd && amd64

package motion

import "simd/archsimd"

// line is a value of each of lanes lines.
type line = archsimd.Float32x8

func at(x *[lanes]float32) line { return archsimd.LoadFloat32x8(x) }

// turned is (u + iv) * (a + ib).
func turned(u, v, a, b line) (re, im line) {
	return u.Mul(a).Sub(v.Mul(b)), u.Mul(b).Add(v.Mul(a))
}

//go:norace
func stage4AVX2(yr, yi, xr, xi [][lanes]float32, twiddles []float32, s int) {
	step := len(xr) / 4
	for k := range step / s {
		w := (*[6]float32)(twiddles[6*k:])
		w1r, w1i := archsimd.BroadcastFloat32x8(w[0]), archsimd.BroadcastFloat32x8(w[1])
		w2r, w2i := archsimd.BroadcastFloat32x8(w[2]), archsimd.BroadcastFloat32x8(w[3])
		w3r, w3i := archsimd.BroadcastFloat32x8(w[4]), archsimd.BroadcastFloat32x8(w[5])
		for q := range s {
			a, o := s*k+q, 4*s*k+q
			a0r, a1r, a2r, a3r := at(&xr[a]), at(&xr[a+step]), at(&xr[a+2*step]), at(&xr[a+3*step])
			a0i, a1i, a2i, a3i := at(&xi[a]), at(&xi[a+step]), at(&xi[a+2*step]), at(&xi[a+3*step])
			t0r, t0i, t1r, t1i := a0r.Add(a2r), a0i.Add(a2i), a0r.Sub(a2r), a0i.Sub(a2i)
			t2r, t2i, t3r, t3i := a1r.Add(a3r), a1i.Add(a3i), a1i.Sub(a3i), a3r.Sub(a1r)
			t0r.Add(t2r).Store(&yr[o])
			t0i.Add(t2i).Store(&yi[o])
			re, im := turned(t1r.Add(t3r), t1i.Add(t3i), w1r, w1i)
			re.Store(&yr[o+s])
			im.Store(&yi[o+s])
			re, im = turned(t0r.Sub(t2r), t0i.Sub(t2i), w2r, w2i)
			re.Store(&yr[o+2*s])
			im.Store(&yi[o+2*s])
			re, im = turned(t1r.Sub(t3r), t1i.Sub(t3i), w3r, w3i)
			re.Store(&yr[o+3*s])
			im.Store(&yi[o+3*s])
		}
	}
	archsimd.ClearAVXUpperBits()
}

//go:norace
func first4AVX2(yr, yi [][lanes]float32, xr, xi, twiddles []float32, stride int) {
	step := len(yr) / 4 * stride
	for k := range len(yr) / 4 {
		w := (*[6]float32)(twiddles[6*k:])
		a, o := k*stride, 4*k
		a0r, a1r, a2r, a3r := load(xr, a), load(xr, a+step), load(xr, a+2*step), load(xr, a+3*step)
		a0i, a1i, a2i, a3i := load(xi, a), load(xi, a+step), load(xi, a+2*step), load(xi, a+3*step)
		t0r, t0i, t1r, t1i := a0r.Add(a2r), a0i.Add(a2i), a0r.Sub(a2r), a0i.Sub(a2i)
		t2r, t2i, t3r, t3i := a1r.Add(a3r), a1i.Add(a3i), a1i.Sub(a3i), a3r.Sub(a1r)
		t0r.Add(t2r).Store(&yr[o])
		t0i.Add(t2i).Store(&yi[o])
		re, im := turned(t1r.Add(t3r), t1i.Add(t3i), archsimd.BroadcastFloat32x8(w[0]), archsimd.BroadcastFloat32x8(w[1]))
		re.Store(&yr[o+1])
		im.Store(&yi[o+1])
		re, im = turned(t0r.Sub(t2r), t0i.Sub(t2i), archsimd.BroadcastFloat32x8(w[2]), archsimd.BroadcastFloat32x8(w[3]))
		re.Store(&yr[o+2])
		im.Store(&yi[o+2])
		re, im = turned(t1r.Sub(t3r), t1i.Sub(t3i), archsimd.BroadcastFloat32x8(w[4]), archsimd.BroadcastFloat32x8(w[5]))
		re.Store(&yr[o+3])
		im.Store(&yi[o+3])
	}
	archsimd.ClearAVXUpperBits()
}

//go:norace
func last4AVX2(yr, yi, xr, xi [][lanes]float32) {
	s := len(xr) / 4
	for q := range s {
		a0r, a1r, a2r, a3r := at(&xr[q]), at(&xr[q+s]), at(&xr[q+2*s]), at(&xr[q+3*s])
		a0i, a1i, a2i, a3i := at(&xi[q]), at(&xi[q+s]), at(&xi[q+2*s]), at(&xi[q+3*s])
		t0r, t0i, t1r, t1i := a0r.Add(a2r), a0i.Add(a2i), a0r.Sub(a2r), a0i.Sub(a2i)
		t2r, t2i, t3r, t3i := a1r.Add(a3r), a1i.Add(a3i), a1i.Sub(a3i), a3r.Sub(a1r)
		t0r.Add(t2r).Store(&yr[q])
		t0i.Add(t2i).Store(&yi[q])
		t1r.Add(t3r).Store(&yr[q+s])
		t1i.Add(t3i).Store(&yi[q+s])
		t0r.Sub(t2r).Store(&yr[q+2*s])
		t0i.Sub(t2i).Store(&yi[q+2*s])
		t1r.Sub(t3r).Store(&yr[q+3*s])
		t1i.Sub(t3i).Store(&yi[q+3*s])
	}
	archsimd.ClearAVXUpperBits()
}

//go:norace
func last2AVX2(yr, yi, xr, xi [][lanes]float32) {
	s := len(xr) / 2
	for q := range s {
		ar, ai, br, bi := at(&xr[q]), at(&xi[q]), at(&xr[q+s]), at(&xi[q+s])
		ar.Add(br).Store(&yr[q])
		ai.Add(bi).Store(&yi[q])
		ar.Sub(br).Store(&yr[q+s])
		ai.Sub(bi).Store(&yi[q+s])
	}
	archsimd.ClearAVXUpperBits()
}

//go:norace
func spreadAVX2(dst []float32, src [][lanes]float32, stride int) {
	for i := range src {
		store(dst, i*stride, at(&src[i]))
	}
	archsimd.ClearAVXUpperBits()
}

//go:norace
func untangleAVX2(dr, di []float32, apart, stride, rows int, zr, zi [][lanes]float32) {
	half := archsimd.BroadcastFloat32x8(0.5)
	for k := range rows {
		mirror := (len(zr) - k) & (len(zr) - 1)
		z, zz, m, mm := at(&zr[k]), at(&zi[k]), at(&zr[mirror]), at(&zi[mirror])
		store(dr, k*stride, z.Add(m).Mul(half))
		store(di, k*stride, zz.Sub(mm).Mul(half))
		store(dr, k*stride+apart, zz.Add(mm).Mul(half))
		store(di, k*stride+apart, m.Sub(z).Mul(half))
	}
	archsimd.ClearAVXUpperBits()
}

//go:norace
func tangleAVX2(zr, zi, pr, pi, qr, qi [][lanes]float32) {
	n, rows := len(zr), len(pr)
	clear(zr[rows : n-rows+1])
	clear(zi[rows : n-rows+1])
	zr[0], zi[0] = pr[0], qr[0] // real
	for k := 1; k < rows; k++ {
		p, pp, q, qq := at(&pr[k]), at(&pi[k]), at(&qr[k]), at(&qi[k])
		p.Sub(qq).Store(&zr[k])
		pp.Add(q).Store(&zi[k])
		p.Add(qq).Store(&zr[n-k])
		q.Sub(pp).Store(&zi[n-k])
	}
	archsimd.ClearAVXUpperBits()
}

// transposeAVX2 turns blocks of 8 x 8 over in three rounds of exchanges.
//
//go:norace
func transposeAVX2(dst [][lanes]float32, src []float32, stride, n int) {
	i := 0
	for ; i+lanes <= n; i += lanes {
		r0, r1, r2, r3 := load(src, i), load(src, stride+i), load(src, 2*stride+i), load(src, 3*stride+i)
		r4, r5, r6, r7 := load(src, 4*stride+i), load(src, 5*stride+i), load(src, 6*stride+i), load(src, 7*stride+i)
		a0, a1 := r0.SelectFromPairGrouped(0, 1, 4, 5, r1), r0.SelectFromPairGrouped(2, 3, 6, 7, r1)
		a2, a3 := r2.SelectFromPairGrouped(0, 1, 4, 5, r3), r2.SelectFromPairGrouped(2, 3, 6, 7, r3)
		a4, a5 := r4.SelectFromPairGrouped(0, 1, 4, 5, r5), r4.SelectFromPairGrouped(2, 3, 6, 7, r5)
		a6, a7 := r6.SelectFromPairGrouped(0, 1, 4, 5, r7), r6.SelectFromPairGrouped(2, 3, 6, 7, r7)
		b0, b1 := a0.SelectFromPairGrouped(0, 2, 4, 6, a2), a0.SelectFromPairGrouped(1, 3, 5, 7, a2)
		b2, b3 := a1.SelectFromPairGrouped(0, 2, 4, 6, a3), a1.SelectFromPairGrouped(1, 3, 5, 7, a3)
		b4, b5 := a4.SelectFromPairGrouped(0, 2, 4, 6, a6), a4.SelectFromPairGrouped(1, 3, 5, 7, a6)
		b6, b7 := a5.SelectFromPairGrouped(0, 2, 4, 6, a7), a5.SelectFromPairGrouped(1, 3, 5, 7, a7)
		b0.Select128FromPair(0, 2, b4).Store(&dst[i])
		b1.Select128FromPair(0, 2, b5).Store(&dst[i+1])
		b2.Select128FromPair(0, 2, b6).Store(&dst[i+2])
		b3.Select128FromPair(0, 2, b7).Store(&dst[i+3])
		b0.Select128FromPair(1, 3, b4).Store(&dst[i+4])
		b1.Select128FromPair(1, 3, b5).Store(&dst[i+5])
		b2.Select128FromPair(1, 3, b6).Store(&dst[i+6])
		b3.Select128FromPair(1, 3, b7).Store(&dst[i+7])
	}
	archsimd.ClearAVXUpperBits()
	if i < n {
		transposePlain(dst[i:], src[i:], stride, n-i)
	}
}
