package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestZeroOfFindsKnownZeros(t *testing.T) {
	for _, c := range []struct {
		name       string
		f          func(float64) float64
		a, b, zero float64
	}{
		{"line", func(x float64) float64 { return 2*x - 1 }, -3, 9, 0.5},
		{"cubic", func(x float64) float64 { return x*x*x - 2 }, 0, 5, math.Cbrt(2)},
		{"flat", func(x float64) float64 { return math.Pow(x-1, 9) }, -4, 3, 1},
		{"steep", func(x float64) float64 { return math.Expm1(50 * (x - 0.3)) }, -10, 10, 0.3},
		{"jump", func(x float64) float64 { return aboveOrBelow(x, math.Pi) }, -10, 10, math.Pi},
		{"end", func(x float64) float64 { return x }, 0, 1, 0},
	} {
		got := zeroOf(c.f, c.a, c.b)
		tolerance := 1e-14
		if c.name == "flat" {
			tolerance = 1e-2 // the ninth power is below the smallest float64 around its zero
		}
		check(t, c.name, got, c.zero, tolerance)
		check(t, c.name+", ends swapped", zeroOf(c.f, c.b, c.a), c.zero, tolerance)
	}
}

func TestZeroOfStaysInBracket(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.Float64Range(-10, 10).Draw(t, "zero")
		k := rapid.Float64Range(0.01, 30).Draw(t, "steepness")
		calls := 0
		got := zeroOf(func(x float64) float64 {
			if calls++; x < -11 || x > 11 {
				t.Fatalf("asked for %v outside the bracket", x)
			}
			return math.Tanh(k * (x - z))
		}, -11, 11)
		if math.Abs(got-z) > 1e-12 || calls > 120 {
			t.Fatalf("zero %v, got %v after %d calls", z, got, calls)
		}
	})
}
