package turnover

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"respine/spatial"
)

func TestUsedSessions(t *testing.T) {
	p := daily(site(0, 1, "?X?.?"), site(0, 2, "?????"))
	if got := p.used(); !slices.Equal(got, []int{1, 3}) {
		t.Errorf("used %v, want the sessions in which a site was judged, 1 and 3", got)
	}
	// without sites the path decides, and without path nothing is against a session
	p = Presence{Sessions: []Session{{0}, {1}, {2}}}
	if got := p.used(); !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("nothing known: used %v", got)
	}
	p.JudgeableUm = []map[int]float64{{0: 5}, {0: 0}, {0: 3}}
	if got := p.used(); !slices.Equal(got, []int{0, 2}) {
		t.Errorf("lengths 5, 0, 3: used %v", got)
	}
	if rows := Intervals(p, Spine); len(rows) != 2 || rows[1].DensityB.Value() != 0 || rows[1].CommonUm != 3 {
		t.Errorf("bare dendrite: %+v", rows)
	}
}

// gapped is four days of which session 2, on day 5, shows nothing. Worked by
// hand: of what stands on day 2, B and C are lost by day 9 and D is new at 1 um
// from C's place; E, outside the field on day 2, is in no count.
func gapped() Presence {
	p := daily(
		site(0, 10, "XX?XX"), // A stays
		site(0, 20, "XX?.."), // B is lost for good
		site(0, 30, "XX?.X"), // C is lost and stands again
		site(0, 31, "..?X."), // D is new beside it
		site(0, 40, "X??X."), // E
		site(1, 5, "..?X?"),  // F is new on branch 1
		site(0, 45, "X.?.."), // G was lost before
		site(0, 46, "..?XX"), // H is new 1 um from G's place
	)
	for k, day := range []float64{0, 2, 5, 9, 12} {
		p.Sessions[k].Day = day
	}
	p.Judgeable[2] = map[int][]spatial.Span{}
	p.Judgeable[3] = map[int][]spatial.Span{0: {{Lo: 10, Hi: 50}}, 1: {{Lo: 0, Hi: 20}}}
	return p
}

func TestIntervalAcrossAnUnusableSession(t *testing.T) {
	rows := Intervals(gapped(), Spine)
	if len(rows) != 9 {
		t.Fatalf("%d rows, want three intervals of two branches and the total", len(rows))
	}
	v := rows[5] // the total of the second interval
	if v.From != 1 || v.To != 3 || v.DayFrom != 2 || v.DayTo != 9 || v.Branch != AllBranches {
		t.Fatalf("%+v", v)
	}
	if v.NA != 3 || v.Kept != 1 || v.Lost != 2 || v.Gained != 3 || v.NB != 4 || v.NotJudged != 1 || v.NFirst != 5 || v.CommonUm != 60 {
		t.Errorf("counts: %+v", v)
	}
	if v.Elimination.Value() != 2.0/3 || v.Formation.Value() != 3.0/3 || v.Turnover.Value() != 5.0/7 || v.DensityA.Value() != 3.0/60 {
		t.Errorf("ratios: %+v", v)
	}
	// Expect: with m = 0.1 and f = 0.01, K = 1/0.81, D = (2 - 0.6)/0.9 - 0.1·K
	c := Correct(v, ErrorRates{Miss: 0.1, FalsePerUm: 0.01})
	if k := 1 / 0.81; math.Abs(c.Lost.Value-(1.4/0.9-0.1*k)) > rounding || math.Abs(c.Gained.Value-(2.4/0.9-0.1*k)) > rounding {
		t.Errorf("corrected: %+v", c)
	}
}

func TestEventsAcrossAnUnusableSession(t *testing.T) {
	p := gapped()
	found := map[string]Event{}
	for _, e := range Events(p) {
		found[fmt.Sprintf("%s %v %d", p.Sites[e.Site].Spine, e.Change, e.To)] = e
	}
	for name, want := range map[string]struct {
		from         int
		consecutive  bool
		confirmation Confirmation
	}{
		"XX?.. eliminated 3": {1, true, Confirmed},    // days 0, 2 and 9, 12
		"XX?.X eliminated 3": {1, true, Contradicted}, // there again on day 12
		"..?XX formed 3":     {1, true, Confirmed},
		"..?X. formed 3":     {1, true, Contradicted},
		"..?X? formed 3":     {1, true, Unconfirmable},
		"X??X. eliminated 4": {3, true, Unconfirmable}, // the only session after; 1 could not be judged
	} {
		if e, ok := found[name]; !ok || e.From != want.from || e.Consecutive != want.consecutive || e.Confirmation != want.confirmation {
			t.Errorf("%s: %+v, want %+v", name, e, want)
		}
	}
	across := daily(site(0, 1, "X??."), site(0, 2, "XX?X")) // one session judged elsewhere, one nowhere
	if e := Events(across)[0]; e.From != 0 || e.To != 3 || e.Consecutive {
		t.Errorf("across a used session: %+v", e)
	}
	for _, c := range ConfirmedRates(p, Spine) {
		// the interval 1 to 3 has A, B and C present twice before and judged twice after
		if c.From == 1 && (c.To != 3 || c.Of != 3 || c.Confirmed != 1) {
			t.Errorf("%v: %+v", c.Change, c)
		}
	}
}

func TestRestoredAcrossAnUnusableSession(t *testing.T) {
	p := gapped()
	rows := Restore(p, RestoreParams{Draws: 5}, seeded(8))
	if len(rows) != 2 {
		t.Fatalf("%d rows, want days 2 to 9 and 9 to 12", len(rows))
	}
	// D, F and H are new by day 9, and H stands near G's place, lost by day 2.
	if r := rows[0]; r.From != 1 || r.To != 3 || r.New != 3 || r.Lost != 1 || r.Restored != 1 || p.Sites[r.Pairs[0].New].Spine != "..?XX" {
		t.Errorf("days 2 to 9: %+v", r)
	}
	// chance: H's branch has [10, 50] judged on both days, of which [43, 47] is near
	// G; three new spines, two of them on this branch
	if r := rows[0]; math.Abs(r.Expected-2*4.0/40/3) > rounding {
		t.Errorf("chance %v, want 2·4/40 of 3", r.Expected)
	}
	// C stands again at its own place, of B and C lost by day 9.
	if r := rows[1]; r.New != 1 || r.Lost != 2 || r.Restored != 1 || r.Pairs[0].DistanceUm != 0 {
		t.Errorf("days 9 to 12: %+v", r)
	}
}

func TestSurvivalAcrossAnUnusableSession(t *testing.T) {
	p := gapped()
	s, err := NewSurvivalFrom(p, Spine, 3)
	if err != nil {
		t.Fatal(err)
	}
	// D, F and H; F is not judged on day 12
	if s.N != 3 || len(s.Rows) != 1 || s.Rows[0].Judged != 2 || s.Rows[0].Present != 1 || s.Rows[0].Days != 3 {
		t.Errorf("new on day 9: %+v", s)
	}
	r, err := Analyse(p, Params{Restore: RestoreParams{Draws: 5}}, seeded(8))
	if err != nil {
		t.Fatal(err)
	}
	var starts []int
	for _, v := range append(slices.Clone(r.Survival), r.NewSurvival...) {
		starts = append(starts, v.Start)
	}
	if !slices.Equal(starts, []int{0, 1, 3, 1, 3}) {
		t.Errorf("survival from sessions %v, want the used ones", starts)
	}
	if row := r.Survival[0].Rows[1]; row.Session != 2 || row.Judged != 0 || row.Fraction.Undefined == "" {
		t.Errorf("the unusable session keeps its row: %+v", row)
	}
}

// An analysis is the same with and without a session that shows nothing, but
// for the numbers of the sessions after it and the rows about that session.
func TestUnusableSessionChangesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 5).Draw(rt, "sessions")
		var sites []Site
		for i := range rapid.IntRange(1, 12).Draw(rt, "sites") {
			s := string(rapid.SliceOfN(rapid.SampledFrom([]rune("XX..?")), n, n).Draw(rt, "states"))
			sites = append(sites, site(i%2, rapid.Float64Range(0, 20).Draw(rt, "position"), s))
		}
		p := daily(sites...)
		at := rapid.IntRange(0, n).Draw(rt, "unusable")
		q := withUnusable(p, at)
		was, is := analysis(rt, p, -1), analysis(rt, q, at)
		if was != is {
			rt.Errorf("without session %d:\n%s\nwith it:\n%s", at, was, is)
		}
	})
}

// withUnusable inserts a session in which nothing could be judged.
func withUnusable(p Presence, at int) Presence {
	q := Presence{
		Sessions:  slices.Insert(slices.Clone(p.Sessions), at, Session{Day: float64(at) - 0.5}),
		Judgeable: slices.Insert(slices.Clone(p.Judgeable), at, nil),
	}
	for _, s := range p.Sites {
		s.States = slices.Insert(slices.Clone(s.States), at, NotJudgeable)
		q.Sites = append(q.Sites, s)
	}
	return q
}

// analysis writes all tables but the densities, without the rows about session
// at and with the sessions after it counted one lower.
func analysis(t interface{ Fatal(...any) }, p Presence, at int) string {
	r, err := Analyse(p, Params{Restore: RestoreParams{Draws: 9}, RadiiUm: []float64{2}}, seeded(3))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, tab := range r.Tables() {
		if tab.Name == "spine_density" {
			continue // a row per session, the unusable ones too
		}
		for _, name := range []string{"session", "session_from", "session_to", "session_start"} {
			if at < 0 || !tab.Has(name) {
				continue
			}
			tab = tab.Filter(func(row int) bool { return int(tab.Ints(name)[row]) != at })
			for i, k := range tab.Ints(name) {
				if int(k) > at {
					tab.Ints(name)[i]--
				}
			}
		}
		if err := tab.WriteCSV(&out); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}
