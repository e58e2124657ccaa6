package img

// MaxFilter sets dst to the largest value of src within ry rows and rx columns
// of each pixel, the rectangle being cut at the border. dst may be src. NaN is
// not allowed for.
//
// A window of n pixels is covered by two windows of p, the largest power of two
// up to n, and those are built by doubling: log2(n) maxima per pixel and axis.
func MaxFilter(dst, src Image, ry, rx int) {
	mustMatch(dst, src)
	if ry < 0 || rx < 0 {
		panic("img: MaxFilter of negative radius")
	}
	if len(src.Pix) == 0 {
		return
	}
	var padded []float32
	for y := range src.H {
		padded = padNearest(padded[:0], src.Row(y), rx)
		maxAlong(padded, 1, 2*rx+1)
		copy(dst.Row(y), padded)
	}
	tall := NewImage(src.H+2*ry, src.W)
	for y := range tall.H {
		copy(tall.Row(y), dst.Row(clamp(y-ry, src.H)))
	}
	maxAlong(tall.Pix, src.W, 2*ry+1)
	copy(dst.Pix, tall.Pix)
}

// maxAlong replaces m[i] by the largest of m[i], m[i+step] ... n values in all,
// for every i where they all exist.
func maxAlong(m []float32, step, n int) {
	p := 1
	for ; 2*p <= n; p *= 2 {
		kernel.maxInto(m[:len(m)-p*step], m[p*step:])
	}
	if rest := n - p; rest > 0 {
		kernel.maxInto(m[:len(m)-rest*step], m[rest*step:])
	}
}
