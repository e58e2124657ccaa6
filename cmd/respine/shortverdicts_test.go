package main

import (
	"strings"
	"testing"

	"respine/table"
)

// Claims that lack the same are in one line, with what they lack, below those that were
// judged.
func TestShortVerdictsByReason(t *testing.T) {
	v := table.New("verdicts", table.String("claim", ""), table.String("verdict", ""), table.String("statement", ""), table.String("because", ""))
	v.Append("C1", "not testable", "One.", "no table movies")
	v.Append("C2", "supported", "Two.", "")
	v.Append("C3", "not testable", "Three.", "a: no table movies; b: no arm given light")
	v.Append("C4", "not testable", "Four.", "no arm given light")
	dir := t.TempDir()
	if err := table.WriteFiles(dir, v); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := writeShort(&b, dir); err != nil {
		t.Fatal(err)
	}
	const want = "claim  verdict    statement\nC2     supported  Two.\n\nnot testable\n  C1, C3: no table movies\n  C4: no arm given light\n"
	if b.String() != want {
		t.Errorf("%q", b.String())
	}
}
