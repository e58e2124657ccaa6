package claim

import (
	"math"
	"strings"
	"testing"
)

// TestEstimatedIsToldAndNotTested: a part that is only estimated has an effect
// with its interval in the sentence, marked as that, and no p. The claim of the
// preset about restored spines says no more than what it tests.
func TestEstimatedIsToldAndNotTested(t *testing.T) {
	set := declared(t, strings.Replace(words, "claims:\n", `claims:
  both:
    statement: It is longer.
    family: h
    holds: difference
    parts:
      difference: {measure: immobility, at: 48 h, arm: stressed, against: healthy, says: more}
      level: {measure: immobility, at: 48 h, arm: stressed, says: estimated}
`, 1))
	f := Judge(set, four(t, arms{"A": around(100, 8, 10), "B": around(160, 8, 10)}), Params{Only: []string{"both"}})[0]
	if !math.IsNaN(f.Parts[1].Estimates[0].P) || math.IsNaN(f.P) {
		t.Errorf("p %g of what is estimated, %g of what is tested", f.Parts[1].Estimates[0].P, f.P)
	}
	if want := "estimated: immobility, mean 160 s (95 % interval 154 to 166; animals: 10 stressed)"; !strings.Contains(f.Sentence, want) {
		t.Errorf("%q lacks %q", f.Sentence, want)
	}
	if c, _ := preset(t).Claim("C10"); strings.Contains(c.Statement, "half") {
		t.Errorf("C10 says %q, of which half is not tested", c.Statement)
	}
}
