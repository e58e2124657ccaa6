package main

import (
	"strings"
	"testing"
)

// TestProgressWithoutTerminal: a log or a pipe gets warnings and results alone.
func TestProgressWithoutTerminal(t *testing.T) {
	var b strings.Builder
	say := progress(&b)
	say("stack %d of %d", 1, 2)
	say("")
	if got := b.String(); got != "" {
		t.Errorf("%q", got)
	}
}
