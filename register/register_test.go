package register

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"respine/dendrite"
	"respine/img"
)

// rigid is the motion by (x, y, z) and deg about the middle of the field.
func rigid(x, y, z, deg float64) Rigid {
	return Rigid{ShiftX: x, ShiftY: y, ShiftZ: z, AngleRad: deg * math.Pi / 180, CentreX: fieldUm / 2, CentreY: fieldUm / 2}
}

// The start is searched on whole pixels of fieldPixelUm and at quarters of a
// degree: half a pixel along either axis is what it can miss the middle of the
// field by, and two steps of the angle move a place 12 um away by 0.1 um.
const startUm = 0.45

func TestAlignFindsShiftTurnAndDepth(t *testing.T) {
	tis := randomTissue(1, 7, fieldUm, depthUm)
	ref := NewField(tis.seen(field(), 1, still))
	for i, want := range []Rigid{rigid(0, 0, 0, 0), rigid(3.1, -4.6, 2.3, 0), rigid(-2.3, 1.2, -3.4, 2.6), rigid(6, 5, 1, -4.8)} {
		got, err := Align(ref, NewField(tis.seen(field(), uint64(10+i), want.Apply)))
		if err != nil {
			t.Fatal(err)
		}
		near(t, "angle in degrees", got.AngleRad*180/math.Pi, want.AngleRad*180/math.Pi, 0.55) // two steps
		near(t, "depth", got.ShiftZ, want.ShiftZ, 0.4)
		if got.Correlation < 0.6 {
			t.Errorf("correlation %.2f", got.Correlation)
		}
		for _, p := range []dendrite.Point{{X: 24, Y: 24}, {X: 12, Y: 36}, {X: 36, Y: 30}} {
			g, w := got.Apply(p), want.Apply(p)
			if d := math.Hypot(g.X-w.X, g.Y-w.Y); d > startUm {
				t.Errorf("motion %d takes %v %.2f um from where it is", i, p, d)
			}
		}
	}
}

func TestAlignOfAStackWithItself(t *testing.T) {
	f := NewField(randomTissue(2, 5, fieldUm, depthUm).seen(field(), 3, still))
	got, err := Align(f, f)
	if err != nil || got.ShiftX != 0 || got.ShiftY != 0 || got.AngleRad != 0 || math.Abs(got.ShiftZ) > 0.05 {
		t.Errorf("%+v, %v", got, err)
	}
	near(t, "correlation", got.Correlation, 1, 1e-6)
}

func TestNothingIsUnalignable(t *testing.T) {
	ref := NewField(randomTissue(1, 7, fieldUm, depthUm).seen(field(), 1, still))
	for name, f := range map[string]Field{"black": NewField(field()), "noise": NewField(tissue{}.seen(field(), 5, still))} {
		got, err := Align(ref, f)
		if !errors.Is(err, ErrUnalignable) || math.IsNaN(got.Correlation) {
			t.Errorf("%s: %v at correlation %.2f", name, err, got.Correlation)
		}
	}
}

// Bright lines of two unrelated fields can be laid on each other, so some pass
// this first look; none looks like the same field again, above 0.5.
func TestUnrelatedFieldsCorrelateLess(t *testing.T) {
	ref := NewField(randomTissue(1, 7, fieldUm, depthUm).seen(field(), 1, still))
	for seed := range uint64(2) {
		got, err := Align(ref, NewField(randomTissue(11+seed, 7-2*int(seed), fieldUm, depthUm).seen(field(), 6, still)))
		if got.Correlation > 0.5 || (err != nil) != (got.Correlation < MinCorrelation) {
			t.Errorf("field %d: correlation %.2f, %v", seed, got.Correlation, err)
		}
	}
}

func TestAlignWantsEqualPixels(t *testing.T) {
	a := NewField(field())
	for _, v := range []img.Voxel{{Z: 1, Y: 0.13, X: 0.13}, {Z: 1, Y: 0.2, X: 0.12}} {
		_, err := Align(a, NewField(img.NewStack(16, 400, 400, v)))
		if err == nil || errors.Is(err, ErrUnalignable) || !strings.Contains(err.Error(), "pixels of") {
			t.Errorf("pixels of %v: %v", v, err)
		}
	}
}

// A later stack may be cut smaller, deeper or to other slices.
func TestAlignOfStacksOfDifferentSize(t *testing.T) {
	tis := randomTissue(1, 7, fieldUm, depthUm)
	ref := NewField(tis.seen(field(), 1, still))
	move := rigid(-4, -3, 1.5, 0)
	got, err := Align(ref, NewField(tis.seen(img.NewStack(30, 330, 370, img.Voxel{Z: 0.7, Y: 0.12, X: 0.12}), 4, move.Apply)))
	if err != nil {
		t.Fatal(err)
	}
	p := got.Apply(dendrite.Point{X: 20, Y: 20, Z: 8})
	near(t, "x", p.X, 16, startUm/2)
	near(t, "y", p.Y, 17, startUm/2)
	near(t, "z", p.Z, 9.5, 0.5)
}

func TestNewFieldLeavesTheStack(t *testing.T) {
	for _, px := range []float64{0.12, 0.4} {
		s := img.NewStack(2, 40, 40, img.Voxel{Z: 1, Y: px, X: px})
		for i := range s.Pix {
			s.Pix[i] = float32(i % 17)
		}
		before := slices.Clone(s.Pix)
		f := NewField(s)
		want := append([]float32(nil), f.stack.Pix...)
		if !slices.Equal(s.Pix, before) {
			t.Errorf("pixels of %v um: the stack was changed", px)
		}
		clear(s.Pix)
		if !slices.Equal(f.stack.Pix, want) {
			t.Errorf("pixels of %v um: the field shares memory with the stack", px)
		}
	}
}

func TestNewFieldOfVoxelsWithoutSizePanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("pixels of 0 um were taken")
		}
	}()
	NewField(img.NewStack(2, 8, 8, img.Voxel{Z: 1, Y: 0.12}))
}

// Turned by alpha and back, and by a quarter against the exchange of axes.
func TestRotate(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	m := img.NewImage(31, 31)
	for i := range m.Pix {
		m.Pix[i] = rng.Float32()
	}
	q := rotate(m, math.Pi/2)
	for y := range 31 {
		for x := range 31 {
			// (x, y) from the middle goes to (-y, x)
			near(t, "quarter turn", float64(q.At(x, 30-y)), float64(m.At(y, x)), 1e-5)
		}
	}
}

// Pearson's coefficient in two passes.
func TestMomentsAgainstTwoPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 40).Draw(t, "n")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		offset, mix := 100*rng.Float64(), rng.Float64()
		a, b := make([]float64, n), make([]float64, n)
		var m moments
		var ma, mb float64
		for i := range a {
			a[i] = offset + rng.NormFloat64()
			b[i] = mix*a[i] + rng.NormFloat64()
			m.add(a[i], b[i])
			ma, mb = ma+a[i]/float64(n), mb+b[i]/float64(n)
		}
		var ab, aa, bb float64
		for i := range a {
			ab, aa, bb = ab+(a[i]-ma)*(b[i]-mb), aa+(a[i]-ma)*(a[i]-ma), bb+(b[i]-mb)*(b[i]-mb)
		}
		if want := ab / math.Sqrt(aa*bb); math.Abs(m.correlation()-want) > 1e-6 {
			t.Fatalf("%v, want %v", m.correlation(), want)
		}
	})
}

func TestCorrelationOfConstantsIsZero(t *testing.T) {
	var none, one, flat moments
	one.add(3, 4)
	for i := range 100 {
		flat.add(0.1, float64(i))
	}
	for _, m := range []moments{none, one, flat} {
		if c := m.correlation(); c != 0 {
			t.Errorf("correlation %v of %+v", c, m)
		}
	}
}

// Too small an overlap says nothing.
func TestOverlapCorrelation(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	a, b := img.NewImage(20, 30), img.NewImage(25, 28)
	for i := range a.Pix {
		a.Pix[i] = rng.Float32()
	}
	for y := range 20 {
		for x := range 30 {
			if y+3 < 25 && x-5 >= 0 {
				b.Pix[(y+3)*28+x-5] = a.At(y, x)
			}
		}
	}
	near(t, "at the true shift", overlapCorrelation(a, b, 3, -5), 1, 1e-5)
	if c := overlapCorrelation(a, b, 0, 0); math.Abs(c) > 0.25 {
		t.Errorf("elsewhere %v", c)
	}
	for _, d := range [][2]int{{22, 0}, {0, 25}, {-25, 0}, {100, 100}} {
		if c := overlapCorrelation(a, b, d[0], d[1]); c != -1 {
			t.Errorf("shift %v: %v", d, c)
		}
	}
}

// f(x) = 5 - (x-0.3)^2 at -1, 0, 1.
func TestParabola(t *testing.T) {
	f := func(x float64) float64 { return 5 - (x-0.3)*(x-0.3) }
	near(t, "vertex", parabola(f(-1), f(0), f(1)), 0.3, 1e-12)
	near(t, "vertex of a flat line", parabola(2, 2, 2), 0, 0)
}
