package scope

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"respine/dendrite"
	"respine/img"
)

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 17)) }

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %v, want %v within %v", what, got, want, tolerance)
	}
}

func mustRender(t testing.TB, sc Scene, session int, m Microscope, seed uint64, workers int) img.Stack {
	t.Helper()
	s, err := Render(context.Background(), sc, session, m, newRand(seed), workers)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustExpect(t testing.TB, sc Scene, session int, o Optics) img.Stack {
	t.Helper()
	s, err := Expected(context.Background(), sc, session, o, 2)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// straight is a dendrite of radius 0.5 um along x at (y, z), from one x to another.
func straight(id int, from, to, y, z float64) Branch {
	b := Branch{Branch: dendrite.Branch{ID: id}}
	for x := from; x <= to+1e-9; x += 0.25 {
		b.Points = append(b.Points, dendrite.Point{X: x, Y: y, Z: z})
		b.RadiusUm = append(b.RadiusUm, referenceRadiusUm)
	}
	return b
}

// plainOptics have no halo and no attenuation.
func plainOptics() Optics {
	return Optics{Voxel: img.Voxel{Z: 0.5, Y: 0.1, X: 0.1}, LateralFWHMUm: 0.5, AxialFWHMUm: 2.4}
}

func small() dendrite.Point { return dendrite.Point{X: 24, Y: 24, Z: 20} }

func TestRenderDependsOnTheSeedAndNotOnTheWorkers(t *testing.T) {
	sc := RandomScene(newRand(1), Params{FieldUm: dendrite.Point{X: 46, Y: 46, Z: 20}, Branches: 2, Motion: Motion{JitterUm: 0.1}})
	want := mustRender(t, sc, 1, Microscope{}, 5, 1)
	all := []int{0, 2, 7}
	if testing.Short() {
		all = []int{7}
	}
	for _, workers := range all {
		if got := mustRender(t, sc, 1, Microscope{}, 5, workers); !slices.Equal(got.Pix, want.Pix) {
			t.Errorf("%d workers render other pixels than 1", workers)
		}
	}
	if got := mustRender(t, sc, 1, Microscope{}, 6, 1); slices.Equal(got.Pix, want.Pix) {
		t.Error("another seed renders the same noise")
	}
}

func TestRenderStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	sc := Scene{FieldUm: small(), Sessions: make([]Session, 1)}
	if _, err := Render(ctx, sc, 0, Microscope{}, newRand(1), 2); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want %v", err, context.Canceled)
	}
}

// TestHeadsStandWhereTheTruthSays: in a clean, bright recording of a moved
// session the centroid of a head is at its true place.
func TestHeadsStandWhereTheTruthSays(t *testing.T) {
	const lateralUm, axialUm = 0.1, 0.25
	field := small()
	sc := Scene{FieldUm: field, Branches: []Branch{straight(0, 4, 20, 12, 10)}, Sessions: []Session{{}, {}}}
	sc.Sessions[1].View = RandomView(newRand(3), field, Motion{})
	for i, azimuth := range []float64{0.2, math.Pi - 0.3, 0.1} {
		sc.Spines = append(sc.Spines, Spine{PositionUm: 4 + 4*float64(i), AzimuthRad: azimuth, LengthUm: 3,
			HeadRadiusUm: 0.35, NeckRadiusUm: 0.02, Present: []bool{true, true}})
	}
	m := Preset(LowNoise)
	m.PeakPhotons *= 20
	m.TailFraction, m.SmearPx = 0, 0
	s := mustRender(t, sc, 1, m, 1, 2)
	for _, o := range sc.Observations() {
		if o.Session != 1 {
			continue
		}
		c := centroid(s, o.Anatomy.Head, 0.6, 3)
		h := o.Anatomy.Head
		if d := math.Hypot(c.X-h.X, c.Y-h.Y); d > lateralUm || math.Abs(c.Z-h.Z) > axialUm {
			t.Errorf("head at %v is seen at %v", h, c)
		}
	}
}

// centroid of the grey values above the middle of their range, in a box about p.
func centroid(s img.Stack, p dendrite.Point, lateral, axial float64) dendrite.Point {
	var in []dendrite.Point
	var grey []float64
	for z := int((p.Z - axial) / s.Voxel.Z); z <= int((p.Z+axial)/s.Voxel.Z); z++ {
		for y := int((p.Y - lateral) / s.Voxel.Y); y <= int((p.Y+lateral)/s.Voxel.Y); y++ {
			for x := int((p.X - lateral) / s.Voxel.X); x <= int((p.X+lateral)/s.Voxel.X); x++ {
				in = append(in, dendrite.Point{X: float64(x) * s.Voxel.X, Y: float64(y) * s.Voxel.Y, Z: float64(z) * s.Voxel.Z})
				grey = append(grey, float64(s.At(z, y, x)))
			}
		}
	}
	half := (slices.Min(grey) + slices.Max(grey)) / 2
	var c dendrite.Point
	var sum float64
	for i, g := range grey {
		if g > half {
			c, sum = along(c, in[i], g-half), sum+g-half
		}
	}
	return dendrite.Point{X: c.X / sum, Y: c.Y / sum, Z: c.Z / sum}
}

func BenchmarkRender512x512x40(b *testing.B) {
	sc := RandomScene(newRand(1), Params{})
	for b.Loop() {
		mustRender(b, sc, 0, Microscope{}, 1, 1)
	}
}
