package plot

import (
	"slices"
	"testing"
)

func words(l legend) []string {
	var out []string
	for _, e := range l.entries {
		out = append(out, e.text)
	}
	return out
}

// Counts are by session, and filopodia are not among the spines.
func TestLegendCountsBySession(t *testing.T) {
	want := []string{"Counted session by session:", "present (3 · – · 1)", "new since last judged (0 · – · 1)", "lost since last judged (0 · – · 1)",
		"cannot be judged (0 · – · 1)", "filopodium, new since last judged (0 · – · 1)"}
	// the second session has no strip, so nothing is drawn there
	if got := words(sampleKymograph().legend()); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	want = []string{"present (1)", "new since last judged (1)", "lost since last judged (1)", "cannot be judged (1)", "filopodium, present (1)"}
	if got := words(sampleOverlay().legend(1)); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := words(Overlay{}.legend(1)); got != nil {
		t.Errorf("legend of nothing: %q", got)
	}
}
