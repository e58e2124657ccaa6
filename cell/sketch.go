package cell

import "respine/img"

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

// put sets pixels of bin k, from one on. The first value of a pixel is its origin.
// mean becomes what they differ from that by.
func (s sketch) put(k, from int, mean []float32) {
	origin := s.origin[from : from+len(mean)]
	for i, v := range origin {
		if v != v {
			origin[i] = mean[i]
		}
	}
	img.AddScaled(mean, origin, -1)
	img.Round16(s.bins[k][from:from+len(mean)], mean)
}

// get sets dst to pixels of bin k, from one on, less their origin.
func (s sketch) get(dst []float32, k, from int) { img.Widen16(dst, s.bins[k][from:from+len(dst)]) }
