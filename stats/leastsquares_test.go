package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// NIST StRD Longley (public domain): certified to 15 digits, condition 5e9.
func TestLeastSquaresMatchesLongley(t *testing.T) {
	const certified = 1e-9
	c := readColumns(t, "testdata/longley_nist.csv")
	fit := LeastSquares(columns(c["x1"], c["x2"], c["x3"], c["x4"], c["x5"], c["x6"]), c["y"])
	coef := []float64{-3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683, -1.03322686717359, -0.511041056535807e-01, 1829.15146461355}
	se := []float64{890420.383607373, 84.9149257747669, 0.334910077722432e-01, 0.488399681651699, 0.214274163161675, 0.226073200069370, 455.478499142212}
	worst := 0.0
	for j := range coef {
		check(t, "coefficient", fit.Coef[j], coef[j], certified)
		check(t, "standard error", fit.SE[j], se[j], certified)
		worst = max(worst, math.Abs(fit.Coef[j]/coef[j]-1), math.Abs(fit.SE[j]/se[j]-1))
	}
	check(t, "sigma", fit.Sigma, 304.854073561965, certified)
	check(t, "R²", fit.R2, 0.995479004577296, 1e-13)
	t.Logf("worst relative error %.1e", worst)
}

// Residuals are orthogonal to the columns, leverages add to p and lie in [0, 1],
// and with one column of a group the coefficient is Student's difference.
func TestLeastSquaresLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := drawn(t, "y", 5, 20)
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		x := columns(gaussians(rng, len(y), 3, 1), gaussians(rng, len(y), 0, 5))
		kept := slices.Clone(y)
		fit := LeastSquares(x, y)
		sum := 0.0
		for j := range x[0] {
			dot := 0.0
			for i := range y {
				dot += x[i][j] * fit.Residuals[i]
			}
			if math.Abs(dot) > 1e-9 {
				t.Fatalf("residuals and column %d: %v", j, dot)
			}
		}
		for i, h := range fit.Leverage {
			if h < 0 || h > 1+1e-12 || !near(fit.Fitted[i]+fit.Residuals[i], y[i], 1e-9) {
				t.Fatalf("leverage %v, fitted %v + %v of %v", h, fit.Fitted[i], fit.Residuals[i], y[i])
			}
			sum += h
		}
		if !near(sum, 3, 1e-9) || !slices.Equal(y, kept) {
			t.Fatalf("leverages add to %v", sum)
		}
		arm := make([]float64, len(y))
		for i := range arm {
			arm[i] = float64(i % 2)
		}
		g := split(y, toInts(arm))
		two := LeastSquares(columns(arm), y).coefficient(1, 0.95)
		s := Student(g[1], g[0], 0.95)
		if !agrees(two.P, s.P, 1e-8) || !near(two.Interval.Lo, s.Interval.Lo, 1e-9*max(1, math.Abs(s.Interval.Lo))) {
			t.Fatalf("regression on a group %+v, Student %+v", two, s)
		}
	})
}

func TestLeastSquaresSaysWhyThereIsNone(t *testing.T) {
	x := []float64{1, 2, 3, 4, 5}
	for _, c := range []struct {
		x    [][]float64
		y    []float64
		want string
	}{
		{nil, nil, "no rows or no columns"},
		{columns(x, moved(x, 2, 1)), x, "column 2 is a combination of those before it"},
		{columns(x)[:2], x[:2], "no more rows than columns"},
		{columns(x), []float64{1, 2, math.NaN(), 4, 5}, notFinite},
	} {
		fit := LeastSquares(c.x, c.y)
		if fit.Undetermined != c.want {
			t.Errorf("got %q, want %q", fit.Undetermined, c.want)
		}
		if got := fit.Contrast([]float64{0, 1}, nil, 1, 0.95).Undetermined; got != c.want {
			t.Errorf("the contrast says %q", got)
		}
	}
	exact := LeastSquares(columns(x), moved(x, 3, 1))
	if exact.Undetermined != "" || math.Abs(exact.Coef[1]-3) > 1e-12 || exact.coefficient(1, 0.95).Undetermined != allEqual {
		t.Errorf("a straight line: %+v", exact)
	}
}
