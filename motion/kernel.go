package motion

// lanes is how many lines the transform takes side by side.
const lanes = 8

// words is how many whole numbers of 16 bits are multiplied side by side, two of them
// to one sum of 32 bits.
const words = 2 * lanes

// Products of wordLimit, added up over tileBlock pixels in lanes sums, stay below 2^31.
const (
	wordLimit = 1<<12 - 1
	tileBlock = 1024
)

// offsets is how many neighbouring offsets the correlation of tiles takes side by
// side.
const offsets = 7

// kernels are the inner loops. All paths do the same multiplications and additions
// in the same order, so that shifts are the same bytes on every machine; the plain
// ones are the definition.
type kernels struct {
	name string
	// stage4 is one radix-4 stage of Stockham's transform of lanes lines: from
	// x to y, groups of s butterflies, with the twiddles w1, w2, w3 of each
	// group, real and imaginary part in turn.
	stage4 func(yr, yi, xr, xi [][lanes]float32, twiddles []float32, s int)
	// first4 is the stage of s = 1 from lines whose values are stride apart.
	first4 func(yr, yi [][lanes]float32, xr, xi, twiddles []float32, stride int)
	// last4 is the stage of one group, whose twiddles are 1, and last2 that where one
	// factor of two is left.
	last4, last2 func(yr, yi, xr, xi [][lanes]float32)
	// spread sets dst[i*stride+j] = src[i][j].
	spread func(dst []float32, src [][lanes]float32, stride int)
	// untangle makes of the transform z of two packed real lines those of each, for
	// the first rows frequencies: a at k*stride of dr and di, b apart on.
	untangle func(dr, di []float32, apart, stride, rows int, zr, zi [][lanes]float32)
	// tangle is the way back: to the line of p + iq, frequencies that p and q do not
	// have being 0.
	tangle func(zr, zi, pr, pi, qr, qi [][lanes]float32)
	// conjugateProduct sets dst to a times the conjugate of b.
	conjugateProduct func(dr, di, ar, ai, br, bi []float32)
	// removeOwn subtracts (re^2 + im^2) gain scale exp(-i(y + x)), cosines and sines
	// given, from c and multiplies by back.
	removeOwn func(cr, ci, re, im, gain, yc, ys []float32, xc, xs, scale, back float32)
	// addTurned adds (re + i im) exp(i(y + x)).
	addTurned func(sr, si, re, im, yc, ys []float32, xc, xs float32)
	// add adds what is a number to sum and counts it in n.
	add func(sum, n, x []float32)
	// widen sets dst to x.
	widen func(dst []float32, x []uint16)
	// blend sets dst to the values between rows a and b, fy of the way, and between
	// neighbours in each, fx of the way, when right is 1; blend16 does so for pixels of
	// 16 bits.
	blend   func(dst, a, b []float32, right int, fy, fx float32)
	blend16 func(dst []float32, a, b []uint16, right int, fy, fx float32)
	// alike adds to sums those of x, its squares and its products with y.
	alike func(sums *[3][lanes]float32, x, y []float32)
	// transpose sets dst[i][j] = src[j*stride+i] for i < n, j < lanes.
	transpose func(dst [][lanes]float32, src []float32, stride, n int)
	// correlateTile adds to sums[o] the products of the rows of t with those of
	// f, o columns on; width is a multiple of words. Sums are exact as long as there
	// are no more than tileBlock pixels of no more than wordLimit.
	correlateTile func(sums *[offsets]int64, t, f []int16, tStride, fStride, width, rows int)
	// narrow sets dst to the whole numbers nearest to x times scale, at most 2^15-1.
	narrow func(dst []int16, x []float32, scale float32)
	// halve sets dst to the means of 2 x 2 pixels of two rows.
	halve func(dst, a, b []float32)
	// halve16 is halve for pixels of 16 bits.
	halve16 func(dst []float32, a, b []uint16)
	// moments adds to sums those of x, of its squares and of x cut to lo..hi, and
	// lowers and raises the extremes.
	moments func(m *moments, x []float32, lo, hi float32)
	// window sets dst = (min(max(x, lo), hi) - mean - column) * taper.
	window func(dst, x, column, taper []float32, lo, hi, mean float32)
}

// moments are sums and extremes of pixels, in lanes.
type moments struct {
	sum, square, cut, least, most [lanes]float32
}
