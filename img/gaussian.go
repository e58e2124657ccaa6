package img

import "math"

// gaussianTruncate is where a Gaussian kernel ends, in standard deviations, as
// in scipy.ndimage.gaussian_filter.
const gaussianTruncate = 4

// Gaussian sets dst to src smoothed by a Gaussian of standard deviations sigmaY
// and sigmaX, in pixels; 0 leaves an axis as it is. Beyond the border the
// nearest pixel repeats, and the kernel ends at 4 standard deviations, as in
// scipy.ndimage.gaussian_filter(mode="nearest"). dst may be src.
func Gaussian(dst, src Image, sigmaY, sigmaX float64) {
	GaussianDerivative(dst, src, sigmaY, sigmaX, 0, 0)
}

// GaussianStack smooths dst in place by a Gaussian of standard deviations sz,
// sy and sx, in voxels, with borders and kernels as in Gaussian. It works on up
// to workers goroutines, with one slice of scratch memory each; the result does
// not depend on their number.
func GaussianStack(dst Stack, sz, sy, sx float64, workers int) {
	workers = max(1, workers)
	wy, wx, wz := gaussianWeights(sy, 0), gaussianWeights(sx, 0), gaussianWeights(sz, 0)
	scratch := make([]separable, workers)
	each(dst.D, workers, func(z, worker int) {
		scratch[worker].filter(kernel, dst.Slice(z), dst.Slice(z), wy, wx)
	})
	if len(wz) == 1 {
		return
	}
	each(dst.H, workers, func(y, worker int) {
		scratch[worker].alongZ(kernel, dst, y, wz)
	})
}

// gaussianWeights returns the weights w such that the sum of w[k]*x[i+k-r] is
// the derivative of the given order (0, 1 or 2) at i of the Gaussian-smoothed
// x; r is the radius, and there are 2r+1 weights.
func gaussianWeights(sigma float64, order int) []float32 {
	if sigma < 0 || math.IsNaN(sigma) || order < 0 || order > 2 {
		panic("img: Gaussian of negative width or unknown order")
	}
	if sigma == 0 {
		if order > 0 {
			panic("img: Gaussian derivative of width 0")
		}
		return []float32{1}
	}
	r := int(gaussianTruncate*sigma + 0.5)
	phi := make([]float64, 2*r+1)
	var sum float64
	for k := range phi {
		x := float64(k - r)
		phi[k] = math.Exp(-0.5 * x * x / (sigma * sigma))
		sum += phi[k]
	}
	w := make([]float32, len(phi))
	for k := range w {
		x, v := float64(k-r), sigma*sigma
		factor := [3]float64{1, x / v, (x*x/v - 1) / v}[order]
		w[k] = float32(factor * phi[k] / sum)
	}
	return w
}

// separable is the scratch memory of a filter that runs along x, then along y.
type separable struct {
	row  []float32
	pix  []float32
	rows [][]float32
}

// filter sets dst to src correlated with wx along x and wy along y, both of
// odd length and centred. dst may be src.
func (s *separable) filter(k kernels, dst, src Image, wy, wx []float32) {
	if len(src.Pix) == 0 {
		return
	}
	if len(s.pix) < len(src.Pix) {
		s.pix = make([]float32, len(src.Pix))
	}
	mid := Image{H: src.H, W: src.W, Pix: s.pix[:len(src.Pix)]}
	for y := range src.H {
		s.alongX(k, mid.Row(y), src.Row(y), wx)
	}
	ry := len(wy) / 2
	for y := range src.H {
		s.rows = s.rows[:0]
		for j := y - ry; j <= y+ry; j++ {
			s.rows = append(s.rows, mid.Row(clamp(j, src.H)))
		}
		k.correlateRows(dst.Row(y), s.rows, wy)
	}
}

func (s *separable) alongX(k kernels, dst, src, w []float32) {
	s.row = padNearest(s.row[:0], src, len(w)/2)
	k.correlateRow(dst, s.row, w)
}

// alongZ correlates row y of every slice with the same row of its neighbours.
func (s *separable) alongZ(k kernels, dst Stack, y int, wz []float32) {
	n := dst.D * dst.W
	if len(s.pix) < n {
		s.pix = make([]float32, n)
	}
	before := Image{H: dst.D, W: dst.W, Pix: s.pix[:n]}
	for z := range dst.D {
		copy(before.Row(z), dst.Slice(z).Row(y))
	}
	rz := len(wz) / 2
	for z := range dst.D {
		s.rows = s.rows[:0]
		for j := z - rz; j <= z+rz; j++ {
			s.rows = append(s.rows, before.Row(clamp(j, dst.D)))
		}
		k.correlateRows(dst.Slice(z).Row(y), s.rows, wz)
	}
}

// padNearest appends src to buf with its first and last value repeated r more
// times.
func padNearest(buf, src []float32, r int) []float32 {
	for range r {
		buf = append(buf, src[0])
	}
	buf = append(buf, src...)
	for range r {
		buf = append(buf, src[len(src)-1])
	}
	return buf
}

// clamp returns the index of [0, n) nearest to i.
func clamp(i, n int) int { return max(0, min(i, n-1)) }
