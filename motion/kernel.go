package motion

// lanes is how many lines the transform takes side by side.
const lanes = 8

// offsets is how many neighbouring offsets the correlation of tiles takes side by
// side.
const offsets = 13

// kernels are the inner loops. All paths do the same multiplications and additions
// in the same order, so that shifts are the same bytes on every machine; the plain
// ones are the definition.
type kernels struct {
	name string
	// stage4 is one radix-4 stage of Stockham's transform of lanes lines: from
	// x to y, m groups of s butterflies, with the twiddles w1, w2, w3 of each
	// group, real and imaginary part in turn.
	stage4 func(yr, yi, xr, xi, twiddles []float32, m, s int)
	// stage2 is the last stage where one factor of two is left.
	stage2 func(yr, yi, xr, xi []float32, s int)
	// split makes of the transform of two packed real lines those of each.
	split func(ar, ai, br, bi, zr, zi, mr, mi *[lanes]float32)
	// conjugateProduct sets dst to a times the conjugate of b.
	conjugateProduct func(dr, di, ar, ai, br, bi []float32)
	// transpose sets dst[i*lanes+j] = src[j*stride+i] for i < n, j < lanes.
	transpose func(dst, src []float32, stride, n int)
	// correlateTile adds to sums[o] the products of the rows of t with those of
	// f, o columns on; width is a multiple of lanes.
	correlateTile func(sums *[offsets]float32, t, f []float32, tStride, fStride, width, rows int)
	// halve sets dst to the means of 2 x 2 pixels of two rows.
	halve func(dst, a, b []float32)
	// halve16 is halve for pixels of 16 bits.
	halve16 func(dst []float32, a, b []uint16)
	// moments adds to sums those of x, of its squares and of x cut to lo..hi, and
	// lowers and raises the extremes.
	moments func(m *moments, x []float32, lo, hi float32)
	// window sets dst = (min(max(x, lo), hi) - mean) * a * taper.
	window func(dst, x, taper []float32, lo, hi, mean, a float32)
}

// moments are sums and extremes of pixels, in lanes.
type moments struct {
	sum, square, cut, least, most [lanes]float32
}
