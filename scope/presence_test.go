package scope

import (
	"slices"
	"testing"

	"respine/spatial"
	"respine/turnover"
)

// The scene of truth_test.go: "right" is lost, but its tip has left the field by
// then, "above" is never to be seen, "edge" leaves the field before it forms.
func TestPresenceOfWhatCanBeSeen(t *testing.T) {
	sc := truthScene()
	sc.Spines[1].Kind = KindFilopodium
	p := sc.Presence()
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	const P, A, N = turnover.Present, turnover.Absent, turnover.NotJudgeable
	want := []turnover.Site{
		{Spine: "right", Branch: 7, Side: 1, PositionUm: 5, States: []turnover.State{P, N}},
		{Spine: "left", Branch: 7, Side: -1, PositionUm: 6, Kind: turnover.Filopodium, States: []turnover.State{P, P}},
		{Spine: "above", Branch: 7, Side: 1, PositionUm: 7, States: []turnover.State{N, N}},
		{Spine: "edge", Branch: 7, Side: 1, PositionUm: 19.8, States: []turnover.State{A, N}},
	}
	if len(p.Sites) != len(want) {
		t.Fatalf("%d sites", len(p.Sites))
	}
	for i, w := range want {
		g := p.Sites[i]
		if g.Spine != w.Spine || g.Branch != w.Branch || g.Side != w.Side || g.PositionUm != w.PositionUm || g.Kind != w.Kind || !slices.Equal(g.States, w.States) {
			t.Errorf("%+v, want %+v", g, w)
		}
	}
	if p.Sessions[0].Day != 0 || p.Sessions[1].Day != 4 {
		t.Errorf("days %v", p.Sessions)
	}
}

// The branch runs from x = 2 to 22 in a field of 24: moved by 3, its last
// micrometre is out; moved by -5, its first three.
func TestPresenceKnowsWhatLeavesTheField(t *testing.T) {
	sc := truthScene()
	sc.Sessions = append(sc.Sessions, Session{Day: 8})
	sc.Sessions[2].View.ShiftUm.X = -5
	for i := range sc.Spines {
		sc.Spines[i].Present = []bool{true, true, true}
	}
	p := sc.Presence()
	for k, want := range []spatial.Span{{Lo: 0, Hi: 20}, {Lo: 0, Hi: 19}, {Lo: 3, Hi: 20}} {
		got := p.Judgeable[k][7]
		if len(got) != 1 {
			t.Fatalf("session %d: %v", k, got)
		}
		near(t, "from", got[0].Lo, want.Lo, spanStepUm)
		near(t, "to", got[0].Hi, want.Hi, spanStepUm)
	}
	sc.Sessions[1].View.ShiftUm.X = 100
	if got := sc.Presence().Judgeable[1][7]; len(got) != 0 {
		t.Errorf("out of the field: %v", got)
	}
}
