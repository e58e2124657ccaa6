package photometry

import "math"

// Fit is signal = Intercept + Slope·control.
type Fit struct {
	Intercept, Slope float64
	// Free is the slope without the bound at zero. Where it is negative the
	// control mirrors the signal, the slope is zero, and nothing is subtracted.
	Free     float64
	Mirrored bool
	R2       float64 // share of the signal's variance that the fit explains
	Left     float64 // correlation of what is left with the control
	N        int
}

// bisquare is where residuals stop counting, in robust standard deviations: 95 %
// efficient for normal noise (Holland & Welsch 1977).
const bisquare = 4.685

// IsosbesticFit fits the control to the signal over the samples that have both, by
// iterated weighted least squares with weights (1 - (r/4.685 s)²)², s being
// 1.4826 times the median absolute residual, from the ordinary fit on. The slope
// is not allowed below zero: a movement or bleaching that lowers one channel
// lowers both, so a negative slope comes from what is not shared, and taking it
// off would put the control's noise into dF/F with the sign turned. The fit is
// then the robust location of the signal.
func IsosbesticFit(signal, control []float64) Fit {
	var x, y []float64
	for i, v := range signal {
		if c := control[i]; !math.IsNaN(v) && !math.IsNaN(c) {
			x, y = append(x, c), append(y, v)
		}
	}
	f := Fit{N: len(x)}
	if f.N < 3 {
		return Fit{Intercept: nan, Slope: nan, Free: nan, N: f.N}
	}
	f.Intercept, f.Slope = robustLine(x, y, true)
	f.Free = f.Slope
	if f.Free < 0 {
		f.Mirrored = true
		f.Intercept, f.Slope = robustLine(x, y, false)
	}
	f.describe(x, y)
	return f
}

// robustLine returns the line through the points, level unless sloped.
func robustLine(x, y []float64, sloped bool) (a, b float64) {
	w, r, scratch := make([]float64, len(x)), make([]float64, len(x)), make([]float64, len(x))
	for i := range w {
		w[i] = 1
	}
	for range 100 {
		a0, b0 := a, b
		a, b = weightedLine(x, y, w, sloped)
		for i := range r {
			r[i] = math.Abs(y[i] - a - b*x[i])
		}
		copy(scratch, r)
		s := robustSD * medianIn(scratch)
		if s == 0 || math.Abs(b-b0) <= 1e-9*math.Abs(b) && math.Abs(a-a0) <= 1e-9*math.Abs(a) {
			break
		}
		for i, v := range r {
			w[i] = biweight(v / s)
		}
	}
	return a, b
}

func biweight(u float64) float64 {
	u /= bisquare
	if math.Abs(u) >= 1 {
		return 0
	}
	return (1 - u*u) * (1 - u*u)
}

func weightedLine(x, y, w []float64, sloped bool) (a, b float64) {
	var n, mx, my float64
	for i, k := range w {
		n, mx, my = n+k, mx+k*x[i], my+k*y[i]
	}
	mx, my = mx/n, my/n
	var sxx, sxy float64
	for i, k := range w {
		sxx, sxy = sxx+k*(x[i]-mx)*(x[i]-mx), sxy+k*(x[i]-mx)*(y[i]-my)
	}
	if sloped && sxx > 0 {
		b = sxy / sxx
	}
	return my - b*mx, b
}

// describe fills how well the line fits.
func (f *Fit) describe(x, y []float64) {
	left := make([]float64, len(x))
	for i := range x {
		left[i] = y[i] - f.Intercept - f.Slope*x[i]
	}
	if v := variance(y); v > 0 {
		f.R2 = 1 - variance(left)/v
	}
	f.Left = correlation(left, x)
}

// At returns the fit at control values.
func (f Fit) At(control []float64) []float64 {
	out := make([]float64, len(control))
	for i, c := range control {
		out[i] = f.Intercept + f.Slope*c
	}
	return out
}

func mean(x []float64) float64 {
	m := 0.0
	for _, v := range x {
		m += v / float64(len(x))
	}
	return m
}

func variance(x []float64) float64 {
	m, s := mean(x), 0.0
	for _, v := range x {
		s += (v - m) * (v - m) / float64(len(x))
	}
	return s
}

// correlation is Pearson's over samples that have both values; 0 where either does
// not vary.
func correlation(x, y []float64) float64 {
	var a, b []float64
	for i, v := range x {
		if !math.IsNaN(v) && !math.IsNaN(y[i]) {
			a, b = append(a, v), append(b, y[i])
		}
	}
	ma, mb := mean(a), mean(b)
	var sxx, syy, sxy float64
	for i := range a {
		sxx, syy, sxy = sxx+(a[i]-ma)*(a[i]-ma), syy+(b[i]-mb)*(b[i]-mb), sxy+(a[i]-ma)*(b[i]-mb)
	}
	if sxx == 0 || syy == 0 {
		return 0
	}
	return sxy / math.Sqrt(sxx*syy)
}
