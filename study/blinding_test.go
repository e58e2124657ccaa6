package study

import (
	"bytes"
	"strings"
	"testing"
)

// The blinding of a manifest is read, written back, and nothing but masked.
func TestBlinding(t *testing.T) {
	s, problems := Parse([]byte(small+"\nblinding: masked\n"), "study.yaml")
	if len(problems) > 0 || s.Blinding != Masked {
		t.Fatalf("%q, %s", s.Blinding, problems)
	}
	var b bytes.Buffer
	if err := Write(&b, s); err != nil || !strings.Contains(b.String(), "\nblinding: masked\n") {
		t.Errorf("%s, %v", &b, err)
	}
	if _, problems := Parse([]byte(small+"\nblinding: half\n"), "study.yaml"); problems.Err() == nil {
		t.Error("blinding: half was taken")
	}
}
