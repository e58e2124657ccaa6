package main

import (
	"strings"
	"testing"
)

// TestProgressWithoutTerminal: a log gets lines if it is asked for them, a pipe none.
func TestProgressWithoutTerminal(t *testing.T) {
	for lines, want := range map[bool]string{false: "", true: "respine: stack 1 of 2\nrespine: writing\n"} {
		var b strings.Builder
		say := progress(&b, lines)
		say("stack %d of %d", 1, 2)
		say("")
		say("writing")
		if got := b.String(); got != want {
			t.Errorf("lines %v: %q", lines, got)
		}
	}
}
