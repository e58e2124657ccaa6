package dendrite

import (
	"math"
	"math/rand/v2"
	"testing"

	"respine/img"
)

// fwhm is the full width at half maximum of a profile, by linear interpolation.
func fwhm(v []float32, step float64) float64 {
	top := 0
	for i := range v {
		if v[i] > v[top] {
			top = i
		}
	}
	cross := func(dir int) float64 {
		i := top
		for v[i] > v[top]/2 {
			i += dir
		}
		inner, outer := v[i-dir], v[i]
		return math.Abs(float64(i-dir-top)) + float64((inner-v[top]/2)/(inner-outer))
	}
	return (cross(1) + cross(-1)) * step
}

// Straightening must not stretch: a Gaussian of sigma is 2.355 sigma wide on
// the strip, whichever way the dendrite runs.
func TestAStraightenedTubeHasItsDrawnWidth(t *testing.T) {
	for _, path := range [][]Point{
		{{3, 12, 4}, {21, 12, 4}}, {{12, 3, 4}, {12, 21, 4}}, {{4, 4, 4}, {20, 20, 4}},
		arc(Point{12, 2, 4}, 10, 0.6, 2.6),
	} {
		tb := line(path...)
		tb.sigma = 0.6
		t0 := Straighten(draw(field(24), tb), NewFrame(Branch{Points: path}, StepUm))
		p := t0.Plane(Planes / 2)
		for i := 20; i < t0.NS-20; i += 7 {
			// trilinear sampling of 0.12 um pixels widens by less than 0.01 um;
			// smoothing the arc moves its axis by 0.025
			near(t, "width", fwhm(p.Row(i), StepUm), 2.3548*0.6, 0.03)
		}
	}
}

func TestAStripHoldsTheStackBetweenVoxels(t *testing.T) {
	s := field(24)
	rng := rand.New(rand.NewPCG(3, 3))
	for i := range s.Pix {
		s.Pix[i] = rng.Float32()
	}
	st := Straighten(s, NewFrame(Branch{Points: []Point{{6, 7, 3}, {15, 12, 5}}}, StepUm))
	for range 2000 {
		k, i, j := rng.IntN(Planes), rng.IntN(st.NS), rng.IntN(st.NR)
		c := st.Centre[i]
		r, z := (float64(j)-45)*0.1, float64(k)-4
		want := img.Trilinear(s, c.Z+z, (c.Y+r*st.NY[i])/0.12, (c.X+r*st.NX[i])/0.12)
		if got := st.Pix[(k*st.NS+i)*st.NR+j]; math.Abs(float64(got-want)) > 1e-5 {
			t.Fatalf("plane %d column %d step %d: %v, want %v", k, i, j, got, want)
		}
		if st.Plane(k).At(i, j) != st.Pix[(k*st.NS+i)*st.NR+j] {
			t.Fatal("Plane shows another value")
		}
	}
}

// The shaft runs out of the field: columns count as inside up to two
// micrometres, the reach of a spine, before its border, and half a slice beyond
// the last.
func TestInsideEndsAtTheBorderOfTheStack(t *testing.T) {
	s := field(24) // the last pixel lies at 199*0.12 = 23.88 um, half a pixel more is seen
	st := Straighten(s, NewFrame(Branch{Points: []Point{{12, 5, 4}, {12, 40, 4}}}, StepUm))
	along := Straighten(s, NewFrame(Branch{Points: []Point{{-3, 1.75, 4}, {30, 2.08, 4}}}, StepUm))
	deep := Straighten(s, NewFrame(Branch{Points: []Point{{3, 12, 0}, {21, 12, 18}}}, StepUm))
	for i, c := range st.Centre {
		if want := c.Y <= 23.94; st.Inside[i] != want {
			t.Fatalf("y = %.2f: inside is %v", c.Y, st.Inside[i])
		}
	}
	for i, c := range along.Centre {
		if y := c.Y - 2; math.Abs(y+0.06) > 0.02 && math.Abs(c.X-23.94) > 0.1 && math.Abs(c.X+0.06) > 0.1 {
			if want := y > -0.06 && c.X > -0.06 && c.X < 23.94; along.Inside[i] != want {
				t.Fatalf("(%.2f, %.2f): inside is %v", c.X, c.Y, along.Inside[i])
			}
		}
	}
	for i, c := range deep.Centre {
		if want := c.Z <= 9.5; math.Abs(c.Z-9.5) > 0.01 && deep.Inside[i] != want {
			t.Fatalf("z = %.2f: inside is %v", c.Z, deep.Inside[i])
		}
	}
}

func TestStraightenWantsItsOwnStep(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a frame of another step was taken")
		}
	}()
	Straighten(field(6), NewFrame(Branch{Points: []Point{{1, 1, 1}, {4, 4, 1}}}, 0.2))
}
