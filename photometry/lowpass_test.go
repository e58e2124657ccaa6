package photometry

import (
	"math"
	"slices"
	"testing"
)

// TestGain: in the middle of a long sine the filter's gain is that of the bilinear
// transform, |H|² = 1/(1 + (tan(πf/fs)/tan(πfc/fs))⁴); both ways it is its square.
func TestGain(t *testing.T) {
	const rate, corner = 50.0, 3.0
	for _, f := range []float64{0.5, 1, 3, 6, 12} {
		x := make([]float64, 5000)
		for i := range x {
			x[i] = math.Sin(2 * math.Pi * f * float64(i) / rate)
		}
		amplitude := func(y []float64) float64 {
			_, high := extremes(y[2000:3000])
			return high
		}
		want := 1 / math.Sqrt(1+math.Pow(math.Tan(math.Pi*f/rate)/math.Tan(math.Pi*corner/rate), 4))
		const coarse = 0.01 // the highest sample is not the top of the sine
		near(t, "gain", amplitude(Lowpass(x, rate, corner)), want, coarse)
		near(t, "gain both ways", amplitude(LowpassBoth(x, rate, corner)), want*want, coarse)
	}
}

// TestDelay: a ramp comes out late by the group delay at frequency zero; both ways it
// is not late.
func TestDelay(t *testing.T) {
	x := make([]float64, 4000)
	for i := range x {
		x[i] = float64(i) / 1000
	}
	y := Lowpass(x, 1000, 3)
	near(t, "delay", x[3000]-y[3000], LowpassDelaySec(3), 1e-4*LowpassDelaySec(3)+1e-5)
	near(t, "both ways", LowpassBoth(x, 1000, 3)[2000], x[2000], 1e-9)
}

// TestCausal: nothing before a change feels it, and forth and back it does.
func TestCausal(t *testing.T) {
	x := make([]float64, 400)
	y := slices.Clone(x)
	y[200] = 1
	a, b := Lowpass(x, 30, 3), Lowpass(y, 30, 3)
	if !slices.Equal(a[:200], b[:200]) || a[200] == b[200] {
		t.Error("the causal filter feels the future, or not the present")
	}
	if LowpassBoth(y, 30, 3)[197] == 0 {
		t.Error("the filter both ways should feel the future: it is what Lowpass is for")
	}
}

// TestRunsAreAlone: a stretch between missing samples comes out as if it stood
// alone, and the input stays.
func TestRunsAreAlone(t *testing.T) {
	rng := seeded(1)
	x := make([]float64, 300)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	x[100], x[101] = math.NaN(), math.NaN()
	was := slices.Clone(x)
	for _, filter := range []func([]float64, float64, float64) []float64{Lowpass, LowpassBoth} {
		y := filter(x, 30, 3)
		if !slices.Equal(y[102:], filter(x[102:], 30, 3)) || !slices.Equal(y[:100], filter(x[:100], 30, 3)) {
			t.Error("a stretch depends on the one before it")
		}
		if !math.IsNaN(y[100]) || !math.IsNaN(y[101]) {
			t.Error("missing samples were filled")
		}
	}
	if !slices.Equal(x[:100], was[:100]) {
		t.Error("the input was changed")
	}
}
