package claim

import (
	"strings"
	"testing"

	"respine/stats"
)

// A finding that lost spines stand together is kept only if it also holds where a
// spine missed once cannot make it; where that cannot be seen, it is said.
func TestWhatStandsTogetherIsAskedTwice(t *testing.T) {
	supported := outcome{verdict: Supported}
	for _, c := range []struct {
		name      string
		raw, seen outcome
		want      Verdict
		says      string
	}{
		{"seen twice too", supported, supported, Supported, "holds where only what two sessions show alike counts"},
		{"not seen twice", supported, outcome{verdict: Undetermined}, Undetermined, "does not hold"},
		{"too few sessions", supported, outcome{verdict: NotTestable}, Supported, "too little was seen twice"},
		{"no estimate", supported, outcome{verdict: Undetermined, test: stats.Test{Undetermined: "one animal"}}, Supported, "too little was seen twice"},
		{"not found at all", outcome{verdict: Undetermined}, outcome{verdict: Supported}, Undetermined, "cannot make it"},
	} {
		r := Ruling{Verdict: c.raw.verdict}
		r.together(c.raw, c.seen)
		if r.Verdict != c.want || !strings.Contains(r.Survives, c.says) {
			t.Errorf("%s: %s, %q", c.name, r.Verdict, r.Survives)
		}
	}
}
