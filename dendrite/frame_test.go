package dendrite

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestAStraightBranchStaysStraightAtEqualSteps(t *testing.T) {
	p, q := Point{2, 3, 4}, Point{14, 8, 6}
	f := NewFrame(Branch{Points: []Point{p, {6.8, 5, 4.8}, q}}, 0.1)
	if want := int(dist(p, q)/0.1) + 1; f.Len() != want {
		t.Fatalf("%d columns, want %d", f.Len(), want)
	}
	for i, c := range f.Centre {
		w := lerp(p, q, float64(i)*0.1/dist(p, q))
		if dist(c, w) > 1e-9 {
			t.Fatalf("column %d at %v, want %v", i, c, w)
		}
		// the direction (12, 5) turned by a quarter
		near(t, "normal x", f.NX[i], -5.0/13, 1e-9)
		near(t, "normal y", f.NY[i], 12.0/13, 1e-9)
	}
}

// Steps are equal in path length, so a step that climbs is shorter on the page.
func TestColumnsAreEquallySpacedOnACurve(t *testing.T) {
	f := NewFrame(Branch{Points: arc(Point{20, 20, 3}, 8, 0, 4)}, 0.1)
	for i := range f.Len() - 1 {
		near(t, "step", dist(f.Centre[i], f.Centre[i+1]), 0.1, 1e-3)
	}
}

// Travelling towards rising angles, the normal points to the centre.
func TestNormalsOfACirclePointToItsCentre(t *testing.T) {
	c := Point{20, 20, 3}
	f := NewFrame(Branch{Points: arc(c, 8, 0, 4)}, 0.1)
	for i := 30; i < f.Len()-30; i++ { // beyond the reach of the ends
		p := f.At(i, 8, 0)
		// smoothing with a Gaussian of s um shrinks a circle by s^2/2r: 0.03 um
		if d := dist(p, c); d > 0.05 {
			t.Fatalf("column %d: the normal of length r ends %.3f um from the centre", i, d)
		}
	}
}

func TestSmoothingTakesTheStepsOutOfAVoxelPath(t *testing.T) {
	var pts []Point
	for i := range 200 {
		x := float64(i) * 0.12
		pts = append(pts, Point{x, math.Round(x/3/0.12) * 0.12, math.Round(x / 5)})
	}
	f := NewFrame(Branch{Points: pts}, 0.1)
	for i := 20; i < f.Len()-20; i++ {
		c := f.Centre[i]
		near(t, "y", c.Y, c.X/3, 0.03)
		near(t, "z", c.Z, c.X/5, 0.3)
	}
}

func TestMovedKeepsColumns(t *testing.T) {
	f := NewFrame(Branch{Points: []Point{{0, 0, 0}, {10, 0, 0}}}, 0.1)
	d := make([]Point, f.Len())
	for i := range d {
		d[i] = Point{X: 1, Y: f.Centre[i].X, Z: 2} // turned to 45 degrees
	}
	g := f.Moved(d)
	if g.Len() != f.Len() {
		t.Fatal("columns lost")
	}
	for i := range g.Centre {
		if dist(g.Centre[i], Point{f.Centre[i].X + 1, f.Centre[i].X, 2}) > 1e-12 {
			t.Fatalf("column %d at %v", i, g.Centre[i])
		}
	}
	near(t, "turned normal", g.NX[50], -math.Sqrt2/2, 1e-9)
	if f.Centre[50].Z != 0 || f.NX[50] != 0 {
		t.Error("the frame itself was changed")
	}
}

func TestLocateInvertsAt(t *testing.T) {
	f := NewFrame(Branch{Points: arc(Point{20, 20, 3}, 9, 0.3, 3)}, 0.1)
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(30, f.Len()-31).Draw(t, "column") // clear of the ends, where normals lag by degrees
		r := rapid.Float64Range(-4, 4).Draw(t, "r")           // well within the radius
		z := rapid.Float64Range(-3, 3).Draw(t, "z")
		col, gr, gz := f.Locate(f.At(i, r, z))
		if abs := math.Abs; col < i-1 || col > i+1 || abs(gr-r) > 0.02 || abs(gz-z) > 1e-9 {
			t.Fatalf("(%d, %.3f, %.3f) comes back as (%d, %.3f, %.3f)", i, r, z, col, gr, gz)
		}
	})
}

func TestPointAtGoesOnStraightBeyondTheEnds(t *testing.T) {
	f := NewFrame(Branch{Points: []Point{{1, 1, 1}, {4, 1, 1}}}, 0.5)
	for col, x := range map[float64]float64{-3: -0.5, 0: 1, 1.5: 1.75, 6: 4, 9: 5.5} {
		if got := f.PointAt(col); dist(got, Point{x, 1, 1}) > 1e-9 {
			t.Errorf("column %v: %v, want x = %v", col, got, x)
		}
	}
	bent := Frame{StepUm: 1, Centre: []Point{{0, 0, 0}, {1, 0, 0}, {1, 1, 2}}}
	if got := bent.PointAt(0.8); dist(got, Point{0.8, 0, 0}) > 1e-9 {
		t.Errorf("before a bend: %v", got)
	}
	one := NewFrame(Branch{Points: []Point{{1, 2, 3}}}, 0.5)
	if got := one.PointAt(4); got != (Point{1, 2, 3}) {
		t.Errorf("a single point moved to %v", got)
	}
}

// Down the optical axis there is no direction in the plane; the frame must
// still have a normal of length one everywhere.
func TestNormalsAlongTheOpticalAxisAreKept(t *testing.T) {
	f := NewFrame(Branch{Points: []Point{{0, 0, 0}, {8, 0, 0}, {8, 0, 8}}}, 0.1)
	for i := range f.Centre {
		near(t, "length of the normal", math.Hypot(f.NX[i], f.NY[i]), 1, 1e-9)
	}
	near(t, "kept normal", f.NY[f.Len()-1], 1, 1e-6)
}

func TestBranchOfAFrameIsItsCentreline(t *testing.T) {
	f := NewFrame(Branch{Points: []Point{{0, 0, 0}, {3, 4, 0}}}, 0.5)
	b := f.Branch(7)
	if b.ID != 7 || len(b.Points) != f.Len() {
		t.Fatal("not the centreline")
	}
	b.Points[0].X = 99
	if f.Centre[0].X == 99 {
		t.Error("the branch shares memory with the frame")
	}
}
