package behavior

import (
	"math"
	"slices"
)

// median returns the middle of some numbers, NaN of none. NaNs are passed over.
func median(x []float64) float64 { return quantile(x, 0.5) }

// quantile returns the q-th quantile, with linear interpolation; NaNs are passed
// over.
func quantile(x []float64, q float64) float64 {
	var v []float64
	for _, u := range x {
		if !math.IsNaN(u) {
			v = append(v, u)
		}
	}
	if len(v) == 0 {
		return missing
	}
	slices.Sort(v)
	at := q * float64(len(v)-1)
	i := min(int(at), len(v)-1)
	if i == len(v)-1 {
		return v[i]
	}
	return v[i] + (at-float64(i))*(v[i+1]-v[i])
}

// line returns the least-squares line y = a + b x.
func line(x, y []float64) (a, b float64) {
	var mx, my float64
	for i := range x {
		mx, my = mx+x[i], my+y[i]
	}
	mx, my = mx/float64(len(x)), my/float64(len(x))
	var sxy, sxx float64
	for i := range x {
		sxy += (x[i] - mx) * (y[i] - my)
		sxx += (x[i] - mx) * (x[i] - mx)
	}
	if sxx > 0 {
		b = sxy / sxx
	}
	return my - b*mx, b
}
