package img

import "os"

// kernels are the inner loops every filter is built from. Each path of the
// processor fills the same table, and all paths do the same unfused
// multiplications and additions in the same order, so that an image gives the
// same bytes on every machine. The plain table is the definition; the others
// are tested against it, bit for bit.
type kernels struct {
	name string
	// addScaled adds a*x to dst.
	addScaled func(dst, x []float32, a float32)
	// maxInto replaces dst[i] by x[i] where x[i] is larger. x may begin
	// later in the same array than dst.
	maxInto func(dst, x []float32)
	// correlateRow sets dst[i] = sum over k of w[k]*x[i+k];
	// len(x) is len(dst)+len(w)-1.
	correlateRow func(dst, x, w []float32)
	// correlateRows sets dst[i] = sum over k of w[k]*rows[k][i].
	correlateRows func(dst []float32, rows [][]float32, w []float32)
	// addFinite adds x to sum and 1 to count where x is finite.
	addFinite func(sum, count, x []float32)
	// dot32 returns in lane l the sum of x[i]*y[i] over i%32 = l, in order of
	// i; len(x) is a multiple of 32. By value: what a pointer points to would be
	// garbage after every call.
	dot32 func(x, y []float32) [32]float32
	// addProducts adds x*y to dst.
	addProducts func(dst, x, y []float32)
	// quotient sets dst to x/y.
	quotient func(dst, x, y []float32)
	// addWide adds x to dst.
	addWide func(dst []float64, x []float32)
	// addFiniteWide is addFinite with sums in float64.
	addFiniteWide func(sum, count []float64, x []float32)
	// round16 and widen16 are Round16 and Widen16.
	round16 func(dst []uint16, x []float32)
	widen16 func(dst []float32, x []uint16)
	// transpose8 sets dst[i*dstStride+k] = src[k*srcStride+i] for k < 8 and i < n.
	transpose8 func(dst []float32, dstStride int, src []float32, srcStride, n int)
}

// kernel is the table in use, chosen once when the program starts.
var kernel = choose(os.Getenv("RESPINE_SIMD"), available())

// KernelPath names the inner loops in use: "avx512", "avx2" or "plain". It is
// the best the processor and the build offer; the environment variable
// RESPINE_SIMD set to avx2 or plain asks for less. The results are the same.
func KernelPath() string { return kernel.name }

// choose returns the first table of best, which is ordered fastest first and
// ends in plain, that is no better than the wish. A wish nobody offers, or an
// empty one, leaves the fastest.
func choose(wish string, best []kernels) kernels {
	rank := map[string]int{"plain": 1, "avx2": 2, "avx512": 3}
	limit, known := rank[wish]
	if !known {
		return best[0]
	}
	for _, k := range best {
		if rank[k.name] <= limit {
			return k
		}
	}
	return plain()
}
