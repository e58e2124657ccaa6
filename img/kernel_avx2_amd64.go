//go:build goexperiment.simd && amd64

package img

import "simd/archsimd"

// avx2 returns the inner loops on vectors of 8 floats. What is left over at the
// end of a row falls to the plain loops.
func avx2() kernels {
	return kernels{
		name:          "avx2",
		addScaled:     addScaled8,
		maxInto:       maxInto8,
		correlateRow:  correlateRow8,
		correlateRows: correlateRows8,
		addFinite:     addFinite8,
		dot32:         dot32x8,
		addProducts:   addProducts8,
		quotient:      quotient8,
		addWide:       addWide8,
		addFiniteWide: addFiniteWide8,
		round16:       round16By8,
		widen16:       widen16By8,
		transpose8:    transposeBy8,
	}
}

func addScaled8(dst, x []float32, a float32) {
	x = x[:len(dst)]
	va := archsimd.BroadcastFloat32x8(a)
	for len(dst) >= 8 {
		d := archsimd.LoadFloat32x8Slice(dst)
		d.Add(va.Mul(archsimd.LoadFloat32x8Slice(x))).StoreSlice(dst)
		dst, x = dst[8:], x[8:]
	}
	archsimd.ClearAVXUpperBits()
	addScaledPlain(dst, x, a)
}

// maxInto8 compares and merges: the compiler may swap the operands of Max,
// which are not alike for NaN and for zeros of either sign.
func maxInto8(dst, x []float32) {
	x = x[:len(dst)]
	for len(dst) >= 8 {
		d := archsimd.LoadFloat32x8Slice(dst)
		v := archsimd.LoadFloat32x8Slice(x)
		v.Merge(d, v.Greater(d)).StoreSlice(dst)
		dst, x = dst[8:], x[8:]
	}
	archsimd.ClearAVXUpperBits()
	maxIntoPlain(dst, x)
}

// addFinite8 adds everywhere and keeps what was there where x is not finite.
func addFinite8(sum, count, x []float32) {
	sum, count = sum[:len(x)], count[:len(x)]
	zero, one := archsimd.BroadcastFloat32x8(0), archsimd.BroadcastFloat32x8(1)
	for len(x) >= 8 {
		v := archsimd.LoadFloat32x8Slice(x)
		finite := v.Sub(v).Equal(zero)
		s, c := archsimd.LoadFloat32x8Slice(sum), archsimd.LoadFloat32x8Slice(count)
		s.Add(v).Merge(s, finite).StoreSlice(sum)
		c.Add(one).Merge(c, finite).StoreSlice(count)
		sum, count, x = sum[8:], count[8:], x[8:]
	}
	archsimd.ClearAVXUpperBits()
	addFinitePlain(sum, count, x)
}

// correlateRow8 keeps four vectors of sums in registers while it walks the weights.
func correlateRow8(dst, x, w []float32) {
	for len(dst) >= 32 {
		var s0, s1, s2, s3 archsimd.Float32x8
		for k, wk := range w {
			v := archsimd.BroadcastFloat32x8(wk)
			p := (*[32]float32)(x[k:])
			s0 = s0.Add(v.Mul(archsimd.LoadFloat32x8((*[8]float32)(p[0:]))))
			s1 = s1.Add(v.Mul(archsimd.LoadFloat32x8((*[8]float32)(p[8:]))))
			s2 = s2.Add(v.Mul(archsimd.LoadFloat32x8((*[8]float32)(p[2*8:]))))
			s3 = s3.Add(v.Mul(archsimd.LoadFloat32x8((*[8]float32)(p[3*8:]))))
		}
		s0.StoreSlice(dst)
		s1.StoreSlice(dst[8:])
		s2.StoreSlice(dst[2*8:])
		s3.StoreSlice(dst[3*8:])
		dst, x = dst[32:], x[32:]
	}
	for len(dst) >= 8 {
		var s archsimd.Float32x8
		for k, wk := range w {
			s = s.Add(archsimd.BroadcastFloat32x8(wk).Mul(archsimd.LoadFloat32x8Slice(x[k:])))
		}
		s.StoreSlice(dst)
		dst, x = dst[8:], x[8:]
	}
	archsimd.ClearAVXUpperBits()
	correlateRowPlain(dst, x, w)
}

// correlateRows8 is correlateRow8 down the columns of several rows.
func correlateRows8(dst []float32, rows [][]float32, w []float32) {
	i := 0
	for ; i+32 <= len(dst); i += 32 {
		var s0, s1, s2, s3 archsimd.Float32x8
		for k, row := range rows {
			v := archsimd.BroadcastFloat32x8(w[k])
			p := (*[32]float32)(row[i:])
			s0 = s0.Add(v.Mul(archsimd.LoadFloat32x8((*[8]float32)(p[0:]))))
			s1 = s1.Add(v.Mul(archsimd.LoadFloat32x8((*[8]float32)(p[8:]))))
			s2 = s2.Add(v.Mul(archsimd.LoadFloat32x8((*[8]float32)(p[2*8:]))))
			s3 = s3.Add(v.Mul(archsimd.LoadFloat32x8((*[8]float32)(p[3*8:]))))
		}
		s0.StoreSlice(dst[i:])
		s1.StoreSlice(dst[i+8:])
		s2.StoreSlice(dst[i+2*8:])
		s3.StoreSlice(dst[i+3*8:])
	}
	for ; i+8 <= len(dst); i += 8 {
		var s archsimd.Float32x8
		for k, row := range rows {
			s = s.Add(archsimd.BroadcastFloat32x8(w[k]).Mul(archsimd.LoadFloat32x8Slice(row[i:])))
		}
		s.StoreSlice(dst[i:])
	}
	archsimd.ClearAVXUpperBits()
	correlateRowsFrom(i, dst, rows, w)
}

func dot32x8(x, y []float32) (lanes [32]float32) {
	y = y[:len(x)]
	var s0, s1, s2, s3 archsimd.Float32x8
	for len(x) >= 32 {
		s0 = s0.Add(archsimd.LoadFloat32x8Slice(x).Mul(archsimd.LoadFloat32x8Slice(y)))
		s1 = s1.Add(archsimd.LoadFloat32x8Slice(x[8:]).Mul(archsimd.LoadFloat32x8Slice(y[8:])))
		s2 = s2.Add(archsimd.LoadFloat32x8Slice(x[16:]).Mul(archsimd.LoadFloat32x8Slice(y[16:])))
		s3 = s3.Add(archsimd.LoadFloat32x8Slice(x[24:]).Mul(archsimd.LoadFloat32x8Slice(y[24:])))
		x, y = x[32:], y[32:]
	}
	s0.StoreSlice(lanes[0:])
	s1.StoreSlice(lanes[8:])
	s2.StoreSlice(lanes[16:])
	s3.StoreSlice(lanes[24:])
	archsimd.ClearAVXUpperBits()
	return lanes
}
