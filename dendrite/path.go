package dendrite

import (
	"math"
	"slices"
)

// resample returns points at equal steps of three-dimensional path length,
// from the first point on. The rest shorter than a step at the end is dropped.
func resample(pts []Point, stepUm float64) []Point {
	if len(pts) == 0 {
		return nil
	}
	s := Branch{Points: pts}.PositionsUm()
	n := int(math.Floor(s[len(s)-1]/stepUm+1e-9)) + 1
	out := make([]Point, n)
	k := 0
	for i := range out {
		at := float64(i) * stepUm
		for k+2 < len(pts) && s[k+1] < at {
			k++
		}
		if len(pts) == 1 {
			out[i] = pts[0]
			continue
		}
		t := 0.0
		if d := s[k+1] - s[k]; d > 0 {
			t = min(1, max(0, (at-s[k])/d))
		}
		out[i] = lerp(pts[k], pts[k+1], t)
	}
	return out
}

func lerp(a, b Point, t float64) Point {
	return Point{X: a.X + t*(b.X-a.X), Y: a.Y + t*(b.Y-a.Y), Z: a.Z + t*(b.Z-a.Z)}
}

// smoothPoints smooths a path with Gaussians of the given widths in samples.
func smoothPoints(pts []Point, sigmaXY, sigmaZ float64) []Point {
	n := len(pts)
	x, y, z := make([]float64, n), make([]float64, n), make([]float64, n)
	for i, p := range pts {
		x[i], y[i], z[i] = p.X, p.Y, p.Z
	}
	x, y, z = smoothPath(x, sigmaXY), smoothPath(y, sigmaXY), smoothPath(z, sigmaZ)
	out := make([]Point, n)
	for i := range out {
		out[i] = Point{x[i], y[i], z[i]}
	}
	return out
}

// Smooth convolves v with a Gaussian of sigma samples, the end values repeated
// beyond the ends.
func Smooth(v []float64, sigma float64) []float64 {
	return convolve(v, sigma, func(i int) float64 { return v[min(max(i, 0), len(v)-1)] })
}

// smoothPath is Smooth with the ends reflected through the end points, so a
// straight path stays straight and keeps its ends.
func smoothPath(v []float64, sigma float64) []float64 {
	n := len(v)
	var at func(i int) float64
	at = func(i int) float64 {
		switch {
		case n == 1:
			return v[0]
		case i < 0:
			return 2*v[0] - at(-i)
		case i >= n:
			return 2*v[n-1] - at(2*n-2-i)
		}
		return v[i]
	}
	return convolve(v, sigma, at)
}

func convolve(v []float64, sigma float64, at func(int) float64) []float64 {
	if sigma <= 0 || len(v) == 0 {
		return slices.Clone(v)
	}
	r := int(math.Ceil(3 * sigma))
	k := make([]float64, 2*r+1)
	var sum float64
	for i := range k {
		k[i] = math.Exp(-0.5 * float64((i-r)*(i-r)) / (sigma * sigma))
		sum += k[i]
	}
	out := make([]float64, len(v))
	for i := range v {
		var acc float64
		for j, w := range k {
			acc += w * at(i+j-r)
		}
		out[i] = acc / sum
	}
	return out
}

// movingMedian returns the median of each odd window, shortened at the ends.
func movingMedian(v []float64, window int) []float64 {
	out := make([]float64, len(v))
	var buf []float64
	for i := range v {
		buf = append(buf[:0], v[max(i-window/2, 0):min(i+window/2+1, len(v))]...)
		slices.Sort(buf)
		out[i] = buf[len(buf)/2]
	}
	return out
}

// summit returns the index of the largest value; where several in a row are
// as large, their middle: the top of a saturated profile is flat, and a black
// one is flat altogether. Of several tops the first counts.
func summit(v []float64) float64 {
	first := 0
	for i := range v {
		if v[i] > v[first] {
			first = i
		}
	}
	last := first
	for last+1 < len(v) && v[last+1] >= v[first]-1e-6*math.Abs(v[first]) {
		last++
	}
	return float64(first+last) / 2
}
