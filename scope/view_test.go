package scope

import (
	"math"
	"testing"

	"respine/dendrite"
)

func TestAViewWithoutWarpIsRigid(t *testing.T) {
	v := View{ShiftUm: dendrite.Point{X: 1, Y: 2, Z: 3}, RotationRad: math.Pi / 2, CentreUm: dendrite.Point{X: 10, Y: 10}}
	nearPoint(t, "the centre", v.Move(dendrite.Point{X: 10, Y: 10, Z: 4}), dendrite.Point{X: 11, Y: 12, Z: 7})
	nearPoint(t, "a point to its right", v.Move(dendrite.Point{X: 15, Y: 10}), dendrite.Point{X: 11, Y: 17, Z: 3})
	nearPoint(t, "a point below it", v.Move(dendrite.Point{X: 10, Y: 15}), dendrite.Point{X: 6, Y: 12, Z: 3})
	nearPoint(t, "any point by no view", View{}.Move(dendrite.Point{X: 1, Y: 2, Z: 3}), dendrite.Point{X: 1, Y: 2, Z: 3})
}

func TestRandomViewsStayWithinTheirBounds(t *testing.T) {
	field := dendrite.Point{X: 60, Y: 60, Z: 40}
	rng := newRand(2)
	var largest float64
	for range 300 {
		v := RandomView(rng, field, Motion{})
		if math.Abs(v.RotationRad) > 3*math.Pi/180 || math.Abs(v.Brightness-1) > 0.3 ||
			max(math.Abs(v.ShiftUm.X), math.Abs(v.ShiftUm.Y), math.Abs(v.ShiftUm.Z)) > 3 {
			t.Fatalf("view %+v", v)
		}
		rigid := v
		rigid.Warp = nil
		for range 20 {
			p := somewhere(rng, field)
			d := along(v.Move(p), rigid.Move(p), -1)
			largest = max(largest, math.Hypot(d.X, d.Y))
		}
	}
	if largest > 1 || largest < 0.5 {
		t.Errorf("largest warp is %v um, want at most 1 and near it", largest)
	}
	still := RandomView(rng, field, Motion{Still: true})
	nearPoint(t, "a point of a still view", still.Move(field), field)
	if n := len(RandomView(rng, field, Motion{JitterUm: 0.2}).SliceShiftUm); n < 40 {
		t.Errorf("%d slices are jittered, want all", n)
	}
}
