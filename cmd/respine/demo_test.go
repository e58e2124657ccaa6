package main

import (
	"math"
	"testing"

	"respine/dendrite"
	"respine/scope"
	"respine/timelapse"
	"respine/turnover"
)

// Three spines on a straight dendrite: one beside it that is lost, one hidden
// above it, and one that the second session's shift takes out of the field.
func TestTruePresence(t *testing.T) {
	line := scope.Branch{Branch: dendrite.Branch{ID: 2, Points: []dendrite.Point{{X: 1, Y: 10, Z: 5}, {X: 19, Y: 10, Z: 5}}}, RadiusUm: []float64{0.5, 0.5}}
	spine := func(id string, at, azimuth float64, present ...bool) scope.Spine {
		return scope.Spine{ID: id, BranchID: 2, PositionUm: at, AzimuthRad: azimuth, LengthUm: 1.5, HeadRadiusUm: 0.3, Kind: scope.KindSpine, Present: present}
	}
	sc := scope.Scene{FieldUm: dendrite.Point{X: 20, Y: 20, Z: 10}, Branches: []scope.Branch{line},
		Spines:   []scope.Spine{spine("lost", 9, 0, true, false), spine("hidden", 12, math.Pi/2, true, true), spine("out", 17, 0, true, true)},
		Sessions: []scope.Session{{Day: 0}, {Day: 4, View: scope.View{ShiftUm: dendrite.Point{X: 3}}}}}
	p := sc.Presence()
	want := map[string][2]turnover.State{
		"lost":   {turnover.Present, turnover.Absent},
		"hidden": {turnover.NotJudgeable, turnover.NotJudgeable},
		"out":    {turnover.Present, turnover.NotJudgeable},
	}
	for _, s := range p.Sites {
		if got := [2]turnover.State(s.States); got != want[s.Spine] {
			t.Errorf("%s: %v, want %v", s.Spine, got, want[s.Spine])
		}
	}
	d, err := timelapse.Dynamics(p, 2, 1)
	if err != nil || len(p.Sites) != 3 {
		t.Fatalf("%d sites, %v", len(p.Sites), err)
	}
	if v := d.Intervals[0]; len(d.Densities) == 0 || v.Elimination.Value() != 1 {
		t.Errorf("%+v", v)
	}
}
