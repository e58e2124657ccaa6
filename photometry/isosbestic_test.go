package photometry

import (
	"math"
	"testing"

	"respine/table"
)

// TestAgainstR: the slope is that of MASS::rlm; a negative one is bounded, and the fit
// is then its robust level.
func TestAgainstR(t *testing.T) {
	points, err := table.ReadFile("testdata/rlm_points.csv")
	if err != nil {
		t.Fatal(err)
	}
	fits, err := table.ReadFile("testdata/rlm_fits.csv")
	if err != nil {
		t.Fatal(err)
	}
	const agree = 1e-6 // both stop iterating somewhere
	for k := range fits.Len() {
		rows := points.Filter(func(i int) bool { return points.Ints("case")[i] == fits.Ints("case")[k] })
		f := IsosbesticFit(rows.Floats("y"), rows.Floats("x"))
		near(t, "slope", f.Free, fits.Floats("slope")[k], agree)
		if fits.Floats("slope")[k] > 0 {
			near(t, "bounded slope", f.Slope, f.Free, 0)
			near(t, "intercept", f.Intercept, fits.Floats("intercept")[k], 10*agree) // x is about 10
			continue
		}
		if !f.Mirrored || f.Slope != 0 {
			t.Errorf("a negative slope %v was not bounded: %+v", f.Free, f)
		}
		near(t, "level", f.Intercept, fits.Floats("level")[k], agree)
	}
}

// TestFitIgnoresTransients: a fifth of the samples far above the line do not move it,
// missing ones do not count, and scaling signal or control scales the fit.
func TestFitIgnoresTransients(t *testing.T) {
	rng := seeded(2)
	var s, c []float64
	for i := range 2000 {
		x := 5 + math.Sin(float64(i)/100)
		y := 1 + 0.5*x + 0.001*rng.NormFloat64()
		if i%5 == 0 {
			y += 1
		}
		if i%17 == 0 {
			y = math.NaN()
		}
		s, c = append(s, y), append(c, x)
	}
	f := IsosbesticFit(s, c)
	near(t, "slope", f.Slope, 0.5, 0.001)
	near(t, "intercept", f.Intercept, 1, 0.005)
	for i := range s {
		s[i], c[i] = 3*s[i], 2*c[i]
	}
	g := IsosbesticFit(s, c)
	near(t, "scaled slope", g.Slope, 1.5*f.Slope, 1e-6)
	near(t, "scaled intercept", g.Intercept, 3*f.Intercept, 1e-6)
}
