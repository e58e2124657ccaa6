//go:build goexperiment.simd && amd64

package motion

import "simd/archsimd"

// avx2 returns the inner loops on vectors of 8 floats.
func avx2() kernels {
	return kernels{
		name: "avx2", stage4: stage4AVX2, stage2: stage2AVX2, split: splitAVX2,
		conjugateProduct: conjugateProductAVX2, transpose: transposeAVX2,
		correlateTile: correlateTileAVX2, halve: halveAVX2, halve16: halve16AVX2, moments: momentsAVX2, window: windowAVX2,
	}
}

func load(s []float32, i int) archsimd.Float32x8 {
	return archsimd.LoadFloat32x8((*[lanes]float32)(s[i:]))
}

func store(s []float32, i int, v archsimd.Float32x8) { v.Store((*[lanes]float32)(s[i:])) }

//go:norace
func stage4AVX2(yr, yi, xr, xi, twiddles []float32, m, s int) {
	step, e := s*m*lanes, s*lanes
	for k := range m {
		w := (*[6]float32)(twiddles[6*k:])
		w1r, w1i := archsimd.BroadcastFloat32x8(w[0]), archsimd.BroadcastFloat32x8(w[1])
		w2r, w2i := archsimd.BroadcastFloat32x8(w[2]), archsimd.BroadcastFloat32x8(w[3])
		w3r, w3i := archsimd.BroadcastFloat32x8(w[4]), archsimd.BroadcastFloat32x8(w[5])
		for q := range s {
			a, o := (s*k+q)*lanes, (4*s*k+q)*lanes
			a0r, a1r, a2r, a3r := load(xr, a), load(xr, a+step), load(xr, a+2*step), load(xr, a+3*step)
			a0i, a1i, a2i, a3i := load(xi, a), load(xi, a+step), load(xi, a+2*step), load(xi, a+3*step)
			t0r, t0i, t1r, t1i := a0r.Add(a2r), a0i.Add(a2i), a0r.Sub(a2r), a0i.Sub(a2i)
			t2r, t2i, t3r, t3i := a1r.Add(a3r), a1i.Add(a3i), a1i.Sub(a3i), a3r.Sub(a1r)
			store(yr, o, t0r.Add(t2r))
			store(yi, o, t0i.Add(t2i))
			u, v := t1r.Add(t3r), t1i.Add(t3i)
			store(yr, o+e, u.Mul(w1r).Sub(v.Mul(w1i)))
			store(yi, o+e, u.Mul(w1i).Add(v.Mul(w1r)))
			u, v = t0r.Sub(t2r), t0i.Sub(t2i)
			store(yr, o+2*e, u.Mul(w2r).Sub(v.Mul(w2i)))
			store(yi, o+2*e, u.Mul(w2i).Add(v.Mul(w2r)))
			u, v = t1r.Sub(t3r), t1i.Sub(t3i)
			store(yr, o+3*e, u.Mul(w3r).Sub(v.Mul(w3i)))
			store(yi, o+3*e, u.Mul(w3i).Add(v.Mul(w3r)))
		}
	}
	archsimd.ClearAVXUpperBits()
}

//go:norace
func stage2AVX2(yr, yi, xr, xi []float32, s int) {
	n := s * lanes
	for q := 0; q < n; q += lanes {
		ar, ai, br, bi := load(xr, q), load(xi, q), load(xr, q+n), load(xi, q+n)
		store(yr, q, ar.Add(br))
		store(yi, q, ai.Add(bi))
		store(yr, q+n, ar.Sub(br))
		store(yi, q+n, ai.Sub(bi))
	}
	archsimd.ClearAVXUpperBits()
}

//go:norace
func splitAVX2(ar, ai, br, bi, zr, zi, mr, mi *[lanes]float32) {
	half := archsimd.BroadcastFloat32x8(0.5)
	z, zz, m, mm := archsimd.LoadFloat32x8(zr), archsimd.LoadFloat32x8(zi), archsimd.LoadFloat32x8(mr), archsimd.LoadFloat32x8(mi)
	z.Add(m).Mul(half).Store(ar)
	zz.Sub(mm).Mul(half).Store(ai)
	zz.Add(mm).Mul(half).Store(br)
	m.Sub(z).Mul(half).Store(bi)
	archsimd.ClearAVXUpperBits()
}

//go:norace
func conjugateProductAVX2(dr, di, ar, ai, br, bi []float32) {
	k := 0
	for ; k+lanes <= len(dr); k += lanes {
		a, aa, b, bb := load(ar, k), load(ai, k), load(br, k), load(bi, k)
		store(dr, k, a.Mul(b).Add(aa.Mul(bb)))
		store(di, k, aa.Mul(b).Sub(a.Mul(bb)))
	}
	archsimd.ClearAVXUpperBits()
	conjugateProductPlain(dr[k:], di[k:], ar[k:], ai[k:], br[k:], bi[k:])
}

// transposeAVX2 turns blocks of 8 x 8 over in three rounds of exchanges.
//
//go:norace
func transposeAVX2(dst, src []float32, stride, n int) {
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
		store(dst, i*lanes, b0.Select128FromPair(0, 2, b4))
		store(dst, (i+1)*lanes, b1.Select128FromPair(0, 2, b5))
		store(dst, (i+2)*lanes, b2.Select128FromPair(0, 2, b6))
		store(dst, (i+3)*lanes, b3.Select128FromPair(0, 2, b7))
		store(dst, (i+4)*lanes, b0.Select128FromPair(1, 3, b4))
		store(dst, (i+5)*lanes, b1.Select128FromPair(1, 3, b5))
		store(dst, (i+6)*lanes, b2.Select128FromPair(1, 3, b6))
		store(dst, (i+7)*lanes, b3.Select128FromPair(1, 3, b7))
	}
	archsimd.ClearAVXUpperBits()
	if i < n {
		transposePlain(dst[i*lanes:], src[i:], stride, n-i)
	}
}

//go:norace
func correlateTileAVX2(sums *[offsets]float32, t, f []float32, tStride, fStride, width, rows int) {
	var s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12 archsimd.Float32x8
	for y := range rows {
		a, b := t[y*tStride:], f[y*fStride:]
		for x := 0; x < width; x += lanes {
			v := load(a, x)
			p := (*[lanes + offsets - 1]float32)(b[x:])
			s0 = s0.Add(v.Mul(archsimd.LoadFloat32x8((*[lanes]float32)(p[0:]))))
			s1 = s1.Add(v.Mul(archsimd.LoadFloat32x8((*[lanes]float32)(p[1:]))))
			s2 = s2.Add(v.Mul(archsimd.LoadFloat32x8((*[lanes]float32)(p[2:]))))
			s3 = s3.Add(v.Mul(archsimd.LoadFloat32x8((*[lanes]float32)(p[3:]))))
			s4 = s4.Add(v.Mul(archsimd.LoadFloat32x8((*[lanes]float32)(p[4:]))))
			s5 = s5.Add(v.Mul(archsimd.LoadFloat32x8((*[lanes]float32)(p[5:]))))
			s6 = s6.Add(v.Mul(archsimd.LoadFloat32x8((*[lanes]float32)(p[6:]))))
			s7 = s7.Add(v.Mul(archsimd.LoadFloat32x8((*[lanes]float32)(p[7:]))))
			s8 = s8.Add(v.Mul(archsimd.LoadFloat32x8((*[lanes]float32)(p[8:]))))
			s9 = s9.Add(v.Mul(archsimd.LoadFloat32x8((*[lanes]float32)(p[9:]))))
			s10 = s10.Add(v.Mul(archsimd.LoadFloat32x8((*[lanes]float32)(p[10:]))))
			s11 = s11.Add(v.Mul(archsimd.LoadFloat32x8((*[lanes]float32)(p[11:]))))
			s12 = s12.Add(v.Mul(archsimd.LoadFloat32x8((*[lanes]float32)(p[12:]))))
		}
	}
	var acc [offsets][lanes]float32
	s0.Store(&acc[0])
	s1.Store(&acc[1])
	s2.Store(&acc[2])
	s3.Store(&acc[3])
	s4.Store(&acc[4])
	s5.Store(&acc[5])
	s6.Store(&acc[6])
	s7.Store(&acc[7])
	s8.Store(&acc[8])
	s9.Store(&acc[9])
	s10.Store(&acc[10])
	s11.Store(&acc[11])
	s12.Store(&acc[12])
	archsimd.ClearAVXUpperBits()
	for o := range sums {
		sums[o] += sumLanes(&acc[o])
	}
}

//go:norace
func halveAVX2(dst, a, b []float32) {
	quarter := archsimd.BroadcastFloat32x8(0.25)
	i := 0
	for ; i+lanes <= len(dst); i += lanes {
		l := load(a, 2*i).Add(load(b, 2*i))
		r := load(a, 2*i+lanes).Add(load(b, 2*i+lanes))
		lo, hi := l.Select128FromPair(0, 2, r), l.Select128FromPair(1, 3, r)
		even, odd := lo.SelectFromPairGrouped(0, 2, 4, 6, hi), lo.SelectFromPairGrouped(1, 3, 5, 7, hi)
		store(dst, i, even.Add(odd).Mul(quarter))
	}
	archsimd.ClearAVXUpperBits()
	halvePlain(dst[i:], a[2*i:], b[2*i:])
}

//go:norace
func windowAVX2(dst, x, taper []float32, lo, hi, mean, a float32) {
	vl, vh, vm, va := archsimd.BroadcastFloat32x8(lo), archsimd.BroadcastFloat32x8(hi), archsimd.BroadcastFloat32x8(mean), archsimd.BroadcastFloat32x8(a)
	i := 0
	for ; i+lanes <= len(dst); i += lanes {
		v := load(x, i).Max(vl).Min(vh)
		store(dst, i, v.Sub(vm).Mul(va).Mul(load(taper, i)))
	}
	archsimd.ClearAVXUpperBits()
	windowPlain(dst[i:], x[i:], taper[i:], lo, hi, mean, a)
}

//go:norace
func halve16AVX2(dst []float32, a, b []uint16) {
	quarter := archsimd.BroadcastFloat32x8(0.25)
	i := 0
	for ; i+lanes <= len(dst); i += lanes {
		p, q := (*[2 * lanes]uint16)(a[2*i:]), (*[2 * lanes]uint16)(b[2*i:])
		l := archsimd.LoadUint16x8((*[lanes]uint16)(p[0:])).ExtendToUint32().Add(archsimd.LoadUint16x8((*[lanes]uint16)(q[0:])).ExtendToUint32())
		r := archsimd.LoadUint16x8((*[lanes]uint16)(p[lanes:])).ExtendToUint32().Add(archsimd.LoadUint16x8((*[lanes]uint16)(q[lanes:])).ExtendToUint32())
		lf, rf := l.AsInt32x8().ConvertToFloat32(), r.AsInt32x8().ConvertToFloat32()
		lo, hi := lf.Select128FromPair(0, 2, rf), lf.Select128FromPair(1, 3, rf)
		even, odd := lo.SelectFromPairGrouped(0, 2, 4, 6, hi), lo.SelectFromPairGrouped(1, 3, 5, 7, hi)
		store(dst, i, even.Add(odd).Mul(quarter))
	}
	archsimd.ClearAVXUpperBits()
	halve16Plain(dst[i:], a[2*i:], b[2*i:])
}

//go:norace
func momentsAVX2(m *moments, x []float32, lo, hi float32) {
	vl, vh := archsimd.BroadcastFloat32x8(lo), archsimd.BroadcastFloat32x8(hi)
	sum, square, cut := archsimd.LoadFloat32x8(&m.sum), archsimd.LoadFloat32x8(&m.square), archsimd.LoadFloat32x8(&m.cut)
	least, most := archsimd.LoadFloat32x8(&m.least), archsimd.LoadFloat32x8(&m.most)
	i := 0
	for ; i+lanes <= len(x); i += lanes {
		v := load(x, i)
		sum = sum.Add(v)
		square = square.Add(v.Mul(v))
		cut = cut.Add(v.Max(vl).Min(vh))
		least, most = least.Min(v), most.Max(v)
	}
	sum.Store(&m.sum)
	square.Store(&m.square)
	cut.Store(&m.cut)
	least.Store(&m.least)
	most.Store(&m.most)
	archsimd.ClearAVXUpperBits()
	momentsPlain(m, x[i:], lo, hi)
}
