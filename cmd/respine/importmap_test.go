package main

import (
	"math"
	"reflect"
	"testing"

	"respine/mapmanager"
	"respine/score"
	"respine/table"
)

// Two sessions: spine 7 in both, 8 rejected by its scorer, 9 on a dendrite that
// is traced in the first session only.
func smallMap() mapmanager.Map {
	line := []mapmanager.Point{{X: 0}, {X: 3, Y: 4}}
	mark := func(id, segment int, x float64) mapmanager.Spine {
		return mapmanager.Spine{ID: id, Segment: segment, Side: 1, Tip: mapmanager.Point{X: x, Y: 4, Z: 2}, Base: mapmanager.Point{X: x, Y: 1, Z: 2}}
	}
	bad := mark(8, 0, 2)
	bad.Bad = true
	return mapmanager.Map{Sessions: []mapmanager.Session{
		{Name: "m_s0", Segments: []mapmanager.Segment{{ID: 0, Points: line}, {ID: 5, Points: line}},
			Spines: []mapmanager.Spine{mark(9, 5, 3), mark(7, 0, 1), bad}},
		{Name: "m_s1", Day: math.NaN(), Segments: []mapmanager.Segment{{ID: 0, Points: line}}, Spines: []mapmanager.Spine{mark(7, 0, 1.5)}},
	}}
}

func TestMapTables(t *testing.T) {
	dir := t.TempDir()
	if err := table.WriteFiles(dir, mapTables(smallMap())...); err != nil {
		t.Fatal(err)
	}
	c := chainsOf(smallMap())
	if got, want := c.Strings("spine_id"), []string{"m0007", "m0008", "m0009"}; !reflect.DeepEqual(got, want) {
		t.Errorf("chains %v, want %v", got, want)
	}
	if got, want := c.Strings("sequence"), []string{"XX", "X.", "X?"}; !reflect.DeepEqual(got, want) {
		t.Errorf("sequences %v, want %v", got, want)
	}
	if got := linesOf(smallMap()).Floats("position_um"); !reflect.DeepEqual(got, []float64{0, 5, 0, 5, 0, 5}) {
		t.Errorf("positions %v; 3, 4, 5 is a right triangle", got)
	}
	truth, err := score.ReadTruth(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(truth.Sessions) != 2 || len(truth.Sessions[0].Lines) != 2 || len(truth.Sessions[1].Lines) != 1 {
		t.Fatalf("truth %+v", truth)
	}
	now := map[string]score.Spine{}
	for _, s := range truth.Sessions[1].Spines {
		now[s.ID] = s
	}
	if s := now["m0007"]; !s.Present || s.Tip != (score.Point{X: 1.5, Y: 4}) || s.LengthUm != 3 {
		t.Errorf("spine 7: %+v", s)
	}
	if s := now["m0008"]; s.Present || !s.Judgeable {
		t.Errorf("spine 8 went: %+v", s)
	}
	if s := now["m0009"]; s.Present || s.Judgeable {
		t.Errorf("spine 9 cannot be judged: %+v", s)
	}
	for _, s := range truth.Sessions[0].Spines {
		if s.Ignored != (s.ID == "m0008") {
			t.Errorf("%s ignored: %t", s.ID, s.Ignored)
		}
	}
}
