package score

import (
	"math"
	"testing"
)

func TestWithinReach(t *testing.T) {
	annotated := map[string]bool{"0": true}
	for _, c := range []struct {
		p    Point
		want bool
	}{
		{Point{10, 3.5}, true}, {Point{10, 3.6}, false}, {Point{10, -3.4}, true},
		{Point{50.9, 1}, true}, {Point{51.1, 1}, false}, {Point{-0.9, 0}, true}, {Point{-1.1, 0}, false},
		{Point{10, 20.5}, false}, // only the branch nobody scored is near
	} {
		if got := within(shaft(), annotated, Spine{Tip: c.p, Base: Point{math.NaN(), math.NaN()}}); got != c.want {
			t.Errorf("within %v = %v", c.p, got)
		}
	}
}

// A spine whose tip leans over an annotated shaft from another dendrite is not
// the annotator's.
func TestWithinReachByTheBase(t *testing.T) {
	annotated := map[string]bool{"0": true}
	for _, c := range []struct {
		base Point
		want bool
	}{{Point{10, 1.5}, true}, {Point{10, -1.4}, true}, {Point{10, 1.6}, false}, {Point{10, 5}, false}} {
		if got := within(shaft(), annotated, Spine{Tip: Point{10, 3}, Base: c.base}); got != c.want {
			t.Errorf("base at %v: within %v", c.base, got)
		}
	}
}

// A pixel trace that ends on a diagonal step still ends along its last micrometre.
func TestPastEndFollowsTheLastMicrometre(t *testing.T) {
	line := Line{"0", []Point{{0, 0}, {4, 0}, {4.88, 0}, {5, 0.12}, {5, 0.12}}}
	_, beyond := nearestOn(line, Point{5.5, 0.62})
	// from (4,0) to (5,0.12): (0.5, 0.5)·(1, 0.12)/1.00717
	if want := 0.56 / 1.0071742649611337; !near(beyond, want) {
		t.Errorf("beyond %v, want %v", beyond, want)
	}
	if _, beyond := nearestOn(line, Point{2, 3}); beyond != 0 {
		t.Errorf("beside the line, beyond %v", beyond)
	}
	if l, b := nearestOn(Line{"0", []Point{{0, 0}}}, Point{3, 4}); l != 5 || b != 5 {
		t.Errorf("a line of one point: %v %v", l, b)
	}
}

func TestMovedFollowsNeighbours(t *testing.T) {
	all := []shift{{"0", Point{0, 0}, Point{1, 0}}, {"0", Point{2, 0}, Point{1.2, 0}}, {"0", Point{4, 0}, Point{9, 0}}, {"1", Point{1, 1}, Point{0, 5}}}
	if got := moved(all, "0", Point{1, 0}); !near(got.X, 2.2) || got.Y != 0 {
		t.Errorf("moved to %v, want the median shift 1.2", got)
	}
	if got := moved(all, "7", Point{1, 0}); !near(got.X, 1+1.1) || !near(got.Y, 0) {
		t.Errorf("a branch without links moved to %v", got)
	}
	if got := moved(nil, "0", Point{1, 2}); got != (Point{1, 2}) {
		t.Errorf("no links moved it to %v", got)
	}
	if r := reversed(all)[0]; r.at != (Point{1, 0}) || r.by != (Point{-1, 0}) {
		t.Errorf("%+v", r)
	}
}
