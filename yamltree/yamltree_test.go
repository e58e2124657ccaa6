package yamltree

import (
	"strings"
	"testing"
)

// TestPlaces: everything knows where it stands, in characters from 1.
func TestPlaces(t *testing.T) {
	root, ok := Collect("f").Parse([]byte("a: 007\nµ: [x, {b: 10:00}]\nc:\n"))
	if !ok || root.Kind != IsMapping || len(root.Entries) != 3 {
		t.Fatalf("%+v", root)
	}
	list := root.Entries[1].Value
	inner := list.Items[1].Entries[0]
	if root.Entries[0].Value.Text != "007" || inner.Value.Text != "10:00" || root.Entries[2].Value.Kind != IsNothing {
		t.Errorf("text is not as written: %+v", root)
	}
	c := Collect("f")
	c.At(inner.Place, "here", "")
	if got := c.Problems().String(); got != "f:2:9: here" {
		t.Errorf("%q", got)
	}
}

// TestProblems come in the order of lines, an unknown path at the nearest thing
// around it, and warnings are no error.
func TestProblems(t *testing.T) {
	c := Collect("f")
	root, _ := c.Parse([]byte("a: 1\nb:\n  c: 2\n"))
	c.Put("b", root.Entries[1].Place)
	c.Warn("b/c/d", "doubtful", "")
	if c.Problems().Err() != nil {
		t.Error("a warning keeps the file from being used")
	}
	c.At(root.Entries[0].Place, "wrong", "mend it")
	if got := c.Problems().String(); got != "f:1:1: wrong\nhint: mend it\nf:2:1: warning: doubtful" {
		t.Errorf("%q", got)
	}
	if err := c.Problems().Err(); err == nil || strings.Contains(err.Error(), "doubtful") {
		t.Errorf("%v", err)
	}
	c.Fail("b")
	if !c.Failed("b") || c.Failed("a") {
		t.Error("what failed is not remembered")
	}
}
