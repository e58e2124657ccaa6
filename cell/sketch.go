package cell

import "math"

// sketch is a movie in bins of time: what each pixel of each bin differs by from
// an origin. Differences are kept to eight bits of precision (the upper half of a
// float32, rounded), which is far below the noise of a bin; NaN stays NaN.
type sketch struct {
	origin []float32
	bins   [][]uint16
}

func newSketch(pixels, bins int) sketch {
	s := sketch{origin: make([]float32, pixels), bins: make([][]uint16, bins)}
	for i := range s.origin {
		s.origin[i] = nan
	}
	for k := range s.bins {
		s.bins[k] = make([]uint16, pixels)
	}
	return s
}

// put sets a pixel of bin k. The first value of a pixel is its origin.
func (s sketch) put(k, pixel int, v float32) {
	if s.origin[pixel] != s.origin[pixel] && v == v {
		s.origin[pixel] = v
	}
	s.bins[k][pixel] = half(v - s.origin[pixel])
}

// half returns the upper half of v, rounded to nearest.
func half(v float32) uint16 {
	if v != v {
		return 0x7fc0
	}
	return uint16((math.Float32bits(v) + 0x8000) >> 16)
}

// whole returns the number of which b is the upper half.
func whole(b uint16) float32 { return math.Float32frombits(uint32(b) << 16) }
