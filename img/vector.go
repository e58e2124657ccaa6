package img

// AddScaled adds a*x to dst, element by element.
func AddScaled(dst, x []float32, a float32) {
	if len(dst) != len(x) {
		panic("img: AddScaled of slices of different length")
	}
	kernel.addScaled(dst, x, a)
}

// AddFinite adds x to sum, and 1 to count, element by element where x is neither
// NaN nor infinite.
func AddFinite(sum, count, x []float32) {
	if len(sum) != len(x) || len(count) != len(x) {
		panic("img: AddFinite of slices of different length")
	}
	kernel.addFinite(sum, count, x)
}

// MaxInto replaces every element of dst by that of x where x is larger.
func MaxInto(dst, x []float32) {
	if len(dst) != len(x) {
		panic("img: MaxInto of slices of different length")
	}
	kernel.maxInto(dst, x)
}

// Correlate sets dst[i] to the sum over k of w[k]*x[i+k]; x has len(w)-1 elements
// more than dst.
func Correlate(dst, x, w []float32) {
	if len(x) != len(dst)+len(w)-1 {
		panic("img: Correlate of slices of different length")
	}
	kernel.correlateRow(dst, x, w)
}

// Dot returns the sum of x[i]*y[i]. Products are summed in float32 over blocks
// of dotBlock elements and the blocks in float64.
func Dot(x, y []float32) float64 {
	if len(x) != len(y) {
		panic("img: Dot of slices of different length")
	}
	return dot(kernel, x, y)
}

// SumSquares returns the sum of x[i]*x[i], summed as Dot does.
func SumSquares(x []float32) float64 { return dot(kernel, x, x) }

// dotBlock keeps the float32 sums of Dot short: 32 lanes of 128 products each,
// for a relative rounding error below 128 * 2^-24, or 1e-5.
const dotBlock = 4096

func dot(k kernels, x, y []float32) float64 {
	var sum float64
	for len(x) > 0 {
		n := min(dotBlock, len(x))
		whole := n &^ 31
		// Four sums side by side are faster than one.
		var s0, s1, s2, s3 float64
		lanes := k.dot32(x[:whole], y[:whole])
		for l := 0; l < len(lanes); l += 4 {
			s0 += float64(lanes[l])
			s1 += float64(lanes[l+1])
			s2 += float64(lanes[l+2])
			s3 += float64(lanes[l+3])
		}
		i := whole
		for ; i+4 <= n; i += 4 {
			a, b := x[i:i+4:n], y[i:i+4:n]
			s0 += float64(float32(a[0] * b[0]))
			s1 += float64(float32(a[1] * b[1]))
			s2 += float64(float32(a[2] * b[2]))
			s3 += float64(float32(a[3] * b[3]))
		}
		for ; i < n; i++ {
			s0 += float64(float32(x[i] * y[i]))
		}
		sum += (s0 + s1) + (s2 + s3)
		x, y = x[n:], y[n:]
	}
	return sum
}
