package stats

import (
	"math"
	"testing"
)

// Moments of s = sqrt(χ²(df)/df): E s² = 1, E s = sqrt(2/df)Γ((df+1)/2)/Γ(df/2).
func TestOverScaleGivesMoments(t *testing.T) {
	for _, df := range []float64{1, 2, 3.7, 10, 100, 5000} {
		check(t, "E s²", overScale(func(s float64) float64 { return s * s }, df, 1, 10), 1, 1e-11)
		a, _ := math.Lgamma((df + 1) / 2)
		b, _ := math.Lgamma(df / 2)
		check(t, "E s", overScale(func(s float64) float64 { return s }, df, 1, 10), math.Sqrt(2/df)*math.Exp(a-b), 1e-11)
		// Far out the step does not shrink with t; what is left out is below 1e-17.
		if got, want := overScale(func(s float64) float64 { return normalUpper(1e4 * s) }, df, 1e4, 10), tUpper(1e4, df); !near(got, want, 1e-9*want+1e-17) {
			t.Errorf("t far out: %v, want %v", got, want)
		}
		// Student's t is the mean of normal tails over s.
		check(t, "t", overScale(func(s float64) float64 { return normalUpper(2.3 * s) }, df, 2.3, 10), tUpper(2.3, df), 1e-11)
	}
}

func TestNormalNodesGiveMoments(t *testing.T) {
	for _, width := range []float64{0.1, 1, 50} {
		z, weight := normalNodes(width)
		for k, want := range []float64{1, 0, 1, 0, 3, 0, 15} {
			sum := 0.0
			for i := range z {
				sum += weight[i] * math.Pow(z[i], float64(k))
			}
			if !near(sum, want, 1e-12) {
				t.Errorf("moment %d is %v", k, sum)
			}
		}
	}
}

func TestOverIntervalIntegratesToItsEnds(t *testing.T) {
	check(t, "∫ √x", overInterval(math.Sqrt, 1, 4, 3), 14.0/3, 1e-14)
	check(t, "∫ x⁴⁷", overInterval(func(x float64) float64 { return math.Pow(x, 47) }, 0, 1, 1), 1.0/48, 1e-13)
}
