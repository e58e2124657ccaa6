package dendrite

import (
	"math"
	"testing"

	"respine/img"
)

func TestCutTurnsPartsAnL(t *testing.T) {
	got := cutTurns([]Point{{0, 0, 0}, {12, 0, 0}, {12, 12, 0}})
	if len(got) != 2 {
		t.Fatalf("%d pieces", len(got))
	}
	end := got[0][len(got[0])-1]
	near(t, "corner x", end.X, 12, 0.6) // the path is smoothed by half a micrometre
	near(t, "corner y", end.Y, 0, 0.6)
	var sum float64
	for _, p := range got {
		sum += Branch{Points: p}.LengthUm()
	}
	near(t, "length of the pieces", sum, 24, 1)
}

func TestCutTurnsPartsAPathThatTurnsBackOnItself(t *testing.T) {
	if got := cutTurns([]Point{{0, 0, 0}, {12, 0, 0}, {12, 0.2, 0}, {0, 0.2, 0}}); len(got) != 2 {
		t.Errorf("%d pieces", len(got))
	}
}

// Around a circle of radius r, directions taken over 3 um differ by
// 2 asin(1.5/r): 34 degrees at 5 um.
func TestCutTurnsLeavesCurvesWhole(t *testing.T) {
	for _, p := range [][]Point{{{0, 0, 0}, {20, 5, 3}}, arc(Point{20, 20, 0}, 5, 0, 3), {{0, 0, 0}, {10, 0, 0}, {10 + 8.66, 5, 0}}} {
		if got := cutTurns(p); len(got) != 1 {
			t.Errorf("%d pieces of %v .. %v", len(got), p[0], p[len(p)-1])
		}
	}
	near(t, "a right angle", turnDeg(Point{0, 0, 0}, Point{1, 0, 5}, Point{1, 1, 0}), 90, 1e-9)
}

func TestTrimBorderCutsEndsAlongTheEdge(t *testing.T) {
	s := field(12)
	got := trimBorder([]Point{{0, 0.1, 0}, {3, 0.2, 0}, {5, 3, 0}, {6, 0.1, 0}, {7, 5, 0}, {11.9, 5, 0}}, s)
	if len(got) != 3 || got[0] != (Point{5, 3, 0}) || got[2] != (Point{7, 5, 0}) {
		t.Errorf("%v", got)
	}
	if got := trimBorder([]Point{{0, 0, 0}, {0, 3, 0}}, s); len(got) != 0 {
		t.Errorf("a path along the edge keeps %v", got)
	}
}

// On a Gaussian of width s over a background of b, two micrometres aside.
func TestFlankContrast(t *testing.T) {
	const b = 5.0
	path := []Point{{3, 3, 4}, {20, 18, 4}}
	for _, sigma := range []float64{0.4, 1.2, 2.5} {
		tb := line(path...)
		tb.sigma = sigma
		s := draw(field(24), tb)
		for i := range s.Pix {
			s.Pix[i] += b
		}
		want := (60 + b) / (60*gauss(flankUm, sigma) + b)
		near(t, "contrast", flankContrast(s, Branch{Points: path}), want, 0.04*want) // of a 0.12 um grid
	}
	black := img.NewStack(3, 100, 100, img.Voxel{Z: 1, Y: 0.12, X: 0.12})
	if c := flankContrast(black, Branch{Points: path}); c != 0 || math.IsNaN(c) {
		t.Errorf("black has contrast %v", c)
	}
}

// What is no brighter than three times its flanks, or too short, is dropped.
func TestPolishKeepsWhatStandsOut(t *testing.T) {
	path := straight(Point{3, 3, 4}, Point{20, 18, 4})
	s := draw(field(24), line(path...))
	if got := polish([][]Point{path}, s, 15); len(got) != 1 {
		t.Errorf("%d paths of one dendrite of 23 um", len(got))
	}
	if got := polish([][]Point{path}, s, 25); len(got) != 0 {
		t.Errorf("%d paths of 25 um or more", len(got))
	}
	for i := range s.Pix {
		s.Pix[i] += 40 // 100 on 40
	}
	if got := polish([][]Point{path}, s, 15); len(got) != 0 {
		t.Errorf("%d paths that hardly stand out", len(got))
	}
}
