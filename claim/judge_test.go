package claim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"respine/scored"
	"respine/study"
	"respine/table"
)

// arms are the groups of a small study with one session at 48 h.
type arms map[string][]float64

// four is a study of healthy, stressed, treated and lit animals, and their
// immobility.
func four(t interface{ Fatal(...any) }, x arms) *scored.Set {
	cort := study.Manipulation{Kind: study.Corticosterone, From: -240, To: 0}
	ket := study.Manipulation{Kind: study.Ketamine, DoseMgPerKg: 10}
	lit := study.Manipulation{Kind: study.Photoactivation, From: 24, To: 24, Probe: study.ProbeASPaRAC1}
	s := study.Study{Name: "four", Sessions: []study.Session{{ID: "t", Kind: study.TailSuspension, At: 48, Lasts: 2}}, Arms: []study.Arm{
		{ID: "A"}, {ID: "B", Manipulations: []study.Manipulation{cort}}, {ID: "C", Manipulations: []study.Manipulation{cort, ket}},
		{ID: "E", Manipulations: []study.Manipulation{cort, ket, lit}},
	}}
	rows := table.New("immobility", table.String("animal", ""), table.String("session", ""), table.Float("immobile_s", "s"))
	for _, a := range s.Arms {
		for i, v := range x[a.ID] {
			id := fmt.Sprint(a.ID, i)
			s.Animals = append(s.Animals, study.Animal{ID: id, Arm: a.ID})
			rows.Append(id, "t", v)
		}
	}
	data := scored.New(s)
	if err := data.Add("immobility", rows, "immobility"); err != nil {
		t.Fatal(err)
	}
	return data
}

const words = `name: words
groups:
  healthy: {given: nothing}
  stressed: {given: corticosterone}
  ketamine: {given: [corticosterone, ketamine]}
  lit: {given: [corticosterone, ketamine, photoactivation], probe: AS-PaRAC1, light: 24 h}
claims:
  more: {statement: s, family: f, measure: immobility, at: 48 h, arm: stressed, against: healthy, says: more}
  less: {statement: s, family: f, measure: immobility, at: 48 h, arm: stressed, against: healthy, says: less}
  much: {statement: s, family: f, measure: immobility, at: 48 h, arm: stressed, against: healthy, says: more, smallest: 20}
  same: {statement: s, family: f, measure: immobility, at: 48 h, arm: stressed, against: healthy, says: unchanged, margin: 20}
  abolished: {statement: s, family: g, measure: immobility, at: 48 h, arm: ketamine, against: stressed, reference: healthy, says: abolished}
  reversed: {statement: s, family: g, measure: immobility, at: 48 h, arm: ketamine, against: stressed, reference: healthy, says: reversed}
  kept: {statement: s, family: g, measure: immobility, at: 48 h, arm: lit, against: ketamine, reference: stressed, says: unreduced}
`

func declared(t interface{ Fatal(...any) }, text string) Set {
	set, problems := Parse([]byte(text), "claims.yaml")
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return set
}

// around are n values with an exact mean and standard deviation.
func around(mean, sd float64, n int) []float64 {
	out := make([]float64, n)
	ss := 0.0
	for i := range out {
		out[i] = float64(i) - float64(n-1)/2
		ss += out[i] * out[i]
	}
	for i := range out {
		out[i] = mean + sd*out[i]/math.Sqrt(ss/float64(n-1))
	}
	return out
}

func verdicts(found []Finding) map[string]Verdict {
	out := map[string]Verdict{}
	for _, f := range found {
		out[f.Claim.ID] = f.Verdict
	}
	return out
}

// TestWords: what each word makes of groups whose means and spread are known.
func TestWords(t *testing.T) {
	const n = 10
	set := declared(t, words)
	for _, c := range []struct {
		name                        string
		healthy, stressed, ket, lit float64
		sd                          float64
		want                        map[string]Verdict
	}{
		{"clear", 100, 160, 102, 101, 8, map[string]Verdict{"more": Supported, "less": Refuted, "much": Supported, "same": Refuted, "abolished": Supported, "reversed": Supported, "kept": Supported}},
		{"half", 100, 160, 130, 160, 8, map[string]Verdict{"abolished": Undetermined, "reversed": Supported, "kept": Refuted}},
		{"noise", 100, 104, 102, 103, 30, map[string]Verdict{"more": Undetermined, "less": Undetermined, "same": Undetermined, "abolished": Undetermined, "reversed": Undetermined, "kept": Undetermined}},
		{"alike", 100, 101, 100, 100, 8, map[string]Verdict{"more": Undetermined, "much": Equivalent, "same": Supported}},
		{"worse", 100, 160, 200, 160, 8, map[string]Verdict{"abolished": Refuted, "reversed": Refuted}},
		{"small", 100, 112, 100, 100, 8, map[string]Verdict{"more": Supported, "much": Equivalent, "same": Supported}},
		{"wide", 100, 125, 100, 100, 8, map[string]Verdict{"more": Supported, "much": Undetermined, "same": Undetermined}},
	} {
		got := verdicts(Judge(set, four(t, arms{"A": around(c.healthy, c.sd, n), "B": around(c.stressed, c.sd, n), "C": around(c.ket, c.sd, n), "E": around(c.lit, c.sd, n)}), Params{}))
		for id, want := range c.want {
			if got[id] != want {
				t.Errorf("%s, %s: %s, want %s", c.name, id, got[id], want)
			}
		}
	}
}

// TestEstimateByHand: Welch's t of ten against ten, difference 60, SD 8:
// SE = 8·sqrt(2/10), 18 degrees of freedom, t(0.975) = 2.100922.
func TestEstimateByHand(t *testing.T) {
	found := Judge(declared(t, words), four(t, arms{"A": around(100, 8, 10), "B": around(160, 8, 10)}), Params{Only: []string{"more"}})
	e := found[0].Parts[0].Estimates[0]
	half := 2.100922 * 8 * math.Sqrt(0.2)
	const tolerance = 1e-4 // digits of the quantile above
	if math.Abs(e.Effect-60) > tolerance || math.Abs(e.Interval.Lo-60+half) > tolerance || math.Abs(e.LeastP-2.0/184756) > 1e-12 {
		t.Errorf("%+v", e)
	}
	if e.Sizes[0].Animals != 10 || e.Sizes[0].Group != "stressed" || e.Sizes[1].Arms[0] != "A" {
		t.Errorf("%+v", e.Sizes)
	}
}

// draw is values of some animals in every arm.
func draw(t *rapid.T) arms {
	out := arms{}
	for _, a := range []string{"A", "B", "C", "E"} {
		n := rapid.IntRange(3, 9).Draw(t, a)
		at, seed := rapid.Float64Range(150, 300).Draw(t, "mean"), rapid.Uint64().Draw(t, "seed")
		rng := rand.New(rand.NewPCG(seed, 3))
		for range n {
			out[a] = append(out[a], at+15*rng.NormFloat64())
		}
	}
	return out
}

// moved maps every value.
func (x arms) moved(to func(arm string, v float64) float64) arms {
	out := arms{}
	for a, values := range x {
		for _, v := range values {
			out[a] = append(out[a], to(a, v))
		}
	}
	return out
}

// TestMirror: values mirrored turn more into less and the other way round, and
// leave what has no direction, and indices, as they are.
func TestMirror(t *testing.T) {
	set := declared(t, words)
	rapid.Check(t, func(t *rapid.T) {
		x := draw(t)
		a := verdicts(Judge(set, four(t, x), Params{}))
		b := verdicts(Judge(set, four(t, x.moved(func(_ string, v float64) float64 { return 1000 - v })), Params{}))
		if a["more"] != b["less"] || a["less"] != b["more"] {
			t.Fatalf("mirrored, more is %s and less %s; they were %s and %s", b["more"], b["less"], a["more"], a["less"])
		}
		for _, id := range []string{"same", "abolished", "reversed", "kept"} {
			if a[id] != b[id] {
				t.Fatalf("mirrored, %s is %s, and was %s", id, b[id], a[id])
			}
		}
	})
}

// TestMoreSpreadSupportsNothing: with the same means and wider spread in all
// groups nothing becomes supported or refuted that was not.
func TestMoreSpreadSupportsNothing(t *testing.T) {
	set := declared(t, words)
	rapid.Check(t, func(t *rapid.T) {
		x := draw(t)
		k := rapid.Float64Range(1, 4).Draw(t, "wider")
		center := map[string]float64{}
		for a, values := range x {
			for _, v := range values {
				center[a] += v / float64(len(values))
			}
		}
		wide := x.moved(func(a string, v float64) float64 { return 2000 + center[a] + k*(v-center[a]) })
		x = x.moved(func(_ string, v float64) float64 { return 2000 + v })
		before, after := verdicts(Judge(set, four(t, x), Params{})), verdicts(Judge(set, four(t, wide), Params{}))
		for id, v := range before {
			if after[id] != v && (after[id] == Supported || after[id] == Refuted) {
				t.Fatalf("%s was %s and is %s with %.2f times the spread", id, v, after[id], k)
			}
		}
	})
}

// TestUnitsChangeNothing: in other units the verdicts are the same.
func TestUnitsChangeNothing(t *testing.T) {
	set := declared(t, strings.NewReplacer("smallest: 20", "smallest: 2", "margin: 20", "margin: 2").Replace(words))
	was := declared(t, words)
	rapid.Check(t, func(t *rapid.T) {
		x := draw(t).moved(func(_ string, v float64) float64 { return math.Max(0, v) })
		a, b := verdicts(Judge(was, four(t, x), Params{})), verdicts(Judge(set, four(t, x.moved(func(_ string, v float64) float64 { return v / 10 })), Params{}))
		for id, v := range a {
			if b[id] != v {
				t.Fatalf("%s was %s and is %s", id, v, b[id])
			}
		}
	})
}

// TestNothingKnown: groups without spread, one animal, no animals give an answer
// with its reason, and no number that is none.
func TestNothingKnown(t *testing.T) {
	set := declared(t, words)
	for _, c := range []struct {
		x    arms
		want Verdict
		why  string
	}{
		{arms{"A": {1, 1, 1}, "B": {2, 2, 2}}, Undetermined, "no spread"},
		{arms{"A": {1, 2, 3}, "B": {2}}, NotTestable, "stressed: one animal with a value"},
		{arms{"A": {1, 2, 3}}, NotTestable, "no arm of animals given corticosterone"},
	} {
		f := Judge(set, four(t, c.x), Params{Only: []string{"more"}})[0]
		if f.Verdict != c.want || !strings.Contains(f.Because, c.why) {
			t.Errorf("%v: %s, because %q; want %q", c.x, f.Verdict, f.Because, c.why)
		}
		if strings.Contains(f.Sentence, "NaN") {
			t.Errorf("%q", f.Sentence)
		}
	}
}

// TestWithoutAnArm: taking an arm away makes exactly those claims not testable
// whose groups have no other arm; the others keep their verdicts where their
// groups had no animals in it.
func TestWithoutAnArm(t *testing.T) {
	set, s := preset(t), nineArms(t, 3)
	all := synthetic(t, s, 7)
	params := Params{Draws: 19}
	was := verdicts(Judge(set, all, params))
	gone := []string{"A", "C", "E"}
	if testing.Short() {
		gone = gone[1:2]
	}
	for _, arm := range gone {
		less := s
		less.Arms = slices.DeleteFunc(slices.Clone(s.Arms), func(a study.Arm) bool { return a.ID == arm })
		data := all.Without(func(a study.Animal) bool { return a.Arm == arm })
		data.Study.Arms = less.Arms
		found := Judge(set, data, params)
		for _, f := range found {
			for _, r := range f.Parts {
				needs := Set{Groups: set.Groups, Claims: []Claim{{ID: "x", Parts: []Part{r.Part}, Holds: Formula{op: "name", name: r.Part.ID}}}}.Needs(less, []string{"x"})
				mustMiss := len(needs.Missing) > 0 && (r.Part.Control[0] == "" || slices.ContainsFunc([]string{r.Part.Arm, r.Part.Against, r.Part.Reference}, func(id string) bool {
					g, _ := set.Group(id)
					return id != "" && slices.Contains(needs.Missing, "an arm given "+g.String())
				}) || !strings.HasPrefix(needs.Missing[0], "an arm"))
				if (r.Verdict == NotTestable) != mustMiss {
					t.Errorf("without %s, %s is %s (%s); missing is %v", arm, r.Part.ID, r.Verdict, r.Because, needs.Missing)
				}
			}
			if was[f.Claim.ID] == NotTestable && f.Verdict != NotTestable && f.Verdict != Refuted {
				t.Errorf("without %s, %s became testable", arm, f.Claim.ID)
			}
		}
	}
}

// TestChanceSupportsLittle: of a study in which nothing is true no absence and no
// composite is supported, and each verdict has a sentence.
func TestChanceSupportsLittle(t *testing.T) {
	found := Judge(preset(t), synthetic(t, nineArms(t, 4), 3), Params{Draws: 19})
	for _, f := range found {
		if f.Sentence == "" || strings.Contains(f.Sentence, "NaN") {
			t.Errorf("%s: %q", f.Claim.ID, f.Sentence)
		}
		if slices.Contains([]string{"C1", "C6", "C7", "C21", "C25", "C26", "C27"}, f.Claim.ID) && f.Verdict == Supported {
			t.Errorf("%s is supported by chance: %s", f.Claim.ID, f.Sentence)
		}
	}
}

// TestFewAnimalsClaimNothing: two against two, however far apart, are a third of
// all ways to divide four, for every word that claims a difference.
func TestFewAnimalsClaimNothing(t *testing.T) {
	got := Judge(declared(t, words), four(t, arms{"A": {100, 101}, "B": {200, 201}, "C": {100, 102}, "E": {101, 103}}), Params{})
	for _, f := range got {
		if f.Claim.ID != "same" && f.Verdict == Supported || f.Verdict == Refuted && (f.Claim.ID == "more" || f.Claim.ID == "less") {
			t.Errorf("%s is %s: %s", f.Claim.ID, f.Verdict, f.Sentence)
		}
	}
}
