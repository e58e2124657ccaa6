package claim

import (
	"slices"
	"testing"

	"respine/study"
)

// TestPresetDeclaresTheClaimsOfTheManifest: C1 to C27, the fifth in two parts.
func TestPresetDeclaresTheClaimsOfTheManifest(t *testing.T) {
	s := preset(t)
	if want := study.ClaimIDs("moda-sava-2019"); !slices.Equal(s.IDs(), want) {
		t.Errorf("declared are %v, want %v", s.IDs(), want)
	}
	for _, c := range s.Claims {
		for _, p := range c.Parts {
			if p.Paper != nil || p.Smallest != nil {
				t.Errorf("%s: a value nobody gave", p.ID)
			}
		}
	}
}

// TestPresetFindsItsArmsAndSessions in one of the two studies that come with the
// program. Sucrose preference at 3 h is nowhere: the test takes hours.
func TestPresetFindsItsArmsAndSessions(t *testing.T) {
	set := preset(t)
	for _, c := range set.Claims {
		best := []string{"nothing"}
		for _, name := range study.Presets() {
			s, err := study.Preset(name)
			if err != nil {
				t.Fatal(err)
			}
			only := set
			only.Claims = []Claim{c}
			missing := only.Needs(s, []string{c.ID}).Missing
			if len(missing) < len(best) {
				best = missing
			}
		}
		if len(best) > 0 {
			t.Errorf("%s: no study of ours has %v", c.ID, best)
		}
	}
}

// TestPresetTextRoundTrip: formulas print as what they parse to.
func TestFormulasPrintAsTheyParse(t *testing.T) {
	for _, c := range preset(t).Claims {
		if c.Holds.op == "" {
			continue
		}
		again, err := parseFormula(c.Holds.String())
		if err != nil || again.String() != c.Holds.String() {
			t.Errorf("%s: %q reads as %q (%v)", c.ID, c.Holds, again, err)
		}
	}
}
