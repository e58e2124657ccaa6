//go:build goexperiment.simd && amd64

package img

import "simd/archsimd"

//go:norace
func addProducts8(dst, x, y []float32) {
	x, y = x[:len(dst)], y[:len(dst)]
	for len(dst) >= 8 {
		d := archsimd.LoadFloat32x8Slice(dst)
		d.Add(archsimd.LoadFloat32x8Slice(x).Mul(archsimd.LoadFloat32x8Slice(y))).StoreSlice(dst)
		dst, x, y = dst[8:], x[8:], y[8:]
	}
	archsimd.ClearAVXUpperBits()
	addProductsPlain(dst, x, y)
}

//go:norace
func quotient8(dst, x, y []float32) {
	x, y = x[:len(dst)], y[:len(dst)]
	for len(dst) >= 8 {
		archsimd.LoadFloat32x8Slice(x).Div(archsimd.LoadFloat32x8Slice(y)).StoreSlice(dst)
		dst, x, y = dst[8:], x[8:], y[8:]
	}
	archsimd.ClearAVXUpperBits()
	quotientPlain(dst, x, y)
}

//go:norace
func addWide8(dst []float64, x []float32) {
	dst = dst[:len(x)]
	for len(x) >= 8 {
		a, b := archsimd.LoadFloat32x4Slice(x).ConvertToFloat64(), archsimd.LoadFloat32x4Slice(x[4:]).ConvertToFloat64()
		archsimd.LoadFloat64x4Slice(dst).Add(a).StoreSlice(dst)
		archsimd.LoadFloat64x4Slice(dst[4:]).Add(b).StoreSlice(dst[4:])
		dst, x = dst[8:], x[8:]
	}
	archsimd.ClearAVXUpperBits()
	addWidePlain(dst, x)
}

//go:norace
func addFiniteWide8(sum, count []float64, x []float32) {
	sum, count = sum[:len(x)], count[:len(x)]
	zero, one := archsimd.BroadcastFloat64x4(0), archsimd.BroadcastFloat64x4(1)
	for len(x) >= 4 {
		v := archsimd.LoadFloat32x4Slice(x).ConvertToFloat64()
		finite := v.Sub(v).Equal(zero)
		s, c := archsimd.LoadFloat64x4Slice(sum), archsimd.LoadFloat64x4Slice(count)
		s.Add(v).Merge(s, finite).StoreSlice(sum)
		c.Add(one).Merge(c, finite).StoreSlice(count)
		sum, count, x = sum[4:], count[4:], x[4:]
	}
	archsimd.ClearAVXUpperBits()
	addFiniteWidePlain(sum, count, x)
}

// round16By8 shifts by a vector: ShiftAllRight, whose number comes through an
// instruction of the old encoding, took twenty times as long.
//
//go:norace
func round16By8(dst []uint16, x []float32) {
	dst = dst[:len(x)]
	half, none, by := archsimd.BroadcastUint32x8(0x8000), archsimd.BroadcastUint32x8(nan16), archsimd.BroadcastUint32x8(16)
	for len(x) >= 16 {
		v, w := archsimd.LoadFloat32x8Slice(x), archsimd.LoadFloat32x8Slice(x[8:])
		p := v.AsUint32x8().Add(half).ShiftRight(by).Merge(none, v.Equal(v)).AsInt32x8()
		q := w.AsUint32x8().Add(half).ShiftRight(by).Merge(none, w.Equal(w)).AsInt32x8()
		// Packing goes by halves of a vector.
		lo, hi := p.Select128FromPair(0, 2, q), p.Select128FromPair(1, 3, q)
		lo.SaturateToUint16ConcatGrouped(hi).StoreSlice(dst)
		dst, x = dst[16:], x[16:]
	}
	archsimd.ClearAVXUpperBits()
	round16Plain(dst, x)
}

//go:norace
func widen16By8(dst []float32, x []uint16) {
	dst = dst[:len(x)]
	by := archsimd.BroadcastUint32x8(16)
	for len(x) >= 8 {
		archsimd.LoadUint16x8Slice(x).ExtendToUint32().ShiftLeft(by).AsFloat32x8().StoreSlice(dst)
		dst, x = dst[8:], x[8:]
	}
	archsimd.ClearAVXUpperBits()
	widen16Plain(dst, x)
}

// transposeBy8 turns blocks of 8 x 8 over in three rounds of exchanges.
//
//go:norace
func transposeBy8(dst []float32, dstStride int, src []float32, srcStride, n int) {
	i := 0
	for ; i+8 <= n; i += 8 {
		r0, r1 := archsimd.LoadFloat32x8Slice(src[i:]), archsimd.LoadFloat32x8Slice(src[srcStride+i:])
		r2, r3 := archsimd.LoadFloat32x8Slice(src[2*srcStride+i:]), archsimd.LoadFloat32x8Slice(src[3*srcStride+i:])
		r4, r5 := archsimd.LoadFloat32x8Slice(src[4*srcStride+i:]), archsimd.LoadFloat32x8Slice(src[5*srcStride+i:])
		r6, r7 := archsimd.LoadFloat32x8Slice(src[6*srcStride+i:]), archsimd.LoadFloat32x8Slice(src[7*srcStride+i:])
		a0, a1 := r0.SelectFromPairGrouped(0, 1, 4, 5, r1), r0.SelectFromPairGrouped(2, 3, 6, 7, r1)
		a2, a3 := r2.SelectFromPairGrouped(0, 1, 4, 5, r3), r2.SelectFromPairGrouped(2, 3, 6, 7, r3)
		a4, a5 := r4.SelectFromPairGrouped(0, 1, 4, 5, r5), r4.SelectFromPairGrouped(2, 3, 6, 7, r5)
		a6, a7 := r6.SelectFromPairGrouped(0, 1, 4, 5, r7), r6.SelectFromPairGrouped(2, 3, 6, 7, r7)
		b0, b1 := a0.SelectFromPairGrouped(0, 2, 4, 6, a2), a0.SelectFromPairGrouped(1, 3, 5, 7, a2)
		b2, b3 := a1.SelectFromPairGrouped(0, 2, 4, 6, a3), a1.SelectFromPairGrouped(1, 3, 5, 7, a3)
		b4, b5 := a4.SelectFromPairGrouped(0, 2, 4, 6, a6), a4.SelectFromPairGrouped(1, 3, 5, 7, a6)
		b6, b7 := a5.SelectFromPairGrouped(0, 2, 4, 6, a7), a5.SelectFromPairGrouped(1, 3, 5, 7, a7)
		b0.Select128FromPair(0, 2, b4).StoreSlice(dst[i*dstStride:])
		b1.Select128FromPair(0, 2, b5).StoreSlice(dst[(i+1)*dstStride:])
		b2.Select128FromPair(0, 2, b6).StoreSlice(dst[(i+2)*dstStride:])
		b3.Select128FromPair(0, 2, b7).StoreSlice(dst[(i+3)*dstStride:])
		b0.Select128FromPair(1, 3, b4).StoreSlice(dst[(i+4)*dstStride:])
		b1.Select128FromPair(1, 3, b5).StoreSlice(dst[(i+5)*dstStride:])
		b2.Select128FromPair(1, 3, b6).StoreSlice(dst[(i+6)*dstStride:])
		b3.Select128FromPair(1, 3, b7).StoreSlice(dst[(i+7)*dstStride:])
	}
	archsimd.ClearAVXUpperBits()
	if i < n {
		transpose8Plain(dst[i*dstStride:], dstStride, src[i:], srcStride, n-i)
	}
}
