package study

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Write writes a study as a manifest. Parse reads back the same study if Check
// finds nothing that Err reports and manipulations stand in the order of time.
func Write(w io.Writer, s Study) error {
	_, err := io.WriteString(w, strings.TrimPrefix(writeKeys(s.keys(), ""), "\n")+"\n")
	return err
}

// writeKeys writes a mapping, one key a line, each line with a break before it.
func writeKeys(keys []key, indent string) string {
	var b strings.Builder
	for _, k := range keys {
		if k.must || !k.value.empty() {
			fmt.Fprintf(&b, "\n%s%s:%s", indent, k.name, k.value.text(indent))
		}
	}
	if b.Len() == 0 {
		return " {}"
	}
	return b.String()
}

// writeFlow writes a mapping on one line.
func writeFlow(keys []key) string {
	var all []string
	for _, k := range keys {
		if k.must || !k.value.empty() {
			all = append(all, k.name+":"+k.value.text(""))
		}
	}
	return "{" + strings.Join(all, ", ") + "}"
}

// harmless is text that needs no quotes anywhere in YAML, for any reader of it.
var harmless = regexp.MustCompile(`^[\pL0-9./-][\pL0-9 ._/+*()%-]*$`)

// quote puts text into quotes where YAML would take it for something else.
func quote(s string) string {
	words := []string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
	plain := harmless.MatchString(s) && !strings.HasSuffix(s, " ") && !strings.HasPrefix(s, "- ") && !strings.HasPrefix(s, "--") && strings.Trim(s, "-.") != ""
	if plain && !slices.Contains(words, strings.ToLower(s)) {
		return s
	}
	b, err := json.Marshal(s)
	if err != nil {
		panic("study: " + err.Error())
	}
	return string(b)
}
