package img

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

func dot32Plain(lanes *[32]float32, x, y []float32) {
	y = y[:len(x)]
	for len(x) >= 32 {
		a, b := (*[32]float32)(x), (*[32]float32)(y)
		for l := range lanes {
			lanes[l] += float32(a[l] * b[l])
		}
		x, y = x[32:], y[32:]
	}
}
