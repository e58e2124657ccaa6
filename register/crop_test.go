package register

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"respine/dendrite"
	"respine/img"
	"respine/scope"
)

// cropsUm is the side of the rendered fields.
const cropsUm = 64.0

// rendered is a scene of dendrites seen twice, with noise of its own each time
// and nothing moved in between.
func rendered(t *testing.T, seed uint64) (ref, again img.Stack) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 5))
	sc := scope.RandomScene(rng, scope.Params{FieldUm: dendrite.Point{X: cropsUm, Y: cropsUm, Z: 16}, Days: []float64{0}})
	var seen [2]img.Stack
	for i := range seen {
		s, err := scope.Render(context.Background(), sc, 0, scope.Preset(scope.MediumNoise), rng, 2)
		if err != nil {
			t.Fatal(err)
		}
		seen[i] = s
	}
	return seen[0], seen[1]
}

// cropped is the part of a stack from pixel (y, x) on that is um wide.
func cropped(s img.Stack, y, x int, um float64) img.Stack {
	n := int(um / s.Voxel.X)
	out := img.NewStack(s.D, n, n, s.Voxel)
	for z := range s.D {
		for i := range n {
			copy(out.Slice(z).Row(i), s.Slice(z).Row(y + i)[x:x+n])
		}
	}
	return out
}

// A crop shows the inner part of the reference: 32 um, a quarter of its area,
// and 26 um, a sixth of it.
func TestAlignOfACrop(t *testing.T) {
	const within = 0.2 // um; the crops start within a quarter of a Field's pixel of its grid
	ref, again := rendered(t, 1)
	field := NewField(ref)
	for _, c := range []struct {
		y, x int
		um   float64
	}{{132, 133, 32}, {160, 157, 26}} {
		got, err := Align(field, NewField(cropped(again, c.y, c.x, c.um)))
		if err != nil {
			t.Errorf("%v um: %v", c.um, err)
			continue
		}
		for _, at := range []float64{0.25, 0.5, 0.75} {
			p := dendrite.Point{X: float64(c.x)*ref.Voxel.X + at*c.um, Y: float64(c.y)*ref.Voxel.Y + at*c.um, Z: 8}
			g := got.Apply(p)
			if d := math.Hypot(g.X-at*c.um, g.Y-at*c.um); d > within || math.Abs(g.Z-p.Z) > within {
				t.Errorf("%v um: %v is taken to %v, %.2f um from where it is", c.um, p, g, d)
			}
		}
	}
}

// None of the 20 pairs of five unrelated scenes passes as a crop of the other,
// as none did when overlap was held against the reference alone.
func TestCropsOfUnrelatedFieldsAreUnalignable(t *testing.T) {
	n := 5
	if testing.Short() {
		n = 2
	}
	var fields, crops []Field
	for seed := range n {
		ref, again := rendered(t, uint64(1+seed))
		fields, crops = append(fields, NewField(ref)), append(crops, NewField(cropped(again, 160, 157, 26)))
	}
	for i, f := range fields {
		for j, c := range crops {
			got, err := Align(f, c)
			if errors.Is(err, ErrUnalignable) == (i == j) {
				t.Errorf("field %d, crop of %d: correlation %.2f, %v", i, j, got.Correlation, err)
			}
		}
	}
}

// The least overlaps, by areas, of a reference of 100 x 100 and what shows it
// from a place on both diagonals on, with noise of its own: of independent
// numbers and w times others, r = 1/sqrt(1+w^2).
func TestLeastOverlaps(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	ref := img.NewImage(100, 100)
	for i := range ref.Pix {
		ref.Pix[i] = rng.Float32()
	}
	for _, c := range []struct {
		what    string
		n, from int
		noise   float32
		want    float64
	}{
		{"a sixth of the reference, all of the crop", 40, 60, 0, 1},
		{"the same, agreeing less", 40, 60, 0.5, 0.894},
		{"the same, agreeing no more than chance may", 40, 60, 1, -1},
		{"a quarter of the reference", 60, 50, 1, 0.707},
		{"a tenth of the reference, all of the crop", 32, 60, 0, -1},
		{"a sixth of the reference, less than a fifth of the other", 90, 60, 0, -1},
	} {
		m := img.NewImage(c.n, c.n)
		for y := range c.n {
			for x := range c.n {
				m.Pix[y*c.n+x] = c.noise * rng.Float32()
				if c.from+y < ref.H && c.from+x < ref.W {
					m.Pix[y*c.n+x] += ref.At(c.from+y, c.from+x)
				}
			}
		}
		if got := overlapCorrelation(ref, m, -c.from, -c.from); math.Abs(got-c.want) > 0.03 {
			t.Errorf("%s: %.3f, want %.3f", c.what, got, c.want)
		}
	}
}
