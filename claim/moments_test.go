package claim

import (
	"strings"
	"testing"
)

// TestMomentsAreShown: an interval is written in at:, and not as from: and at:.
func TestMomentsAreShown(t *testing.T) {
	const head = "name: n\ngroups:\n  healthy: {given: nothing}\nclaims:\n  c: {statement: s, family: f, arm: healthy, says: more, "
	for _, c := range []struct{ claim, want string }{
		{"measure: formation, from: stressed, at: 24 h}", "formation takes 2 moments, not 1\nhint: write all of them in at:, as in at: [stressed, 24 h]; they are: from, to; from: is none of them"},
		{"measure: restored excess, at: 24 h}", "as in at: [baseline, stressed, 24 h]; they are: lost from, lost to, new at"},
		{"measure: immobility, at: [3 h, 24 h]}", "immobility takes 1 moment, not 2\nhint: write one, as in at: 24 h"},
		{"measure: immobility, at: 24 h, smallest: -20}", "smallest: -20 is below zero; it is a size, and more or less says on which side"},
	} {
		_, problems := Parse([]byte(head+c.claim+"\n"), "claims.yaml")
		if got := problems.String(); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %q", c.claim, got, c.want)
		}
	}
}
