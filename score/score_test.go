package score

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-12 }

// row returns a spine on branch "0", which runs along y = 0; its tip stands
// 1.5 um off the shaft.
func row(id string, x float64) Spine {
	return Spine{ID: id, Branch: "0", Side: 1, Tip: Point{x, 1.5}, Base: Point{x, 0.3}, LengthUm: 1.2,
		Brightness: math.NaN(), Present: true, Judgeable: true}
}

func absent(id string) Spine { return Spine{ID: id, Branch: "0", Judgeable: true} }

// shaft is the annotated branch "0" from 0 to 50 um and a traced but unscored
// branch "9" at y = 20.
func shaft() []Line {
	return []Line{{"0", []Point{{0, 0}, {25, 0}, {50, 0}}}, {"9", []Point{{0, 20}, {50, 20}}}}
}

// study makes sessions 0, 1, ... of the given rows.
func study(rows ...[]Spine) []Session {
	var out []Session
	for i, r := range rows {
		out = append(out, Session{Number: i, Spines: r, Lines: shaft()})
	}
	return out
}

func mustScore(t *testing.T, m, truth []Session, p Params) Result {
	t.Helper()
	r, err := Spines(Measured{m}, Truth{truth}, p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// twoSessions is a truth with 5 kept, 1 lost and 1 gained spine.
func twoSessions() []Session {
	a, b := []Spine{row("lost", 40)}, []Spine{row("gained", 30)}
	for i, id := range []string{"k0", "k1", "k2", "k3", "k4"} {
		a, b = append(a, row(id, float64(4*i))), append(b, row(id, float64(4*i)+0.5))
	}
	return study(a, b)
}

func TestTruthAgainstItselfIsPerfect(t *testing.T) {
	r := mustScore(t, twoSessions(), twoSessions(), Params{})
	if r.Pooled.TP != 12 || r.Pooled.F1 != 1 || r.Links.TP != 5 || r.Links.F1Strict != 1 || r.Events.TP != 2 || r.Events.F1 != 1 {
		t.Errorf("%+v", r)
	}
	if r.LinksRejoined != nil {
		t.Error("no session was skipped, nothing to re-join")
	}
}

func TestPermutedNamesLoseEveryLink(t *testing.T) {
	m := twoSessions()
	for i := range m[1].Spines {
		if s := &m[1].Spines[i]; strings.HasPrefix(s.ID, "k") {
			s.ID = "k" + string('0'+(s.ID[1]-'0'+1)%5)
		}
	}
	r := mustScore(t, m, twoSessions(), Params{})
	if r.Pooled.F1 != 1 || r.Links.TP != 0 || r.Links.FP != 5 || r.Links.Precision != 0 || r.Links.RecallStrict != 0 || r.Links.F1Detected != 0 {
		t.Errorf("%+v", r.Links)
	}
}

func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	m := twoSessions()
	m[0].Spines[2].Tip.X += 0.9
	m[1].Spines[3].Tip.X += 1.1
	want, _ := json.Marshal(mustScore(t, m, twoSessions(), Params{}))
	for range 5 {
		for _, s := range m {
			rng.Shuffle(len(s.Spines), func(i, j int) { s.Spines[i], s.Spines[j] = s.Spines[j], s.Spines[i] })
		}
		if got, _ := json.Marshal(mustScore(t, m, twoSessions(), Params{})); string(got) != string(want) {
			t.Fatalf("%s\n%s", got, want)
		}
	}
}

func TestHeadMovesBothSides(t *testing.T) {
	truth := study([]Spine{row("a", 10)})
	m := study([]Spine{row("a", 10)})
	m[0].Spines[0].Tip = Point{10, 2.4} // 0.9 um beyond the true tip, base at 0.3
	if r := mustScore(t, m, truth, Params{Head: true, RadiusUm: 0.91}); r.Pooled.TP != 1 || r.Point != "head" {
		t.Errorf("%+v", r)
	}
	m[0].Spines[0].Base = Point{11, 2.4} // now the head moves sideways, to 0.35 and 1.25 um away
	if r := mustScore(t, m, truth, Params{Head: true, RadiusUm: 1.2}); r.Pooled.TP != 0 {
		t.Errorf("%+v", r.Pooled)
	}
	if m[0].Spines[0].Tip.X != 10 {
		t.Error("the input was changed")
	}
	short := atHeads(Measured{study([]Spine{{Tip: Point{0, 0.2}, Base: Point{0, 0}, Present: true}, {Tip: Point{5, 5}, Base: Point{math.NaN(), math.NaN()}}})})
	if s := short.Sessions[0].Spines; s[0].Tip != (Point{0, 0}) || s[1].Tip != (Point{5, 5}) {
		t.Errorf("a short spine and one without base: %+v", s)
	}
}

func TestResultAsJSON(t *testing.T) {
	r := mustScore(t, study([]Spine{}), study([]Spine{row("a", 3)}), Params{})
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"radius_um":1`, `"detection":{"tp":0,"fp":0,"fn":1,"ignored":0,"outside":0,"precision":null,"recall":0,"f1":0}`,
		`"recall_strict":null`, `"truth_session":0`, `"gained"`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("no %s in %s", want, b)
		}
	}
	var back Result
	if err := json.Unmarshal(b, &back); err != nil || !math.IsNaN(float64(back.Pooled.Precision)) || back.Pooled.FN != 1 {
		t.Errorf("read back %+v, %v", back.Pooled, err)
	}
}

// realTruth reads the expert's marks on real dendrites, or skips.
func realTruth(t *testing.T) Truth {
	t.Helper()
	root := os.Getenv("RESPINE_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	dir := filepath.Join(root, "spines", "rr30a", "truth")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED, 1 real data set absent: %v", err)
	}
	truth, err := ReadTruth(dir)
	if err != nil {
		t.Fatal(err)
	}
	return truth
}

// asMeasured copies the good marks of some sessions.
func asMeasured(t Truth, sessions ...int) Measured {
	var m Measured
	for i, n := range sessions {
		s, _ := t.session(n)
		out := Session{Number: i}
		for _, v := range s.Spines {
			if !v.Ignored {
				out.Spines = append(out.Spines, v)
			}
		}
		m.Sessions = append(m.Sessions, out)
	}
	return m
}

func TestRealTruthAgainstItself(t *testing.T) {
	truth := realTruth(t)
	r, err := Spines(asMeasured(truth, 0, 1, 2, 3), truth, Params{})
	if err != nil {
		t.Fatal(err)
	}
	// 394 marks, 7 of them bad; dynamics.csv adds up to 240 kept, 33 lost, 45 gained
	if r.Pooled.TP != 387 || r.Pooled.FP+r.Pooled.FN != 0 || r.Links.TP != 240 || r.Links.F1Strict != 1 ||
		r.Events.Lost.TP != 33 || r.Events.Gained.TP != 45 || r.Events.F1 != 1 {
		t.Errorf("detection %+v links %+v lost %+v gained %+v", r.Pooled, r.Links, r.Events.Lost, r.Events.Gained)
	}
}

// Going from session 1 to 3, the expert's names are broken by session 2, in
// which part of the spines was not scored: many losses there are marked again
// in session 3 at their place. Re-joining turns those losses into links.
func TestRealTruthRejoined(t *testing.T) {
	truth := realTruth(t)
	r, err := Spines(asMeasured(truth, 0, 1, 3), truth, Params{Sessions: []int{0, 1, 3}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Links.F1Strict != 1 || r.Events.F1 != 1 {
		t.Errorf("raw: %+v %+v", r.Links, r.Events)
	}
	joined := r.LinksRejoined.TruthLinks - r.Links.TruthLinks
	if joined < 1 || joined > 10 { // 10 were counted by eye at about the same place, one segment more included
		t.Errorf("%d names re-joined", joined)
	}
	if e := r.EventsRejoined; e.FP != 2*joined || e.FN != 0 || e.Ignored != r.Events.Ignored {
		t.Errorf("each re-joined name should undo a loss and a gain: %d joined, %+v", joined, e.Counts)
	}
}
