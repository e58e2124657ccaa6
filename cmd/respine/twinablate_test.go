package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"respine/twin"
)

// TestAblationsSayWhatDidNotBreak: of the claims an ablation must break, those
// that stood are told apart from those nobody could have broken.
func TestAblationsSayWhatDidNotBreak(t *testing.T) {
	var light twin.Ablation
	for _, a := range twin.Ablations() {
		if a.Name == "light without shrinking" {
			light = a
		}
	}
	must := light.Breaks()
	if len(must) < 3 {
		t.Fatalf("%q breaks %v", light.Name, must)
	}
	var whole []twin.Finding
	for _, id := range must[1:] { // must[0] was never shown
		whole = append(whole, twin.Finding{Claim: twin.Claim{ID: id}, Verdict: twin.Supported})
	}
	o := twin.Outcome{Ablation: light, Broken: append([]string{"C2"}, must[2:]...), Must: must[1:], Missing: must[1:2], Beside: []string{"C2"}}
	var out bytes.Buffer
	e := &env{ctx: context.Background(), stdout: &out}
	if err := (twinAblateCommand{}).print(e, whole, []twin.Outcome{o}); err != nil {
		t.Fatal(err)
	}
	if want := "\nlight without shrinking: did not break as they should: " + must[1] + "\n"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("got\n%swhich does not end in %q", out.String(), want)
	}
	out.Reset()
	if err := (twinAblateCommand{JSON: true}).print(e, whole, []twin.Outcome{o}); err != nil {
		t.Fatal(err)
	}
	if want := `"missing":["` + must[1] + `"],"beside":["C2"],"untested":["` + must[0] + `"]}`; !strings.Contains(out.String(), want) || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("%s does not contain %s in one line", out.String(), want)
	}
	out.Reset()
	o.Missing = nil
	if err := (twinAblateCommand{}).print(e, whole, []twin.Outcome{o}); err != nil || !strings.HasSuffix(out.String(), "every claim broke that should, of those that could\n") {
		t.Errorf("%v: %s", err, out.String())
	}
}
