package timelapse

import (
	"reflect"
	"testing"

	"respine/dendrite"
	"respine/imagejroi"
	"respine/img"
	"respine/spine"
	"respine/swc"
	"respine/turnover"
)

// A tip 1.2, 0.36 um from the centre of the first voxel lies in its tenth
// column and third row; 2.1 um deep is nearest to the third slice.
func TestRegions(t *testing.T) {
	at := spine.Observation{State: turnover.Present}
	at.Tip = dendrite.Point{X: 1.2, Y: 0.36, Z: 2.1}
	sites := []spine.Site{
		{ID: "b00-s000", Seen: []spine.Observation{{State: turnover.Absent}, at}},
		{ID: "b00-s001", Seen: []spine.Observation{at, {State: turnover.NotJudgeable}}},
	}
	v := img.Voxel{Z: 1, Y: 0.125, X: 0.125}
	want := imagejroi.ROI{Name: "b00-s000", Kind: imagejroi.Points, Points: []imagejroi.Point{{X: 9.6, Y: 2.88}}, Slice: 3}
	if got := regions(sites, 1, v, false); !reflect.DeepEqual(got, []imagejroi.ROI{want}) {
		t.Errorf("%+v", got)
	}
	want.Slice, want.Z = 0, 3
	if got := regions(sites, 1, v, true); !reflect.DeepEqual(got, []imagejroi.ROI{want}) {
		t.Errorf("several channels: %+v", got)
	}
}

// Branches become trees of their own, a node every fifth column.
func TestAppendBranch(t *testing.T) {
	b := spine.Branch{Days: make([]spine.Day, 2)}
	for i := range 11 {
		b.Days[1].Strip.Centre = append(b.Days[1].Strip.Centre, dendrite.Point{X: float64(i)})
	}
	nodes := appendBranch(appendBranch(nil, b, 1), b, 1)
	if err := swc.Check(nodes); err != nil {
		t.Fatal(err)
	}
	paths := swc.Paths(nodes)
	if len(paths) != 2 || len(paths[0]) != 3 || paths[0][2].X != 10 || paths[1][0].Parent != -1 {
		t.Errorf("paths %+v", paths)
	}
	if got := appendBranch(nil, b, 0); got != nil {
		t.Errorf("nodes of a session without strip: %v", got)
	}
}
