package main

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"respine/twin"
)

// TestEffectsAreTables: a row for every claim in three tables, differences with
// intervals and units, the same to the last bit as 0, and a mark where a claim
// broke, broke beside, or should have.
func TestEffectsAreTables(t *testing.T) {
	claims := twin.Claims()
	found := func(difference, spread float64) (out []twin.Finding) {
		for _, c := range claims {
			out = append(out, twin.Finding{Claim: c, Verdict: twin.Supported,
				Estimate: twin.Estimate{Difference: difference, Lo: difference - 1, Hi: difference + 1, G: difference / spread}})
		}
		return out
	}
	whole := found(2, 4)
	all := twin.Effects{Paired: whole, Separate: found(3, 4), Rivals: []twin.Rival{{Preset: twin.Presets()[1], Findings: found(0, 0)}}}
	if !math.IsNaN(all.Rivals[0].Findings[0].G) {
		t.Fatal("no spread has a size")
	}
	all.Separate[1].G = math.NaN() // of too few mice
	all.Without = []twin.Outcome{{Ablation: twin.Ablations()[0], Findings: found(1, 4), Broken: []string{"C2", "C3"}, Beside: []string{"C3"}, Missing: []string{"C4"}}}
	var out bytes.Buffer
	if err := (twinEffectsCommand{Markdown: true}).print(&out, all); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if n := strings.Count(text, "\n| C"); n != 3*len(claims) {
		t.Errorf("%d rows of claims, want %d in each of three tables", n, len(claims))
	}
	for _, want := range []string{
		"| C2 | corticosterone lengthens immobility | calibrated | +2 (+1 to +3) s | +0.50 | S | +3 (+2 to +4) s | +0.75 | S |\n",
		"| C3 | corticosterone lowers sucrose preference | assumed outright | +2 (+1 to +3) % | +0.50 | S | +3 (+2 to +4) % | - | S |\n",
		"| C2 | +2 (+1 to +3) s S | +0 (-1 to +1) s S |\n",
		"| C2 | +0.50 S | +0.25 S* |\n", "| C3 | +0.50 S | +0.25 S+ |\n", "| C4 | +0.50 S | +0.25 S! |\n", "| C5a | +0.50 S | +0.25 S |\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no row %q in\n%s", want, text)
		}
	}
}
