package scope

import (
	"math"
	"testing"

	"respine/dendrite"
)

func nearPoint(t *testing.T, what string, got, want dendrite.Point) {
	t.Helper()
	if d := along(got, want, -1); math.Hypot(math.Hypot(d.X, d.Y), d.Z) > 1e-9 {
		t.Errorf("%s is at %v, want %v", what, got, want)
	}
}

func TestSpinesLeaveTheShaftAtTheirAzimuth(t *testing.T) {
	b := straight(0, 0, 20, 5, 7)
	s := Spine{PositionUm: 8.1, LengthUm: 2, HeadRadiusUm: 0.3}
	for _, c := range []struct {
		azimuth         float64
		base, head, tip dendrite.Point
		side            int
		lateral         float64
	}{
		{0, dendrite.Point{X: 8.1, Y: 5.5, Z: 7}, dendrite.Point{X: 8.1, Y: 7.2, Z: 7}, dendrite.Point{X: 8.1, Y: 7.5, Z: 7}, 1, 2},
		{math.Pi, dendrite.Point{X: 8.1, Y: 4.5, Z: 7}, dendrite.Point{X: 8.1, Y: 2.8, Z: 7}, dendrite.Point{X: 8.1, Y: 2.5, Z: 7}, -1, 2},
		{math.Pi / 2, dendrite.Point{X: 8.1, Y: 5, Z: 7.5}, dendrite.Point{X: 8.1, Y: 5, Z: 9.2}, dendrite.Point{X: 8.1, Y: 5, Z: 9.5}, 1, -0.5},
	} {
		s.AzimuthRad = c.azimuth
		a := b.Anatomy(s)
		nearPoint(t, "base", a.Base, c.base)
		nearPoint(t, "head", a.Head, c.head)
		nearPoint(t, "tip", a.Tip, c.tip)
		near(t, "lateral protrusion", a.LateralUm, c.lateral, 1e-9)
		if a.Side != c.side {
			t.Errorf("at azimuth %v the side is %d, want %d", c.azimuth, a.Side, c.side)
		}
	}
}

// TestTheSideIsThatOfTheNormalAnyWayTheBranchRuns: turned by a quarter, the
// branch carries its spine along.
func TestTheSideIsThatOfTheNormalAnyWayTheBranchRuns(t *testing.T) {
	down := Branch{RadiusUm: []float64{0.5, 0.5}}
	down.Points = []dendrite.Point{{X: 5}, {X: 5, Y: 10}}
	a := down.Anatomy(Spine{PositionUm: 4, LengthUm: 1, HeadRadiusUm: 0.2})
	nearPoint(t, "tip", a.Tip, dendrite.Point{X: 3.5, Y: 4})
}
