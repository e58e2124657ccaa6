package dendrite

import (
	"math"
	"slices"
	"testing"
)

func straight(p, q Point) []Point { return resample([]Point{p, q}, 0.25) }

func reversed(p []Point) []Point {
	p = slices.Clone(p)
	slices.Reverse(p)
	return p
}

func TestJoinReunitesAPartedLineHoweverItRuns(t *testing.T) {
	a, b := straight(Point{0, 0, 0}, Point{10, 0, 0}), straight(Point{11, 0.3, 1}, Point{20, 0.3, 1})
	for _, pieces := range [][][]Point{{a, b}, {b, a}, {reversed(a), b}, {a, reversed(b)}, {reversed(a), reversed(b)}} {
		before := slices.Clone(pieces[0])
		got := joinStraight(pieces)
		if len(got) != 1 || len(got[0]) != len(a)+len(b) {
			t.Fatalf("%d pieces", len(got))
		}
		near(t, "length", Branch{Points: got[0]}.LengthUm(), 10+9+math.Sqrt(1+0.09+1), 1e-9)
		if !slices.Equal(before, pieces[0]) {
			t.Error("the pieces given were changed")
		}
	}
}

func TestJoinLeavesTurnsAndGaps(t *testing.T) {
	a := straight(Point{0, 0, 0}, Point{10, 0, 0})
	turn := func(deg float64) []Point {
		s, c := math.Sincos(deg * math.Pi / 180)
		return straight(Point{10.2, 0, 0}, Point{10.2 + 10*c, 10 * s, 0})
	}
	for _, c := range []struct {
		name string
		b    []Point
		want int
	}{
		{"90 degrees", turn(90), 2}, {"45 degrees", turn(45), 2}, {"35 degrees", turn(35), 1},
		{"back on itself", turn(178), 2},
		{"1.6 um apart", straight(Point{11.6, 0, 0}, Point{20, 0, 0}), 2},
		{"3.5 um deeper", straight(Point{10, 0, 3.5}, Point{20, 0, 3.5}), 2},
	} {
		if got := len(joinStraight([][]Point{a, c.b})); got != c.want {
			t.Errorf("%s: %d pieces, want %d", c.name, got, c.want)
		}
	}
}

// At a crossing of four arms each goes on in its own direction, whatever the
// order they come in.
func TestJoinTakesTheStraightestPairsAtACrossing(t *testing.T) {
	var arms [][]Point
	for _, deg := range []float64{0, 35, 180, 215} {
		s, c := math.Sincos(deg * math.Pi / 180)
		arms = append(arms, straight(Point{0.3 * c, 0.3 * s, 0}, Point{9 * c, 9 * s, 0}))
	}
	for _, order := range [][]int{{0, 1, 2, 3}, {1, 2, 3, 0}, {3, 0, 2, 1}, {2, 3, 1, 0}, {0, 3, 1, 2}} {
		var pieces [][]Point
		for _, i := range order {
			pieces = append(pieces, arms[i])
		}
		got := joinStraight(pieces)
		if len(got) != 2 {
			t.Fatalf("%d pieces", len(got))
		}
		for _, p := range got {
			near(t, "end to end", dist(p[0], p[len(p)-1]), 2*dist(Point{}, arms[0][len(arms[0])-1]), 0.05) // 35 degrees off it is 5 % less
		}
	}
}

func TestJoinOfPiecesOfOnePoint(t *testing.T) {
	if got := joinStraight([][]Point{{{0, 0, 0}}, {{5, 5, 0}}}); len(got) != 2 {
		t.Errorf("%d pieces", len(got))
	}
	if got := joinStraight(nil); len(got) != 0 {
		t.Errorf("%d pieces of none", len(got))
	}
}
