package convnet

import "respine/img"

// Shapes the kernels work in.
const (
	lanes = 16 // partial sums of a dot product
	outs  = 8  // output channels of a convolution computed together
	dotYs = 4  // planes of gradient multiplied together
)

// kernels are the two inner loops all the work is in. Each path of the
// processor fills the same table, and all paths do the same unfused
// multiplications and additions in the same order. The plain table is the
// definition; the others are tested against it, bit for bit.
type kernels struct {
	name string
	// convolve sets, for o in [0, outs) and x in [0, n),
	//	dst[o*stride+x] = bias[o] + sum over t of w[t*outs+o]*src[taps[t]+x],
	// summed in the order of t from bias[o].
	convolve func(dst []float32, stride, n int, src []float32, taps []int, w, bias []float32)
	// dots sets, for every tap t and o in [0, dotYs),
	//	sums[t*dotYs+o] = fold of sum over b of y[(b*dotYs+o)*lanes+l]*x[taps[t]+b*lanes+l],
	// each lane l summed in the order of b from zero, the lanes as fold says.
	dots func(sums, y, x []float32, taps []int)
}

// kernel is the table in use: the path img chose when the program started, so
// that img.KernelPath speaks for both and RESPINE_SIMD steers both.
var kernel = named(img.KernelPath(), available())

// named returns the table of that name, or else the last, which is plain.
func named(name string, paths []kernels) kernels {
	for _, k := range paths {
		if k.name == name {
			return k
		}
	}
	return paths[len(paths)-1]
}
