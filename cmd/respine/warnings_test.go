package main

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"respine/spine"
	"respine/turnover"
)

// threeSessions is a branch of 90 um: all of it can be judged on day 0, 61 um of
// it on day 4, 35 um on day 8.
func threeSessions() measured {
	open := func(n int) []bool {
		b := make([]bool, 900)
		for i := range n {
			b[i] = true
		}
		return b
	}
	r := spine.Result{
		Sessions: []spine.Session{{Name: "a.tif", Aligned: true}, {Name: "b.tif", Day: 4, Aligned: true}, {Name: "c.tif", Day: 8, Aligned: true}},
		Branches: []spine.Branch{{LengthUm: 90, Days: []spine.Day{{Judgeable: open(900)}, {Judgeable: open(610)}, {Judgeable: open(350)}}}},
		Exclusions: []spine.Exclusion{
			{Session: 1, FromUm: 61, ToUm: 90, Reason: "dark"}, {Session: 2, FromUm: 35, ToUm: 45, Reason: "dark"}, {Session: 2, FromUm: 50, ToUm: 90, Reason: "outside"},
			{Session: 2, FromUm: 45, ToUm: 50, Reason: "dark"}, {Session: 2, FromUm: 20, ToUm: 20, Reason: "a single place"}, {Session: -1, FromUm: 3, ToUm: 3, Reason: "x"},
		},
	}
	return measured{Result: r, Stacks: make([]stackInfo, 3)}
}

func warningsOf(t *testing.T, m measured) []string {
	t.Helper()
	d, err := analyse(m.Result, 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	return summarise(m, d).Warnings
}

// More than a third of the dendrite lost is told with its reasons, less is not:
// 29 of 90 um are 32 %, 55 are 61 % and leave less than half.
func TestLossIsTold(t *testing.T) {
	want := []string{"c.tif: 55 of 90 um of dendrite (61 %) cannot be judged: 40 um outside, 15 um dark; is it the same field?"}
	if got := warningsOf(t, threeSessions()); !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	m := threeSessions()
	for i := 590; i < 610; i++ {
		m.Result.Branches[0].Days[1].Judgeable[i] = false
	}
	want = append([]string{"b.tif: 31 of 90 um of dendrite (34 %) cannot be judged: 29 um dark"}, want...)
	if got := warningsOf(t, m); !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

func TestUnusedSessionIsTold(t *testing.T) {
	m := threeSessions()
	m.Result.Branches[0].Days[2] = spine.Day{Reason: "the stack is blank"}
	m.Stacks[2] = stackInfo{Warnings: []string{"dim"}, Hint: "hint: take another"}
	want := []string{"c.tif: dim", "session 2 is not used: c.tif: the stack is blank; all 90 um of dendrite are lost\nhint: take another"}
	if got := warningsOf(t, m); !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

func TestWarningsOfHandling(t *testing.T) {
	m := threeSessions()
	m.Result.Sessions[0].Name, m.Result.Sessions[1].Name, m.Result.Sessions[2].Name = "m_s2.tif", "m_s1.tif", "m_s0.tif"
	m.Result.Sessions[0].Voxel.Z, m.Result.Sessions[0].Voxel.X = 0.12, 1
	got := warningsOf(t, m)
	if len(got) != 3 || got[0] != "the numbers in the names run against --days: m_s2.tif is given as day 0 and m_s1.tif as day 4; are the stacks in the right order?" ||
		!strings.Contains(got[1], "the order is z,y,x") {
		t.Errorf("%q", got)
	}
	m = threeSessions()
	m.Result.Sessions, m.Result.Branches[0].Days, m.Stacks = m.Result.Sessions[:1], m.Result.Branches[0].Days[:1], m.Stacks[:1]
	m.Result.Exclusions = nil
	if got := warningsOf(t, m); !reflect.DeepEqual(got, []string{"one session: nothing to compare, density only"}) {
		t.Errorf("one session: %q", got)
	}
}

// Two spines are lost on day 4; on day 8 one stands 0.1 um from its place, the
// other 0.1 um from it on the other side: one may have been missed once.
func TestPerhapsMissedOnce(t *testing.T) {
	m := threeSessions()
	all := make([]bool, 900)
	for i := range all {
		all[i] = true
	}
	for k := range 3 {
		m.Result.Branches[0].Days[k].Judgeable = all
	}
	m.Result.Exclusions = nil
	for i, v := range []struct {
		at   float64
		side int
		seen string
	}{{10, 1, "X.."}, {10.1, 1, "..X"}, {30, 1, "X.."}, {30.1, -1, "..X"}, {60, 1, "..X"}} {
		s := spine.Site{ID: string(rune('a' + i)), Place: spine.Place{Side: v.side, PositionUm: v.at}, Seen: make([]spine.Observation, 3)}
		for k := range v.seen {
			s.Seen[k].State = map[byte]turnover.State{'X': turnover.Present, '.': turnover.Absent}[v.seen[k]]
		}
		m.Result.Sites = append(m.Result.Sites, s)
	}
	d, err := analyse(m.Result, 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	s := summarise(m, d)
	if len(s.Restored) != 1 {
		t.Fatalf("restored %+v", s.Restored)
	}
	r := s.Restored[0]
	if r.Restored.Count != 2 || r.Restored.Of != 3 || r.MissedOnce != 1 || r.Without.Count != 1 || r.Without.Of != 2 || math.Abs(float64(r.Without.Value)-0.5) > 1e-12 {
		t.Errorf("%+v", r)
	}
	var text strings.Builder
	if err := s.print(&text, "out"); err != nil {
		t.Fatal(err)
	}
	if want := "1 of 2 restored stand within 0.2 um of the lost place on the same side:\n             the same spine missed once would look so; without them 1/2\n"; !strings.Contains(text.String(), want) {
		t.Errorf("no %q in\n%s", want, &text)
	}
}
