package main

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"respine/score"
	"respine/spine"
	"respine/timelapse"
	"respine/turnover"
)

// threeSessions is a branch of 90 um: all of it can be judged on day 0, 61 um of
// it on day 4, 35 um on day 8.
func threeSessions() timelapse.Field {
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
	return timelapse.Field{Result: r, Opened: make([]timelapse.Opened, 3)}
}

func warningsOf(t *testing.T, m timelapse.Field) []string {
	t.Helper()
	d, err := m.Analyse(2, 1)
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
	m.Opened[2] = timelapse.Opened{Warnings: []string{"dim"}, Hint: "hint: take another"}
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
	m.Result.Sessions, m.Result.Branches[0].Days, m.Opened = m.Result.Sessions[:1], m.Result.Branches[0].Days[:1], m.Opened[:1]
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
	d, err := m.Analyse(2, 1)
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
	// One lost place is left, and two new spines: chance restores at least one
	// with 1 - (1 - 4/90)^2, within four standard errors of 999 draws.
	if want := 1 - math.Pow(1-4.0/90, 2); math.Abs(float64(r.PWithout)-want) > 4*math.Sqrt(want*(1-want)/999) || r.P > 0.05 {
		t.Errorf("p without them %g, want about %g; of all %g", r.PWithout, want, r.P)
	}
	if got := s.pWithoutSamePlace(); len(got) != 1 || got[2] != float64(r.PWithout) {
		t.Errorf("for the report: %v", got)
	}
	var text strings.Builder
	if err := s.print(&text, "out"); err != nil {
		t.Fatal(err)
	}
	if want := "1 of 2 restored stand within 0.2 um of the lost place on the same side:\n             the same spine missed once would look so; without them 1/2, p " + digits(float64(r.PWithout), 3) + "\n"; !strings.Contains(text.String(), want) {
		t.Errorf("no %q in\n%s", want, &text)
	}
}

// A branch may be lost whole while most of the dendrite is there: the warning of
// the session says nothing, that of the branch does.
func TestLostBranchIsTold(t *testing.T) {
	m := threeSessions()
	m.Result.Exclusions = nil
	for k := range 3 {
		m.Result.Branches[0].Days[k].Judgeable = m.Result.Branches[0].Days[0].Judgeable
	}
	ten := func(n int) spine.Day { // n of 10 um
		d := spine.Day{Judgeable: make([]bool, 100)}
		for i := range 10 * n {
			d.Judgeable[i] = true
		}
		return d
	}
	outside := ten(0)
	outside.Reason = "outside the stack"
	m.Result.Branches = append(m.Result.Branches,
		spine.Branch{ID: 4, LengthUm: 10, Days: []spine.Day{ten(10), ten(4), outside}},
		spine.Branch{ID: 7, LengthUm: 10, Days: []spine.Day{ten(10), ten(0), ten(3)}})
	want := []string{"session 1, b.tif: branch 7 is not judged",
		"session 2, c.tif: branch 4 is not judged (outside the stack), of branch 7 only 3 of 10 um are judged"}
	if got := warningsOf(t, m); !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

// Where nothing is new there is no share by chance.
func TestNothingNewIsPrinted(t *testing.T) {
	s := summary{Restored: []restoredSummary{{From: 1, To: 2, Chance: score.Number(math.NaN()), P: score.Number(math.NaN())}}}
	var text strings.Builder
	if err := s.print(&text, "out"); err != nil {
		t.Fatal(err)
	}
	if want := "  1 to 2     0/0             -           -\n"; !strings.Contains(text.String(), want) || strings.Contains(text.String(), "NaN") {
		t.Errorf("no %q in\n%s", want, &text)
	}
}

// Eleven hundredths more dendrite show more spines; a tenth more is let pass.
func TestLengthsDiffer(t *testing.T) {
	for um, want := range map[float64]bool{100: false, 109: false, 112: true, 90: true} {
		s := summary{Sessions: []sessionSummary{{Used: true, JudgeableUm: 100}, {Session: 1, Used: true, JudgeableUm: um}, {Session: 2, JudgeableUm: 0}}}
		var text strings.Builder
		if err := s.print(&text, "out"); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(text.String(), "\nn differs because the judged length does: compare densities\n"); got != want {
			t.Errorf("%g um: %t\n%s", um, got, &text)
		}
	}
}
