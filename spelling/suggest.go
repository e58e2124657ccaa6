package spelling

import (
	"fmt"
	"strings"
)

// Nearest returns the name closest to want if it differs by at most a third of
// its letters, or two; "" if none is that close.
func Nearest(want string, names []string) string {
	best, least := "", max(2, len(want)/3)+1
	for _, name := range names {
		if d := Distance(strings.ToLower(want), strings.ToLower(name)); d < least && d < len(name) {
			best, least = name, d
		}
	}
	return best
}

// Suggest is the hint for a word that is not among the names: the nearest one,
// or all of them.
func Suggest(want string, names []string) string {
	if near := Nearest(want, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(names) == 0 {
		return ""
	}
	return "write one of: " + strings.Join(names, ", ")
}
