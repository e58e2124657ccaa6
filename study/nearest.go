package study

import (
	"fmt"
	"strings"

	"respine/spelling"
)

// nearest returns the name closest to want if it differs by at most a third of
// its letters, or two; "" if none is that close.
func nearest(want string, names []string) string {
	best, least := "", max(2, len(want)/3)+1
	for _, name := range names {
		if d := spelling.Distance(strings.ToLower(want), strings.ToLower(name)); d < least && d < len(name) {
			best, least = name, d
		}
	}
	return best
}

// suggest is the hint for a word that is not among the names: the nearest one,
// or all of them.
func suggest(want string, names []string) string {
	if near := nearest(want, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(names) == 0 {
		return ""
	}
	return "write one of: " + strings.Join(names, ", ")
}
