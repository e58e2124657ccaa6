package claim

import (
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPIsOfANamedTest: from six animals a group on p is Welch's, below it is that
// of exchange where that is larger, and equivalence has its own.
func TestPIsOfANamedTest(t *testing.T) {
	set := declared(t, words)
	for _, c := range []struct {
		n          int
		more, same string
	}{{5, exchange, twoOneSided}, {6, welch, twoOneSided}} {
		for _, f := range Judge(set, four(t, arms{"A": around(100, 8, c.n), "B": around(160, 8, c.n)}), Params{Only: []string{"more", "same"}}) {
			want := c.more
			if f.Claim.ID == "same" {
				want = c.same
			}
			if e := f.Parts[0].Estimates[0]; e.PTest != want || !strings.Contains(f.Sentence, ", of "+want) {
				t.Errorf("%d animals, %s: p of %q, want %q: %s", c.n, f.Claim.ID, e.PTest, want, f.Sentence)
			}
		}
	}
}

// TestNoPBelowTheLeast: where it is said that exchange can give no p below some
// number, p is not below it, whatever the word and the numbers of animals.
func TestNoPBelowTheLeast(t *testing.T) {
	set := declared(t, words)
	rapid.Check(t, func(t *rapid.T) {
		x := arms{}
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		for _, a := range []string{"A", "B", "C", "E"} {
			mean := rapid.Float64Range(100, 300).Draw(t, a)
			for range rapid.IntRange(2, 7).Draw(t, "n"+a) {
				x[a] = append(x[a], mean+5*rng.NormFloat64())
			}
		}
		for _, f := range Judge(set, four(t, x), Params{}) {
			for _, e := range f.Parts[0].Estimates {
				if e.PTest == exchange && e.P < e.LeastP {
					t.Fatalf("%s: p %g of exchange, least p %g", f.Claim.ID, e.P, e.LeastP)
				}
				for _, c := range e.Checks {
					if strings.Contains(c.Text, "no exchange of so few") && e.P < e.LeastP {
						t.Fatalf("%s: p %g beside %q", f.Claim.ID, e.P, c.Text)
					}
				}
			}
		}
	})
}

// TestLeastPIsReached: groups that lie wholly apart give the least p there is, by
// enumeration: one way of all where the groups differ in size, two where they do
// not, and it is told as the least beside itself.
func TestLeastPIsReached(t *testing.T) {
	set := declared(t, words)
	for _, c := range []struct {
		healthy, stressed int
		want              float64
	}{{4, 8, 1.0 / 495}, {3, 4, 1.0 / 35}, {4, 4, 2.0 / 70}} {
		f := Judge(set, four(t, arms{"A": around(100, 1, c.healthy), "B": around(160, 1, c.stressed)}), Params{Only: []string{"more"}})[0]
		e := f.Parts[0].Estimates[0]
		if e.P != c.want || e.LeastP != c.want || e.PTest != exchange {
			t.Errorf("%d v %d: p %g of %s, least %g, want %g", c.stressed, c.healthy, e.P, e.PTest, e.LeastP, c.want)
		}
		if !strings.Contains(e.told(), "no exchange of so few can give p below "+figure(c.want)) || strings.Contains(e.told(), "normality") {
			t.Errorf("%d v %d: %s", c.stressed, c.healthy, e.told())
		}
	}
}

// TestOneGroupIsTurned: a group held against chance has nobody to be exchanged
// with; the signs of its animals are turned, and that is what is said.
func TestOneGroupIsTurned(t *testing.T) {
	set := declared(t, "name: one\ngroups:\n  healthy: {given: nothing}\nclaims:\n  c: {statement: s, family: f, measure: immobility, at: 48 h, arm: healthy, says: more}\n")
	f := Judge(set, four(t, arms{"A": around(100, 1, 5)}), Params{})[0]
	e := f.Parts[0].Estimates[0]
	if e.PTest != signs || e.P != 2.0/32 || e.LeastP != e.P || !strings.Contains(e.told(), "no turning of so few about chance can give p below") || !strings.Contains(f.Because, "turned to either side of chance") || strings.Contains(f.Sentence, "exchange") {
		t.Errorf("p %g of %s, least %g: %s; %s", e.P, e.PTest, e.LeastP, e.told(), f.Sentence)
	}
}

// TestLargestOfReadingsIsNamed: the p of a claim of spines may be of another
// reading, and so of another test, than the effect shown.
func TestLargestOfReadingsIsNamed(t *testing.T) {
	f := Finding{Claim: Claim{Holds: Formula{op: "name", name: "x"}}, P: 0.03, Parts: []Ruling{{Part: Part{ID: "x"}, Estimates: []Estimate{
		{P: 0.001, PTest: "a"}, {Reading: 1, P: 0.03, PTest: "b"}}}}}
	if got, want := f.PTold(), "the largest of its readings: corrected, of b; as scored it is 0.001, of a"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestNoEffectIsTold where it is not zero.
func TestNoEffectIsTold(t *testing.T) {
	set := declared(t, words)
	for _, f := range Judge(set, four(t, arms{"A": around(100, 8, 8), "B": around(160, 8, 8), "C": around(105, 8, 8)}), Params{}) {
		told := strings.Contains(f.Sentence, "no effect is 1")
		if want := f.Claim.ID == "abolished"; told != want && f.Claim.ID != "kept" {
			t.Errorf("%s: %s", f.Claim.ID, f.Sentence)
		}
	}
}
