//go:build goexperiment.simd && amd64

package img

import "simd/archsimd"

// avx512 returns the inner loops on vectors of 16 floats. What is left over at the
// end of a row falls to the plain loops.
func avx512() kernels {
	return kernels{
		name:          "avx512",
		addScaled:     addScaled16,
		maxInto:       maxInto16,
		correlateRow:  correlateRow16,
		correlateRows: correlateRows16,
		addFinite:     addFinite16,
		dot32:         dot32x16,
		// Those below wait for memory: vectors of 8 are as fast.
		addProducts:   addProducts8,
		quotient:      quotient8,
		addWide:       addWide8,
		addFiniteWide: addFiniteWide8,
		round16:       round16By8,
		widen16:       widen16By8,
		transpose8:    transposeBy8,
	}
}

func addScaled16(dst, x []float32, a float32) {
	x = x[:len(dst)]
	va := archsimd.BroadcastFloat32x16(a)
	for len(dst) >= 16 {
		d := archsimd.LoadFloat32x16Slice(dst)
		d.Add(va.Mul(archsimd.LoadFloat32x16Slice(x))).StoreSlice(dst)
		dst, x = dst[16:], x[16:]
	}
	archsimd.ClearAVXUpperBits()
	addScaledPlain(dst, x, a)
}

// maxInto16 compares and merges: the compiler may swap the operands of Max,
// which are not alike for NaN and for zeros of either sign.
func maxInto16(dst, x []float32) {
	x = x[:len(dst)]
	for len(dst) >= 16 {
		d := archsimd.LoadFloat32x16Slice(dst)
		v := archsimd.LoadFloat32x16Slice(x)
		v.Merge(d, v.Greater(d)).StoreSlice(dst)
		dst, x = dst[16:], x[16:]
	}
	archsimd.ClearAVXUpperBits()
	maxIntoPlain(dst, x)
}

// addFinite16 adds everywhere and keeps what was there where x is not finite.
func addFinite16(sum, count, x []float32) {
	sum, count = sum[:len(x)], count[:len(x)]
	zero, one := archsimd.BroadcastFloat32x16(0), archsimd.BroadcastFloat32x16(1)
	for len(x) >= 16 {
		v := archsimd.LoadFloat32x16Slice(x)
		finite := v.Sub(v).Equal(zero)
		s, c := archsimd.LoadFloat32x16Slice(sum), archsimd.LoadFloat32x16Slice(count)
		s.Add(v).Merge(s, finite).StoreSlice(sum)
		c.Add(one).Merge(c, finite).StoreSlice(count)
		sum, count, x = sum[16:], count[16:], x[16:]
	}
	archsimd.ClearAVXUpperBits()
	addFinitePlain(sum, count, x)
}

// correlateRow16 keeps four vectors of sums in registers while it walks the weights.
func correlateRow16(dst, x, w []float32) {
	for len(dst) >= 64 {
		var s0, s1, s2, s3 archsimd.Float32x16
		for k, wk := range w {
			v := archsimd.BroadcastFloat32x16(wk)
			p := (*[64]float32)(x[k:])
			s0 = s0.Add(v.Mul(archsimd.LoadFloat32x16((*[16]float32)(p[0:]))))
			s1 = s1.Add(v.Mul(archsimd.LoadFloat32x16((*[16]float32)(p[16:]))))
			s2 = s2.Add(v.Mul(archsimd.LoadFloat32x16((*[16]float32)(p[2*16:]))))
			s3 = s3.Add(v.Mul(archsimd.LoadFloat32x16((*[16]float32)(p[3*16:]))))
		}
		s0.StoreSlice(dst)
		s1.StoreSlice(dst[16:])
		s2.StoreSlice(dst[2*16:])
		s3.StoreSlice(dst[3*16:])
		dst, x = dst[64:], x[64:]
	}
	for len(dst) >= 16 {
		var s archsimd.Float32x16
		for k, wk := range w {
			s = s.Add(archsimd.BroadcastFloat32x16(wk).Mul(archsimd.LoadFloat32x16Slice(x[k:])))
		}
		s.StoreSlice(dst)
		dst, x = dst[16:], x[16:]
	}
	archsimd.ClearAVXUpperBits()
	correlateRowPlain(dst, x, w)
}

// correlateRows16 is correlateRow16 down the columns of several rows.
func correlateRows16(dst []float32, rows [][]float32, w []float32) {
	i := 0
	for ; i+64 <= len(dst); i += 64 {
		var s0, s1, s2, s3 archsimd.Float32x16
		for k, row := range rows {
			v := archsimd.BroadcastFloat32x16(w[k])
			p := (*[64]float32)(row[i:])
			s0 = s0.Add(v.Mul(archsimd.LoadFloat32x16((*[16]float32)(p[0:]))))
			s1 = s1.Add(v.Mul(archsimd.LoadFloat32x16((*[16]float32)(p[16:]))))
			s2 = s2.Add(v.Mul(archsimd.LoadFloat32x16((*[16]float32)(p[2*16:]))))
			s3 = s3.Add(v.Mul(archsimd.LoadFloat32x16((*[16]float32)(p[3*16:]))))
		}
		s0.StoreSlice(dst[i:])
		s1.StoreSlice(dst[i+16:])
		s2.StoreSlice(dst[i+2*16:])
		s3.StoreSlice(dst[i+3*16:])
	}
	for ; i+16 <= len(dst); i += 16 {
		var s archsimd.Float32x16
		for k, row := range rows {
			s = s.Add(archsimd.BroadcastFloat32x16(w[k]).Mul(archsimd.LoadFloat32x16Slice(row[i:])))
		}
		s.StoreSlice(dst[i:])
	}
	archsimd.ClearAVXUpperBits()
	correlateRowsFrom(i, dst, rows, w)
}

func dot32x16(x, y []float32) (lanes [32]float32) {
	y = y[:len(x)]
	var s0, s1 archsimd.Float32x16
	for len(x) >= 32 {
		s0 = s0.Add(archsimd.LoadFloat32x16Slice(x).Mul(archsimd.LoadFloat32x16Slice(y)))
		s1 = s1.Add(archsimd.LoadFloat32x16Slice(x[16:]).Mul(archsimd.LoadFloat32x16Slice(y[16:])))
		x, y = x[32:], y[32:]
	}
	s0.StoreSlice(lanes[0:])
	s1.StoreSlice(lanes[16:])
	archsimd.ClearAVXUpperBits()
	return lanes
}
