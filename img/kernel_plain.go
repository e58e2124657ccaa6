package img

import "math"

// plain returns the inner loops in ordinary Go. The conversions
// float32(a * b) forbid the compiler to fuse a product with the sum around it,
// which it may do on some processors and which would change the last bit.
func plain() kernels {
	return kernels{
		name:          "plain",
		addScaled:     addScaledPlain,
		maxInto:       maxIntoPlain,
		correlateRow:  correlateRowPlain,
		correlateRows: correlateRowsPlain,
		addFinite:     addFinitePlain,
		dot32:         dot32Plain,
		addProducts:   addProductsPlain,
		quotient:      quotientPlain,
		addWide:       addWidePlain,
		addFiniteWide: addFiniteWidePlain,
		round16:       round16Plain,
		widen16:       widen16Plain,
		transpose8:    transpose8Plain,
	}
}

func addScaledPlain(dst, x []float32, a float32) {
	x = x[:len(dst)]
	for i := range dst {
		dst[i] += float32(a * x[i])
	}
}

func maxIntoPlain(dst, x []float32) {
	x = x[:len(dst)]
	for i, v := range x {
		if v > dst[i] {
			dst[i] = v
		}
	}
}

func addFinitePlain(sum, count, x []float32) {
	sum, count = sum[:len(x)], count[:len(x)]
	for i, v := range x {
		if v-v == 0 {
			sum[i] += v
			count[i]++
		}
	}
}

func correlateRowPlain(dst, x, w []float32) {
	for i := range dst {
		var sum float32
		for k, v := range x[i : i+len(w)] {
			sum += float32(w[k] * v)
		}
		dst[i] = sum
	}
}

func correlateRowsPlain(dst []float32, rows [][]float32, w []float32) {
	correlateRowsFrom(0, dst, rows, w)
}

// correlateRowsFrom does the columns from i on.
func correlateRowsFrom(i int, dst []float32, rows [][]float32, w []float32) {
	dst = dst[i:]
	clear(dst)
	for k, row := range rows {
		addScaledPlain(dst, row[i:], w[k])
	}
}

func dot32Plain(x, y []float32) (lanes [32]float32) {
	y = y[:len(x)]
	for len(x) >= 32 {
		a, b := (*[32]float32)(x), (*[32]float32)(y)
		for l := range lanes {
			lanes[l] += float32(a[l] * b[l])
		}
		x, y = x[32:], y[32:]
	}
	return lanes
}

func addProductsPlain(dst, x, y []float32) {
	x, y = x[:len(dst)], y[:len(dst)]
	for i := range dst {
		dst[i] += float32(x[i] * y[i])
	}
}

func quotientPlain(dst, x, y []float32) {
	x, y = x[:len(dst)], y[:len(dst)]
	for i := range dst {
		dst[i] = x[i] / y[i]
	}
}

func addWidePlain(dst []float64, x []float32) {
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i] += float64(v)
	}
}

func addFiniteWidePlain(sum, count []float64, x []float32) {
	sum, count = sum[:len(x)], count[:len(x)]
	for i, v := range x {
		if v-v == 0 {
			sum[i] += float64(v)
			count[i]++
		}
	}
}

func round16Plain(dst []uint16, x []float32) {
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i] = nan16
		if v == v {
			dst[i] = uint16((math.Float32bits(v) + 0x8000) >> 16)
		}
	}
}

func widen16Plain(dst []float32, x []uint16) {
	dst = dst[:len(x)]
	for i, v := range x {
		dst[i] = math.Float32frombits(uint32(v) << 16)
	}
}

func transpose8Plain(dst []float32, dstStride int, src []float32, srcStride, n int) {
	for k := range 8 {
		for i, v := range src[k*srcStride:][:n] {
			dst[i*dstStride+k] = v
		}
	}
}
