//go:build goexperiment.simd && amd64

package motion

import "simd/archsimd"

// avx2 returns the inner loops on vectors of 8 floats.
func avx2() kernels {
	return kernels{
		name: "avx2", stage4: stage4AVX2, first4: first4AVX2, last4: last4AVX2, last2: last2AVX2,
		spread: spreadAVX2, untangle: untangleAVX2, tangle: tangleAVX2,
		conjugateProduct: conjugateProductAVX2, removeOwn: removeOwnAVX2, addTurned: addTurnedAVX2,
		add: addAVX2, widen: widenAVX2, blend: blendAVX2, blend16: blend16AVX2, alike: alikeAVX2, transpose: transposeAVX2,
		correlateTile: correlateTileAVX2, narrow: narrowAVX2, halve: halveAVX2, halve16: halve16AVX2, moments: momentsAVX2, window: windowAVX2,
	}
}

func load(s []float32, i int) archsimd.Float32x8 {
	return archsimd.LoadFloat32x8((*[lanes]float32)(s[i:]))
}

func store(s []float32, i int, v archsimd.Float32x8) { v.Store((*[lanes]float32)(s[i:])) }

// load16 loads whole numbers, which floats hold exactly.
func load16(s []uint16, i int) archsimd.Float32x8 {
	return archsimd.LoadUint16x8((*[lanes]uint16)(s[i:])).ExtendToUint32().AsInt32x8().ConvertToFloat32()
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

func tileWords(s []int16) archsimd.Int16x16 { return archsimd.LoadInt16x16((*[words]int16)(s)) }

//go:norace
func correlateTileAVX2(sums *[offsets]int64, t, f []int16, tStride, fStride, width, rows int) {
	var s0, s1, s2, s3, s4, s5, s6 archsimd.Int32x8
	for y := range rows {
		a := t[y*tStride:][:width]
		b := f[y*fStride:][:width+offsets-1]
		for len(a) >= words && len(b) >= words+offsets-1 {
			v := tileWords(a)
			s0 = s0.Add(v.DotProductPairs(tileWords(b)))
			s1 = s1.Add(v.DotProductPairs(tileWords(b[1:])))
			s2 = s2.Add(v.DotProductPairs(tileWords(b[2:])))
			s3 = s3.Add(v.DotProductPairs(tileWords(b[3:])))
			s4 = s4.Add(v.DotProductPairs(tileWords(b[4:])))
			s5 = s5.Add(v.DotProductPairs(tileWords(b[5:])))
			s6 = s6.Add(v.DotProductPairs(tileWords(b[6:])))
			a, b = a[words:], b[words:]
		}
	}
	var acc [offsets][lanes]int32
	s0.Store(&acc[0])
	s1.Store(&acc[1])
	s2.Store(&acc[2])
	s3.Store(&acc[3])
	s4.Store(&acc[4])
	s5.Store(&acc[5])
	s6.Store(&acc[6])
	archsimd.ClearAVXUpperBits()
	for o := range sums {
		for _, v := range acc[o] {
			sums[o] += int64(v)
		}
	}
}

//go:norace
func narrowAVX2(dst []int16, x []float32, scale float32) {
	by := archsimd.BroadcastFloat32x8(scale)
	i := 0
	for ; i+words <= len(dst); i += words {
		p := load(x, i).Mul(by).RoundToEven().ConvertToInt32()
		q := load(x, i+lanes).Mul(by).RoundToEven().ConvertToInt32()
		// Packing goes by halves of a vector.
		lo, hi := p.Select128FromPair(0, 2, q), p.Select128FromPair(1, 3, q)
		lo.SaturateToInt16ConcatGrouped(hi).Store((*[words]int16)(dst[i:]))
	}
	archsimd.ClearAVXUpperBits()
	narrowPlain(dst[i:], x[i:], scale)
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
func windowAVX2(dst, x, column, taper []float32, lo, hi, mean float32) {
	vl, vh, vm := archsimd.BroadcastFloat32x8(lo), archsimd.BroadcastFloat32x8(hi), archsimd.BroadcastFloat32x8(mean)
	i := 0
	for ; i+lanes <= len(dst); i += lanes {
		v := load(x, i).Max(vl).Min(vh)
		store(dst, i, v.Sub(vm).Sub(load(column, i)).Mul(load(taper, i)))
	}
	archsimd.ClearAVXUpperBits()
	windowPlain(dst[i:], x[i:], column[i:], taper[i:], lo, hi, mean)
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

//go:norace
func removeOwnAVX2(cr, ci, re, im, gain, yc, ys []float32, xc, xs, scale, back float32) {
	c, d := archsimd.BroadcastFloat32x8(xc), archsimd.BroadcastFloat32x8(xs)
	vs, vb := archsimd.BroadcastFloat32x8(scale), archsimd.BroadcastFloat32x8(back)
	k := 0
	for ; k+lanes <= len(cr); k += lanes {
		r, i, a, b := load(re, k), load(im, k), load(yc, k), load(ys, k)
		e := r.Mul(r).Add(i.Mul(i)).Mul(load(gain, k)).Mul(vs)
		store(cr, k, load(cr, k).Sub(e.Mul(a.Mul(c).Sub(b.Mul(d)))).Mul(vb))
		store(ci, k, load(ci, k).Add(e.Mul(a.Mul(d).Add(b.Mul(c)))).Mul(vb))
	}
	archsimd.ClearAVXUpperBits()
	removeOwnPlain(cr[k:], ci[k:], re[k:], im[k:], gain[k:], yc[k:], ys[k:], xc, xs, scale, back)
}

//go:norace
func addTurnedAVX2(sr, si, re, im, yc, ys []float32, xc, xs float32) {
	c, d := archsimd.BroadcastFloat32x8(xc), archsimd.BroadcastFloat32x8(xs)
	k := 0
	for ; k+lanes <= len(sr); k += lanes {
		r, i, a, b := load(re, k), load(im, k), load(yc, k), load(ys, k)
		u, v := a.Mul(c).Sub(b.Mul(d)), a.Mul(d).Add(b.Mul(c))
		store(sr, k, load(sr, k).Add(r.Mul(u).Sub(i.Mul(v))))
		store(si, k, load(si, k).Add(r.Mul(v).Add(i.Mul(u))))
	}
	archsimd.ClearAVXUpperBits()
	addTurnedPlain(sr[k:], si[k:], re[k:], im[k:], yc[k:], ys[k:], xc, xs)
}

//go:norace
func addAVX2(sum, n, x []float32) {
	one := archsimd.BroadcastFloat32x8(1)
	k := 0
	for ; k+lanes <= len(x); k += lanes {
		v := load(x, k)
		number := v.Equal(v)
		store(sum, k, load(sum, k).Add(v.Masked(number)))
		store(n, k, load(n, k).Add(one.Masked(number)))
	}
	archsimd.ClearAVXUpperBits()
	addPlain(sum[k:], n[k:], x[k:])
}

//go:norace
func widenAVX2(dst []float32, x []uint16) {
	i := 0
	for ; i+lanes <= len(dst); i += lanes {
		store(dst, i, load16(x, i))
	}
	archsimd.ClearAVXUpperBits()
	widenPlain(dst[i:], x[i:])
}

//go:norace
func alikeAVX2(sums *[3][lanes]float32, x, y []float32) {
	a, aa, ab := at(&sums[0]), at(&sums[1]), at(&sums[2])
	i := 0
	for ; i+lanes <= len(x); i += lanes {
		v := load(x, i)
		a = a.Add(v)
		aa = aa.Add(v.Mul(v))
		ab = ab.Add(v.Mul(load(y, i)))
	}
	a.Store(&sums[0])
	aa.Store(&sums[1])
	ab.Store(&sums[2])
	archsimd.ClearAVXUpperBits()
	alikePlain(sums, x[i:], y[i:])
}

//go:norace
func blendAVX2(dst, a, b []float32, right int, fy, fx float32) {
	if fy == 0 && right == 0 {
		copy(dst, a)
		return
	}
	c, d := a[right:], b[right:]
	w00, w01, w10, w11 := corners(fy, fx)
	v00, v01, v10, v11 := archsimd.BroadcastFloat32x8(w00), archsimd.BroadcastFloat32x8(w01), archsimd.BroadcastFloat32x8(w10), archsimd.BroadcastFloat32x8(w11)
	i := 0
	for ; i+lanes <= len(dst); i += lanes {
		above := v00.Mul(load(a, i)).Add(v01.Mul(load(c, i)))
		below := v10.Mul(load(b, i)).Add(v11.Mul(load(d, i)))
		store(dst, i, above.Add(below))
	}
	archsimd.ClearAVXUpperBits()
	blendPlain(dst[i:], a[i:], b[i:], right, fy, fx)
}

//go:norace
func blend16AVX2(dst []float32, a, b []uint16, right int, fy, fx float32) {
	if fy == 0 && right == 0 {
		widenAVX2(dst, a)
		return
	}
	c, d := a[right:], b[right:]
	w00, w01, w10, w11 := corners(fy, fx)
	v00, v01, v10, v11 := archsimd.BroadcastFloat32x8(w00), archsimd.BroadcastFloat32x8(w01), archsimd.BroadcastFloat32x8(w10), archsimd.BroadcastFloat32x8(w11)
	i := 0
	for ; i+lanes <= len(dst); i += lanes {
		above := v00.Mul(load16(a, i)).Add(v01.Mul(load16(c, i)))
		below := v10.Mul(load16(b, i)).Add(v11.Mul(load16(d, i)))
		store(dst, i, above.Add(below))
	}
	archsimd.ClearAVXUpperBits()
	blendPlain(dst[i:], a[i:], b[i:], right, fy, fx)
}
