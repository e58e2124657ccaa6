package study

import (
	"strings"
	"testing"
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
	if strings.Contains(suggest("spine", names(SessionKinds())), "psd95") {
		t.Error("psd95 is not near spine")
	}
}
