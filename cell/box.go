package cell

import "respine/img"

// box is the memory of a filter that adds up squares.
type box struct {
	column []float64
	rows   img.Image
}

func newBox(h, w int) *box { return &box{column: make([]float64, w), rows: img.NewImage(h, w)} }

// filter sets dst to the sum of src over the square of 2*radius+1 pixels around
// each, as far as it lies in the image.
func (b *box) filter(dst, src img.Image, radius int) {
	for y := range src.H {
		runningSum(b.rows.Row(y), src.Row(y), radius)
	}
	sum := b.column
	clear(sum)
	for y := range min(radius, src.H) {
		for x, v := range b.rows.Row(y) {
			sum[x] += float64(v)
		}
	}
	for y := range src.H {
		if in := y + radius; in < src.H {
			for x, v := range b.rows.Row(in) {
				sum[x] += float64(v)
			}
		}
		if out := y - radius - 1; out >= 0 {
			for x, v := range b.rows.Row(out) {
				sum[x] -= float64(v)
			}
		}
		for x, v := range sum {
			dst.Pix[y*dst.W+x] = float32(v)
		}
	}
}

// runningSum sets dst[i] to the sum of src from i-radius to i+radius.
func runningSum(dst, src []float32, radius int) {
	var sum float64
	for i := range min(radius, len(src)) {
		sum += float64(src[i])
	}
	for i := range dst {
		if in := i + radius; in < len(src) {
			sum += float64(src[in])
		}
		if out := i - radius - 1; out >= 0 {
			sum -= float64(src[out])
		}
		dst[i] = float32(sum)
	}
}
