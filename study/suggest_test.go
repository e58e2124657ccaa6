package study

import (
	"strings"
	"testing"

	"respine/spelling"
)

func TestSuggest(t *testing.T) {
	kinds := names(ManipulationKinds())
	for want, hint := range map[string]string{
		"ketamin":   `did you mean "ketamine"?`,
		"Vehicel":   `did you mean "vehicle"?`,
		"CORT":      "write one of: corticosterone, restraint, vehicle, ketamine, photoactivation, deletion",
		"restaints": `did you mean "restraint"?`,
	} {
		if got := spelling.Suggest(want, kinds); got != hint {
			t.Errorf("spelling.Suggest(%q) = %q, want %q", want, got, hint)
		}
	}
	if got := spelling.Suggest("Q", []string{"A", "B"}); got != "write one of: A, B" {
		t.Errorf("a name of one letter is near no other: %q", got)
	}
	if spelling.Suggest("a", nil) != "" {
		t.Error("a hint out of nothing")
	}
	if strings.Contains(spelling.Suggest("spine", names(SessionKinds())), "psd95") {
		t.Error("psd95 is not near spine")
	}
}
