package img

// AddProducts adds x*y to dst, element by element.
func AddProducts(dst, x, y []float32) {
	alike(len(dst), len(x), len(y))
	kernel.addProducts(dst, x, y)
}

// Quotient sets dst to x/y, element by element; dst may be either.
func Quotient(dst, x, y []float32) {
	alike(len(dst), len(x), len(y))
	kernel.quotient(dst, x, y)
}

// AddWide adds x to dst, element by element.
func AddWide(dst []float64, x []float32) {
	alike(len(dst), len(x), len(x))
	kernel.addWide(dst, x)
}

// AddFiniteWide is AddFinite with sums in float64.
func AddFiniteWide(sum, count []float64, x []float32) {
	alike(len(sum), len(count), len(x))
	kernel.addFiniteWide(sum, count, x)
}

// nan16 is the upper half of a NaN.
const nan16 = 0x7fc0

// Round16 sets dst to the upper halves of x, rounded to nearest, halves away from
// zero: eight bits of precision over the range of a float32. All NaN are one.
func Round16(dst []uint16, x []float32) {
	alike(len(dst), len(x), len(x))
	kernel.round16(dst, x)
}

// Widen16 sets dst to the numbers of which x are the upper halves.
func Widen16(dst []float32, x []uint16) {
	alike(len(dst), len(x), len(x))
	kernel.widen16(dst, x)
}

// Transpose sets dst[i*dstStride+k] to src[k*srcStride+i] for k below rows and i below
// columns.
func Transpose(dst []float32, dstStride int, src []float32, srcStride, rows, columns int) {
	transpose(kernel, dst, dstStride, src, srcStride, rows, columns)
}

// transposeColumns is how many columns are written before the next rows are: they stay
// in the cache.
const transposeColumns = 64

func transpose(k kernels, dst []float32, dstStride int, src []float32, srcStride, rows, columns int) {
	for i := 0; i < columns; i += transposeColumns {
		n := min(transposeColumns, columns-i)
		row := 0
		for ; row+8 <= rows; row += 8 {
			k.transpose8(dst[i*dstStride+row:], dstStride, src[row*srcStride+i:], srcStride, n)
		}
		for ; row < rows; row++ {
			for j, v := range src[row*srcStride+i:][:n] {
				dst[(i+j)*dstStride+row] = v
			}
		}
	}
}

// alike panics where lengths are not.
func alike(a, b, c int) {
	if a != b || b != c {
		panic("img: slices of different length")
	}
}
