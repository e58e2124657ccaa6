package score

import "testing"

func TestEventsByHand(t *testing.T) {
	bad := row("bad", 44)
	bad.Ignored = true
	unjudged := row("edge", 48)
	unjudged.JudgeableNext = No
	truth := study(
		[]Spine{row("keep", 5), row("lost", 10), row("lost too", 15), bad, unjudged, row("doubt", 35)},
		[]Spine{row("keep", 5), row("new", 25), {ID: "doubt", Branch: "0", Side: 1, Tip: Point{35, 1.5}, Present: true, Judgeable: true, Ignored: true}})
	notSeen := absent("7")
	notSeen.Judgeable = false
	m := study(
		// 1 falsely lost, 2 truly lost (by an absent row), 3 lost on bad truth, 4 lost where truth could not judge,
		// 5 lost far away, 6 on doubtful truth, 7 lost but not judgeable
		[]Spine{row("1", 5), row("2", 10.3), row("3", 44), row("4", 48), {ID: "5", Tip: Point{10, 21}, Present: true}, row("6", 35), row("7", 20)},
		[]Spine{absent("2"), notSeen, row("8", 25.9), row("9", 30)})
	e := mustScore(t, m, truth, Params{}).Events
	if l := e.Lost; l.TP != 1 || l.FP != 1 || l.FN != 1 || l.Ignored != 3 || l.Outside != 1 {
		t.Errorf("lost %+v", l)
	}
	if g := e.Gained; g.TP != 1 || g.FP != 1 || g.FN != 0 {
		t.Errorf("gained %+v", g)
	}
	if e.TP != 2 || e.FP != 2 || e.FN != 1 || !near(float64(e.F1), 4.0/7) || len(e.Intervals) != 1 {
		t.Errorf("%+v", e)
	}
}

// Without the truth's own word, a place past the other session's trace is not judged.
func TestEventsPastTheTraceAreIgnored(t *testing.T) {
	truth := study([]Spine{row("a", 5), row("b", 10), row("edge", 49)}, []Spine{row("a", 5), row("b", 10)})
	truth[1].Lines = []Line{{"0", []Point{{0, 0}, {45, 0}}}}
	e := mustScore(t, truth, truth, Params{}).Events
	if e.Lost.TP != 0 || e.Lost.FN != 0 || e.Lost.Ignored != 1 {
		t.Errorf("%+v", e.Lost)
	}
	truth[1].Lines = shaft()
	if e := mustScore(t, truth, truth, Params{}).Events; e.Lost.TP != 1 {
		t.Errorf("with the whole trace: %+v", e.Lost)
	}
}

// Truth rows of an absent spine may say that it could not be judged.
func TestAbsentTruthRowNotJudgeable(t *testing.T) {
	gone := absent("b")
	gone.Judgeable = false
	truth := study([]Spine{row("a", 5), row("b", 10)}, []Spine{row("a", 5), gone})
	m := study([]Spine{row("a", 5), row("b", 10)}, []Spine{row("a", 5)})
	if e := mustScore(t, m, truth, Params{}).Events; e.TP+e.FP+e.FN != 0 || e.Ignored != 1 {
		t.Errorf("%+v", e.Counts)
	}
}

// A false event counts only where both sessions were annotated. Here all moved
// by 10 um, and session 1 was traced from 5 to 55 um.
func TestFalseEventsNeedBothTraces(t *testing.T) {
	truth := study([]Spine{row("a", 10), row("b", 20), row("c", 30)}, []Spine{row("a", 20), row("b", 30), row("c", 40)})
	truth[1].Lines = []Line{{"0", []Point{{5, 0}, {55, 0}}}}
	m := study(
		append([]Spine{row("lost", 40), row("lost past the end", 49)}, truth[0].Spines...),
		append([]Spine{row("new", 15), row("new before the start", 7)}, truth[1].Spines...))
	e := mustScore(t, m, truth, Params{}).Events
	if e.Lost.FP != 1 || e.Lost.Outside != 1 || e.Gained.FP != 1 || e.Gained.Outside != 1 {
		t.Errorf("lost %+v gained %+v", e.Lost, e.Gained)
	}
}
