package img

import "math"

// Bilinear returns the value of m at row y and column x, in pixels and
// interpolated between the four nearest; outside, the nearest border pixel
// counts. NaN coordinates give NaN.
func Bilinear(m Image, y, x float64) float32 {
	if math.IsNaN(y) || math.IsNaN(x) {
		return float32(math.NaN())
	}
	y0, y1, fy := neighbours(y, m.H)
	x0, x1, fx := neighbours(x, m.W)
	top := lerp(m.At(y0, x0), m.At(y0, x1), fx)
	bottom := lerp(m.At(y1, x0), m.At(y1, x1), fx)
	return lerp(top, bottom, fy)
}

// Trilinear returns the value of s at slice z, row y and column x, in voxels
// and interpolated between the eight nearest; outside, the nearest border voxel
// counts. NaN coordinates give NaN.
func Trilinear(s Stack, z, y, x float64) float32 {
	if math.IsNaN(z) {
		return float32(math.NaN())
	}
	z0, z1, fz := neighbours(z, s.D)
	return lerp(Bilinear(s.Slice(z0), y, x), Bilinear(s.Slice(z1), y, x), fz)
}

// neighbours returns the indices of [0, n) on either side of p, and how far p
// lies from the first towards the second.
func neighbours(p float64, n int) (i, j int, frac float32) {
	p = max(0, min(p, float64(n-1)))
	i = int(p)
	return i, min(i+1, n-1), float32(p - float64(i))
}

func lerp(a, b, frac float32) float32 { return a + float32(frac*(b-a)) }
