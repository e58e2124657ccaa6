package turnover

import (
	"slices"
	"testing"
)

func TestRejoin(t *testing.T) {
	across := site(0, 20.1, "...X")
	across.Side = -1
	p := daily(
		site(0, 10, "X..."), site(0, 10.5, "..X."), // one place, two names
		site(0, 10.4, "...X"),       // and a third
		site(0, 20, "XX.."), across, // other side
		site(0, 30, "XXX."), site(0, 30.2, "..XX"), // both there in session 2
		site(1, 10, "..XX"),                        // other branch
		site(0, 40, "X?.."), site(0, 40.8, "..XX"), // too far
	)
	got := Rejoin(p, 0)
	if len(got.Sites) != 8 {
		t.Fatalf("%d sites: %+v", len(got.Sites), got.Sites)
	}
	if s := got.Sites[0]; !slices.Equal(s.States, states("X.XX")) || s.PositionUm != 10.4 || s.Spine != "X..." {
		t.Errorf("merged site %+v", s)
	}
	if len(p.Sites) != 10 || !slices.Equal(p.Sites[0].States, states("X...")) {
		t.Error("the input was changed")
	}
	if len(Rejoin(p, 1).Sites) != 7 {
		t.Error("within 1 um one more pair should join")
	}
}
