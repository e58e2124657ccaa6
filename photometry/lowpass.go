package photometry

import "math"

// Lowpass filters every run without missing samples by itself, by a Butterworth
// filter of second order with its corner, -3 dB, at hz: H(s) = ω²/(s² + √2 ω s
// + ω²), made discrete by the bilinear transform with the corner prewarped
// (Oppenheim & Schafer, Discrete-Time Signal Processing, 7.1). It is causal:
// the value at a sample depends on it and earlier ones, and lags behind by
// LowpassDelaySec. It begins as if the first sample had lasted forever. A corner
// at or above half the rate leaves x as it is.
func Lowpass(x []float64, rateHz, hz float64) []float64 {
	out := append([]float64(nil), x...)
	if hz >= rateHz/2 {
		return out
	}
	f := newButterworth(rateHz, hz)
	for _, r := range runs(out) {
		f.run(out[r[0]:r[1]])
	}
	return out
}

// LowpassBoth runs the same filter forth and back, so that nothing is shifted; the
// corner is at -6 dB. It leaks the future into the past by about a quarter of
// 1/hz and is for looking at and for transients, not for prediction.
func LowpassBoth(x []float64, rateHz, hz float64) []float64 {
	out := append([]float64(nil), x...)
	if hz >= rateHz/2 {
		return out
	}
	f := newButterworth(rateHz, hz)
	for _, r := range runs(out) {
		part := out[r[0]:r[1]]
		f.run(part)
		reverse(part)
		f.run(part)
		reverse(part)
	}
	return out
}

// LowpassDelaySec is how far Lowpass lags behind slow signals, √2/(2π hz): its
// group delay at frequency zero.
func LowpassDelaySec(hz float64) float64 { return math.Sqrt2 / (2 * math.Pi * hz) }

type butterworth struct{ b0, b1, b2, a1, a2 float64 }

func newButterworth(rateHz, hz float64) butterworth {
	k := math.Tan(math.Pi * hz / rateHz)
	d := 1 + math.Sqrt2*k + k*k
	return butterworth{k * k / d, 2 * k * k / d, k * k / d, 2 * (k*k - 1) / d, (1 - math.Sqrt2*k + k*k) / d}
}

func (f butterworth) run(x []float64) {
	if len(x) == 0 {
		return
	}
	x1, x2, y1, y2 := x[0], x[0], x[0], x[0]
	for i, v := range x {
		y := f.b0*v + f.b1*x1 + f.b2*x2 - f.a1*y1 - f.a2*y2
		x2, x1, y2, y1 = x1, v, y1, y
		x[i] = y
	}
}

func reverse(x []float64) {
	for i, j := 0, len(x)-1; i < j; i, j = i+1, j-1 {
		x[i], x[j] = x[j], x[i]
	}
}

// runs returns the stretches without missing samples, from one sample up to
// another.
func runs(x []float64) [][2]int {
	var out [][2]int
	for i := 0; i < len(x); {
		if math.IsNaN(x[i]) {
			i++
			continue
		}
		from := i
		for i < len(x) && !math.IsNaN(x[i]) {
			i++
		}
		out = append(out, [2]int{from, i})
	}
	return out
}
