package dendrite

import (
	"math"
	"testing"

	"respine/img"
)

// shifted is the frame of points moved sideways by r and in depth by z.
func shifted(points []Point, r, z float64) (truth, moved Frame) {
	truth = NewFrame(Branch{Points: points}, StepUm)
	d := make([]Point, truth.Len())
	for i := range d {
		d[i] = Point{r * truth.NX[i], r * truth.NY[i], z}
	}
	return truth, truth.Moved(d)
}

// offsets returns the mean lateral and depth distance of g from f, and the
// largest lateral one, away from the ends.
func offsets(f, g Frame) (r, z, worst float64) {
	n := 0.0
	for i := 20; i < f.Len()-20; i++ {
		d := (g.Centre[i].X-f.Centre[i].X)*f.NX[i] + (g.Centre[i].Y-f.Centre[i].Y)*f.NY[i]
		r, z, n, worst = r+d, z+g.Centre[i].Z-f.Centre[i].Z, n+1, math.Max(worst, math.Abs(d))
	}
	return r / n, z / n, worst
}

func TestRecentreFindsTheAxisAgain(t *testing.T) {
	for _, path := range [][]Point{
		{{3, 4, 4.3}, {21, 15, 5.1}},
		arc(Point{12, 2, 4.6}, 10, 0.6, 2.6),
	} {
		s := draw(field(24), line(path...))
		for _, r := range []float64{-0.4, 0.4} {
			truth, f := shifted(path, r, 0)
			off, _, worst := offsets(truth, f.Recentre(s, 0.7, 0))
			near(t, "mean lateral offset", off, 0, 0.02)
			near(t, "worst lateral offset", worst, 0, 0.05)
		}
	}
}

// A shaft half as bright again as the detector can say is flat on top, in depth
// and on the page.
func TestRecentreOfASaturatedTube(t *testing.T) {
	path := []Point{{3, 4, 4.3}, {21, 15, 5.1}}
	s := draw(field(24), line(path...))
	for i, v := range s.Pix {
		s.Pix[i] = min(v, 40)
	}
	truth, f := shifted(path, 0.3, 1)
	r, z, _ := offsets(truth, f.Recentre(s, 0.7, 2))
	near(t, "lateral", r, 0, 0.05)
	near(t, "depth", z, 0, 0.15) // one seventh of a slice
}

// Depth is found between slices, and between the half micrometres tried.
func TestRecentreInDepth(t *testing.T) {
	path := []Point{{3, 4, 4.3}, {21, 15, 4.3}}
	s := draw(field(24), line(path...))
	for _, z := range []float64{-0.75, 0.25, 0.6} {
		truth, f := shifted(path, 0, z)
		_, off, _ := offsets(truth, f.Recentre(s, 0.7, 2))
		near(t, "depth", off, 0, 0.1)
	}
}

func TestRecentreWithoutReachLeavesTheFrame(t *testing.T) {
	path := []Point{{3, 4, 4}, {21, 15, 5}}
	s := draw(field(24), line(path...))
	_, f := shifted(path, 0.4, 0.5)
	g := f.Recentre(s, 0, 0)
	for i := range f.Centre {
		if dist(f.Centre[i], g.Centre[i]) > 1e-12 {
			t.Fatalf("column %d moved", i)
		}
	}
}

// Where there is nothing to see, nothing says where the shaft is.
func TestRecentreOnBlackLeavesTheFrame(t *testing.T) {
	_, f := shifted([]Point{{3, 4, 4}, {21, 15, 5}}, 0, 0)
	g := f.Recentre(field(24), 0.7, 2)
	for i := range f.Centre {
		if dist(f.Centre[i], g.Centre[i]) > 1e-9 {
			t.Fatalf("column %d moved by %.2f um", i, dist(f.Centre[i], g.Centre[i]))
		}
	}
}

func TestRecentreOfASingleSliceStaysInIt(t *testing.T) {
	path := []Point{{3, 4, 0}, {21, 15, 0}}
	s := draw(img.NewStack(1, 200, 200, img.Voxel{Z: 1, Y: 0.12, X: 0.12}), line(path...))
	truth, f := shifted(path, 0.4, 0)
	r, z, _ := offsets(truth, f.Recentre(s, 0.7, 2))
	near(t, "lateral", r, 0, 0.02)
	near(t, "depth", z, 0, 0)
}

// Near the first and the last slice a shaft shows on one side only, and beyond
// them there is nothing to see: the frame stays where it was traced or drawn,
// and in the stack, however often it is recentred.
func TestRecentreStaysInTheStack(t *testing.T) {
	const last, overshoot = 9.0, 0.05 // what smoothing along the path may add
	for _, depth := range []float64{0, 0.6, last - 0.3, last} {
		path := []Point{{3, 4, depth}, {21, 15, depth}}
		s := noisy(draw(field(24), line(path...)), 3)
		traced := trace(t, s)
		if len(traced) != 1 {
			t.Fatalf("%d branches at depth %v", len(traced), depth)
		}
		for name, b := range map[string]Branch{"traced": traced[0], "drawn": {Points: path}} {
			f := NewFrame(b, StepUm)
			for _, reach := range []float64{4, 4, 2} { // as register.Along does it
				f = f.Recentre(s, 0, reach)
			}
			var mean float64
			for i, c := range f.Centre {
				mean += (c.Z - depth) / float64(f.Len())
				if c.Z < -overshoot || c.Z > last+overshoot {
					t.Fatalf("%s at %v: column %d goes to depth %.3f, out of the stack", name, depth, i, c.Z)
				}
			}
			near(t, name+" depth", mean, 0, 0.65) // a shaft traced in the outermost slice may stay in it
			if name == "drawn" {
				near(t, "drawn depth", mean, 0, 0.15)
			}
		}
	}
}

// A frame out of the stack comes in for a shaft whose brightest plane is inside,
// and stays out where the light only falls off from the border inwards.
func TestRecentreFromOutside(t *testing.T) {
	for _, c := range []struct{ shaft, start, want, within float64 }{
		{2, -1, 2, 0.2}, {7, 10, 7, 0.2}, // inside
		{-1.5, -1.5, -1.5, 0.05}, {10.5, 10.5, 10.5, 0.05}, // outside
	} {
		s := draw(field(24), line(Point{3, 4, c.shaft}, Point{21, 15, c.shaft}))
		f := NewFrame(Branch{Points: []Point{{3, 4, c.start}, {21, 15, c.start}}}, StepUm).Recentre(s, 0, 4)
		for i := 20; i < f.Len()-20; i++ {
			if d := f.Centre[i].Z - c.want; math.Abs(d) > c.within {
				t.Fatalf("shaft at %v, frame from %v: column %d at %.2f", c.shaft, c.start, i, f.Centre[i].Z)
			}
		}
	}
}
