package stats

import "math"

// zeroOf returns the zero of f between a and b, where f has different signs, to
// the last bits. It takes an inverse quadratic step where the three newest
// points allow one and halves the bracket otherwise (Chandrupatla 1997, doi
// 10.1016/S0965-9978(96)00051-8).
func zeroOf(f func(float64) float64, a, b float64) float64 {
	const steps = 200
	fa, fb := f(a), f(b)
	switch {
	case fa == 0:
		return a
	case fb == 0:
		return b
	case (fa > 0) == (fb > 0):
		panic("stats: zeroOf needs a change of sign")
	}
	t := 0.5
	for range steps {
		x := a + t*(b-a)
		fx := f(x)
		var c, fc float64
		if (fx > 0) == (fa > 0) {
			c, fc = a, fa
		} else {
			c, fc, b, fb = b, fb, a, fa
		}
		a, fa = x, fx
		best := a
		if math.Abs(fb) < math.Abs(fa) {
			best = b
		}
		least := 2 * epsilon * math.Abs(best) / math.Abs(b-a)
		if fa == 0 || least > 0.5 || math.Abs(b-a) < math.SmallestNonzeroFloat64/epsilon {
			return best
		}
		t = 0.5
		xi, phi := (a-b)/(c-b), (fa-fb)/(fc-fb)
		if phi*phi < xi && (1-phi)*(1-phi) < 1-xi {
			t = fa/(fb-fa)*fc/(fb-fc) + (c-a)/(b-a)*fa/(fc-fa)*fb/(fc-fb)
		}
		t = min(max(t, least), 1-least)
	}
	return a
}

// epsilon is the spacing of float64 at 1.
const epsilon = 0x1p-52
