package main

import (
	"strings"
	"testing"
)

func TestProgressWithoutTerminal(t *testing.T) {
	var b strings.Builder
	say := progress(&b)
	say("stack %d of %d", 1, 2)
	say("")
	say("writing")
	if got := b.String(); got != "respine: stack 1 of 2\nrespine: writing\n" {
		t.Errorf("%q", got)
	}
}
