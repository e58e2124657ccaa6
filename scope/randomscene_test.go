package scope

import (
	"math"
	"reflect"
	"testing"

	"respine/dendrite"
)

func TestRandomBranchesAreSmoothAndInTheField(t *testing.T) {
	field := dendrite.Point{X: 120, Y: 100, Z: 40}
	branches := RandomBranches(newRand(1), field, 40)
	if len(branches) != 40 {
		t.Fatalf("%d branches", len(branches))
	}
	var sharpest float64
	for _, b := range branches {
		if l := b.LengthUm(); l < branchMinUm || l > branchMaxUm+branchStepUm {
			t.Errorf("branch %d is %v um long", b.ID, l)
		}
		for i, p := range b.Points {
			if !withinMargin(p, field) {
				t.Fatalf("branch %d leaves the field at %v", b.ID, p)
			}
			if r := b.RadiusUm[i]; r < 0.1 || r > 1.1 {
				t.Errorf("branch %d has radius %v", b.ID, r)
			}
			if i > 1 {
				u, v := unit(along(p, b.Points[i-1], -1)), unit(along(b.Points[i-1], b.Points[i-2], -1))
				sharpest = max(sharpest, math.Acos(min(1, u.X*v.X+u.Y*v.Y+u.Z*v.Z)))
			}
		}
	}
	if sharpest > 0.25 {
		t.Errorf("a branch bends by %v rad within a step", sharpest)
	}
}

func TestAWanderKeepsItsSpread(t *testing.T) {
	rng, w := newRand(1), wander(2, 1)
	var squares, product, last float64
	const n = 200000
	for range n {
		v := w(rng)
		squares, product, last = squares+v*v, product+v*last, v
	}
	near(t, "variance", squares/n, 4, 0.1)
	near(t, "correlation of steps", product/squares, math.Exp(-branchStepUm), 0.01)
}

func TestARandomSceneIsThatOfItsSeed(t *testing.T) {
	p := Params{Days: []float64{0, 1, 5}}
	a, b := RandomScene(newRand(3), p), RandomScene(newRand(3), p)
	if !reflect.DeepEqual(a, b) {
		t.Error("one seed gives two scenes")
	}
	if len(a.Branches) != 3 || len(a.Sessions) != 3 || a.Sessions[2].Day != 5 || len(a.Axons) == 0 || len(a.Blobs) == 0 {
		t.Errorf("scene of %d branches, %d sessions, %d axons, %d blobs", len(a.Branches), len(a.Sessions), len(a.Axons), len(a.Blobs))
	}
	if !reflect.DeepEqual(a.Sessions[0].View, View{}) {
		t.Error("the first session is moved")
	}
	p.Clutter.Clean = true
	if c := RandomScene(newRand(3), p); len(c.Axons)+len(c.Blobs) > 0 {
		t.Error("a clean scene is cluttered")
	}
}
