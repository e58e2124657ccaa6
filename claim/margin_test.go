package claim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"respine/measure"
	"respine/scored"
	"respine/stats"
	"respine/study"
	"respine/table"
)

// grown is a study of stressed and of treated animals, four branches of 25
// standing spines each, to which some are added early and some late.
func grown(t *testing.T, earlyTreated int) *scored.Set {
	t.Helper()
	cort := study.Manipulation{Kind: study.Corticosterone, From: -240, To: 0}
	s := study.Study{Name: "grown", Arms: []study.Arm{{ID: "B", Manipulations: []study.Manipulation{cort}},
		{ID: "C", Manipulations: []study.Manipulation{cort, {Kind: study.Ketamine, DoseMgPerKg: 10}}}}}
	for _, h := range []study.Hours{-12, 6, 12, 24} {
		s.Sessions = append(s.Sessions, study.Session{ID: fmt.Sprint(float64(h)), Kind: study.Spines, At: h})
	}
	rows := table.New("observations", table.String("animal", ""), table.String("session", ""), table.String("spine_id", ""), table.String("branch_id", ""), table.Float("position_um", "um"))
	for i := range 16 {
		id, arm, early, late := fmt.Sprint("m", i), "B", 2, 2
		if i%2 == 1 {
			arm, early, late = "C", earlyTreated, 8
		}
		early, late = early+i/2%2, late+i/4%2 // animals differ
		s.Animals = append(s.Animals, study.Animal{ID: id, Arm: arm})
		for b := range 4 {
			for k := range 25 + early + late {
				for v, session := range s.Sessions {
					if k < 25 || k < 25+early && v >= 1 || v >= 3 {
						rows.Append(id, session.ID, fmt.Sprint(b, "-", k), fmt.Sprint(b), float64(k))
					}
				}
			}
		}
	}
	data := scored.New(s)
	if err := data.Add(rows.Name, rows, rows.Name); err != nil {
		t.Fatal(err)
	}
	data.SetErrors(0, 0)
	return data
}

const growth = `name: growth
groups:
  stressed: {given: corticosterone}
  ketamine: {given: [corticosterone, ketamine]}
claims:
  late: {statement: s, family: f, measure: formation, at: [12 h, 24 h], arm: ketamine, against: stressed, says: more, test: binomial}
  early: {statement: s, family: f, measure: formation, at: [-12 h, 6 h], arm: ketamine, against: stressed, says: unchanged, margin of: late}
  fixed: {statement: s, family: f, measure: formation, at: [-12 h, 6 h], arm: ketamine, against: stressed, says: unchanged, margin: 0.1, test: binomial}
`

// TestMarginOfABinomialPart is in the unit of the measure, not in log rates: late
// formation differs by about 0.2 of the spines, and by 1.4 in log rates, so that an
// early difference of 0.2 is no absence, and one of nearly none is.
func TestMarginOfABinomialPart(t *testing.T) {
	set := declared(t, growth)
	for _, c := range []struct {
		early int
		want  Verdict
	}{{7, Refuted}, {2, Supported}} {
		got := Judge(set, grown(t, c.early), Params{})
		if got[0].Verdict != Supported || got[0].Parts[0].Estimates[0].Kind != RateRatio {
			t.Fatalf("late formation: %s", got[0].Sentence)
		}
		if got[1].Verdict != c.want {
			t.Errorf("%d early: %s", c.early, got[1].Sentence)
		}
		if got[2].Verdict != c.want || got[2].Parts[0].Estimates[0].Kind != Difference {
			t.Errorf("%d early, margin in shares: %s", c.early, got[2].Sentence)
		}
	}
}

// TestErrorsThatCannotBeTakenOff: without the length of the dendrite false spines
// per um cannot be corrected for, and no number of misses is told.
func TestErrorsThatCannotBeTakenOff(t *testing.T) {
	whole := grown(t, 7)
	data := scored.New(whole.Study)
	rows := table.New("observations", table.String("animal", ""), table.String("session", ""), table.String("spine_id", ""), table.String("branch_id", ""), table.Float("position_um", "um"))
	for _, a := range whole.Study.Animals {
		for _, v := range whole.Study.Sessions {
			old := whole.Rows("observations", a.ID, v.At)
			for i := range old.Len() {
				rows.Append(a.ID, v.ID, old.Strings("spine_id")[i], old.Strings("branch_id")[i], old.Floats("position_um")[i])
			}
		}
	}
	if err := data.Add(rows.Name, rows, rows.Name); err != nil {
		t.Fatal(err)
	}
	f := Judge(declared(t, growth), data, Params{Only: []string{"late"}})[0]
	if f.Verdict != Undetermined || !strings.Contains(f.Because, "the length of the dendrite is not known") || strings.Contains(f.Because, "would be enough to make it;") {
		t.Errorf("%s", f.Sentence)
	}
}

const controls = `name: controls
groups:
  healthy: {given: nothing}
  stressed: {given: corticosterone}
  ketamine: {given: [corticosterone, ketamine]}
  lit: {given: [corticosterone, ketamine, photoactivation], probe: AS-PaRAC1, light: 24 h}
  everyone: {given: anything}
claims:
  same: {statement: s, family: f, measure: immobility, at: 48 h, arm: lit, against: stressed, control: [stressed, ketamine], says: unchanged}
  about: {statement: s, family: f, measure: immobility, at: 48 h, arm: lit, says: about, value: 130, margin: 20}
  twice: {statement: s, family: f, measure: immobility, at: 48 h, arm: everyone, against: healthy, says: more}
  note: {statement: s, family: g, holds: same, caveats: [{unless: later, text: told}]}
  later: {statement: s, family: g, holds: note or more}
  more: {statement: s, family: h, measure: immobility, at: 48 h, arm: stressed, against: healthy, says: more}
`

// TestControlMarginHasAnError: at a difference of just the margin, equivalence is
// shown in no more than 5 % of studies, though the margin is measured in the same
// animals. Taken as known, it would be in one of ten.
func TestControlMarginHasAnError(t *testing.T) {
	runs := 4000
	if testing.Short() {
		runs = 1000
	}
	set := declared(t, controls)
	rng := rand.New(rand.NewPCG(5, 5))
	group := func(at float64) []float64 {
		out := make([]float64, 8)
		for i := range out {
			out[i] = at + 20*rng.NormFloat64()
		}
		return out
	}
	shown, naive := 0, 0
	for range runs {
		x := arms{"B": group(300), "C": group(200), "E": group(350)}
		e := Judge(set, four(t, x), Params{Only: []string{"same"}})[0]
		if e.Verdict == Supported {
			shown++
		}
		known := (average(x["B"]) - average(x["C"])) / 2
		if r := e.Parts[0].Estimates[0]; r.Narrow.Hi < known && r.Narrow.Lo > -known {
			naive++
		}
	}
	t.Logf("%d of %d, with the margin taken as known %d", shown, runs, naive)
	if lo := stats.Wilson(shown, runs, 0.999).Lo; lo > alpha {
		t.Errorf("equivalence at the margin in %d of %d studies", shown, runs)
	}
	if shown == 0 {
		t.Error("never shown: the test is not at its edge")
	}
}

func average(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v / float64(len(x))
	}
	return sum
}

// TestAboutHasAProbability, at most 5 % exactly where it is supported, so that it
// is counted in its family.
func TestAboutHasAProbability(t *testing.T) {
	set := declared(t, controls)
	for at := 90.0; at < 170; at += 3.7 {
		f := Judge(set, four(t, arms{"E": around(at, 8, 10)}), Params{Only: []string{"about"}})[0]
		if (f.P <= alpha) != (f.Verdict == Supported) || math.IsNaN(f.P) {
			t.Errorf("at %g: %s, p %g", at, f.Verdict, f.P)
		}
	}
}

// TestAnimalsInBothGroups are no ground for a comparison.
func TestAnimalsInBothGroups(t *testing.T) {
	f := Judge(declared(t, controls), four(t, arms{"A": around(100, 8, 6), "B": around(180, 8, 6)}), Params{Only: []string{"twice"}})[0]
	if f.Verdict != NotTestable || !strings.Contains(f.Because, "animals of healthy that are not in everyone too") {
		t.Errorf("%s", f.Sentence)
	}
}

// TestCaveatsKnowLaterClaims, also those that rest on their own.
func TestCaveatsKnowLaterClaims(t *testing.T) {
	x := arms{"A": around(100, 8, 10), "B": around(180, 8, 10), "C": around(100, 8, 10), "E": around(181, 8, 10)}
	for _, f := range Judge(declared(t, controls), four(t, x), Params{}) {
		if f.Claim.ID == "note" && (f.Verdict != Supported || len(f.Notes) > 0) {
			t.Errorf("%s %v", f.Sentence, f.Notes)
		}
	}
}

// TestHolmNeedsTheFamily: which claims are looked at changes no adjusted p, and
// where the rest of the family is not judged there is none.
func TestHolmNeedsTheFamily(t *testing.T) {
	x := arms{"A": around(100, 8, 10), "B": around(180, 8, 10), "C": around(100, 8, 10), "E": around(181, 8, 10)}
	set, data := declared(t, controls), four(t, x)
	if f := Judge(set, data, Params{Only: []string{"same"}, Alone: true})[0]; !math.IsNaN(f.Holm) || f.Family != 0 {
		t.Errorf("%g of %d", f.Holm, f.Family)
	}
	for _, want := range Judge(set, data, Params{}) {
		got := Judge(set, data, Params{Only: []string{want.Claim.ID}})
		if len(got) != 1 || got[0].Family != want.Family || !(got[0].Holm == want.Holm || math.IsNaN(want.Holm) && math.IsNaN(got[0].Holm)) {
			t.Errorf("%s by itself: %+v, want %g of %d", want.Claim.ID, got, want.Holm, want.Family)
		}
	}
	if f := Judge(set, data, Params{Only: []string{"more"}})[0]; !(f.Holm == f.P) {
		t.Errorf("%g, want %g", f.Holm, f.P)
	}
}

// TestConfirmedDecidesNoP: only the readings that decide the verdict do.
func TestConfirmedDecidesNoP(t *testing.T) {
	r := Ruling{Estimates: []Estimate{{Reading: measure.AsScored, P: 0.01}, {Reading: measure.Confirmed, P: 0.6}}}
	if p := pOf(Formula{op: "name", name: "x"}, map[string]Ruling{"x": r}, nil); p != 0.01 {
		t.Errorf("%g", p)
	}
	r.Estimates[1].Reading = measure.Corrected
	if p := pOf(Formula{op: "name", name: "x"}, map[string]Ruling{"x": r}, nil); p != 0.6 {
		t.Errorf("%g", p)
	}
}

// TestSideOfNoDifference: equivalence is not contradicted by a confirmed estimate
// a little on the other side of none.
func TestSideOfNoDifference(t *testing.T) {
	a, b := outcome{test: stats.NewTest(0.01, 1, 9, confidence)}, outcome{test: stats.NewTest(-0.01, 1, 9, confidence)}
	if against(Part{Says: Unchanged}, a, b) || !against(Part{Says: More}, a, b) {
		t.Error("sides")
	}
}

// TestAdjustedKeepsItsSide: where a covariate turns a difference round, the claim
// is not supported beside it.
func TestAdjustedKeepsItsSide(t *testing.T) {
	s := four(t, arms{"A": around(0, 0, 8), "B": around(0, 0, 8)}).Study
	s.Sessions[0].Kind = study.Sucrose
	rows := table.New("preference", table.String("animal", ""), table.String("session", ""), table.Float("preference_percent", "%"), table.Float("intake_g", "g"))
	rng := rand.New(rand.NewPCG(2, 2))
	for _, a := range s.Animals {
		drunk, more := 5+0.3*rng.NormFloat64(), 0.0
		if a.Arm == "B" {
			drunk, more = 3+0.3*rng.NormFloat64(), 10
		}
		rows.Append(a.ID, "t", 20+10*drunk+more+rng.NormFloat64(), drunk)
	}
	data := scored.New(s)
	if err := data.Add("preference", rows, "preference"); err != nil {
		t.Fatal(err)
	}
	set := declared(t, strings.Replace(words, "claims:\n", "claims:\n  x: {statement: s, family: f, measure: sucrose preference, at: 48 h, arm: stressed, against: healthy, says: less, adjust: fluid intake}\n", 1))
	if f := Judge(set, data, Params{Only: []string{"x"}})[0]; f.Verdict != Undetermined || !strings.Contains(f.Because, "fluid intake") {
		t.Errorf("%s", f.Sentence)
	}
}
