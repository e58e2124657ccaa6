package study

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// TestNotYAML: where the parser stops, and what is more YAML than we read.
func TestNotYAML(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "m:1:1: nothing in it",
		"# only a comment\n":          "m:1:1: nothing in it",
		"a: [1, 2\nb: 3":              "m:2:1: not YAML",
		"arms:\n\tb: 1":               "m:2:1: not YAML",
		"study: a: b":                 "m:1:8: not YAML",
		"study: \"x":                  "m:1:8: not YAML",
		"study: @x":                   "m:1:8: not YAML",
		"- a\n- b":                    "m:1:1: the manifest: a list, not a set of keys",
		"hello":                       "m:1:1: the manifest: a single value, not a set of keys",
		"*a":                          "m:1:1: ",
		"study: x\n---\nstudy: y\n":   "m:3:1: a second document",
		"study: &a x\n":               "m:1:8: an anchor, alias or tag",
		"study: !!str 3\n":            "m:1:8: an anchor, alias or tag",
		"study: x\nstudy: y\n":        `m:2:1: "study" is here a second time`,
		"study: x\n\xff: y\n":         "m:2:1: this line is not in UTF-8",
		"study: {a: b}\n":             "m:1:8: study: a set of keys, not a single value",
		"study: ''\n":                 "m:1:8: study: empty",
		strings.Repeat("[", 60):       "m:1:1: brackets are opened and never closed",
		strings.Repeat("a ", 33000):   "m:1:1: a line of 66000 bytes",
		strings.Repeat("# a\n", 3e6):  "m:1:1: 12000000 bytes are too much",
		"study: x\n<<: {arms: {}}\n":  `m:2:1: the manifest: unknown key "<<"`,
		"? [a, b]\n: c\n":             "m:2:1: not YAML",
		"study: [x]\ntime_zero: 3\n":  "m:2:12: time_zero: a single value, not a set of keys",
		"study: x\nrecordings: {}\n":  "m:2:13: recordings: a set of keys, not a list",
		"claims: {paper: [C10]}\n":    "m:1:17: claims, paper: a list, not claims and numbers",
		"study: x\nsimulation: ~\n":   "m:2:1: simulation: nothing behind it",
		"animals: {a: {sex: null}}\n": "m:1:15: animal a, sex: nothing behind it",
	} {
		s, problems := Parse([]byte(text), "m")
		if !strings.Contains(problems.String(), want) || !reflect.DeepEqual(s, Study{}) {
			t.Errorf("%.40q: want %q, got\n%s", text, want, problems)
		}
	}
}

// TestColumnsCountCharacters, not bytes.
func TestColumnsCountCharacters(t *testing.T) {
	_, problems := Parse([]byte("sessions: {µµ: {kind: spine}}\n"), "m")
	if want := `m:1:23: session µµ, kind: nothing is called "spine" here`; !strings.Contains(problems.String(), want) {
		t.Errorf("want %q, got\n%s", want, problems)
	}
}

// TestManyProblemsAreAllTold in the order of lines.
func TestManyProblemsAreAllTold(t *testing.T) {
	var b strings.Builder
	b.WriteString("animals:\n")
	const n = 500
	for i := range n {
		fmt.Fprintf(&b, "  m%d: {arm: A, sx: f}\n", i)
	}
	_, problems := Parse([]byte(b.String()), "m")
	told := 0
	for _, p := range problems {
		if strings.HasSuffix(p.Text, `unknown key "sx"`) {
			if told++; p.Line != told+1 {
				t.Fatalf("problem %d in line %d", told, p.Line)
			}
		}
	}
	if told != n {
		t.Errorf("%d problems told of %d", told, n)
	}
}
