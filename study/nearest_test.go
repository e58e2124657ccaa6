package study

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSuggest(t *testing.T) {
	kinds := names(ManipulationKinds())
	for want, hint := range map[string]string{
		"ketamin":   `did you mean "ketamine"?`,
		"Vehicel":   `did you mean "vehicle"?`,
		"CORT":      "write one of: corticosterone, restraint, vehicle, ketamine, photoactivation, deletion",
		"restaints": `did you mean "restraint"?`,
	} {
		if got := suggest(want, kinds); got != hint {
			t.Errorf("suggest(%q) = %q, want %q", want, got, hint)
		}
	}
	if got := suggest("Q", []string{"A", "B"}); got != "write one of: A, B" {
		t.Errorf("a name of one letter is near no other: %q", got)
	}
	if suggest("a", nil) != "" {
		t.Error("a hint out of nothing")
	}
}

// distance is Levenshtein's own recursion.
func distance(a, b string) int {
	if a == "" || b == "" {
		return len(a) + len(b)
	}
	replace := distance(a[1:], b[1:])
	if a[0] != b[0] {
		replace++
	}
	return min(replace, distance(a[1:], b)+1, distance(a, b[1:])+1)
}

func TestEditDistance(t *testing.T) {
	word := rapid.StringMatching(`[abc]{0,5}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if got, want := editDistance(a, b), distance(a, b); got != want {
			t.Fatalf("editDistance(%q, %q) = %d, want %d", a, b, got, want)
		}
	})
	if strings.Contains(suggest("spine", names(SessionKinds())), "psd95") {
		t.Error("psd95 is not near spine")
	}
}
