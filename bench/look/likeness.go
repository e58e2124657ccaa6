package main

import (
	"math"

	"respine/img"
)

// lags is how many pixels or slices apart voxels are compared.
const lags = 8

// likeness is the correlation of the background with itself some pixels along x
// and y, and some slices along z.
func likeness(s img.Stack, background []bool) (x, y, z []float64) {
	for k := 1; k <= lags; k++ {
		x = append(x, likenessAt(s, background, 0, 0, k))
		y = append(y, likenessAt(s, background, 0, k, 0))
		z = append(z, likenessAt(s, background, k, 0, 0))
	}
	return x, y, z
}

// likenessAt is Pearson's correlation of background voxels with those dz, dy and dx
// further on; 0 where there are no two such.
func likenessAt(s img.Stack, background []bool, dz, dy, dx int) float64 {
	var n, a, b, aa, bb, ab float64
	for z := range max(0, s.D-dz) {
		here, there := s.Slice(z), s.Slice(z+dz)
		for j := range s.H - dy {
			for i := range s.W - dx {
				if !background[j*s.W+i] || !background[(j+dy)*s.W+i+dx] {
					continue
				}
				p, q := float64(here.Pix[j*s.W+i]), float64(there.Pix[(j+dy)*s.W+i+dx])
				n, a, b, aa, bb, ab = n+1, a+p, b+q, aa+p*p, bb+q*q, ab+p*q
			}
		}
	}
	if n == 0 {
		return 0
	}
	return (ab/n - a/n*b/n) / math.Sqrt((aa/n-a/n*a/n)*(bb/n-b/n*b/n))
}
