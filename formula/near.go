package formula

import (
	"fmt"
	"strings"

	"respine/spelling"
)

// near is the hint for a word that is not among the names: the closest one if
// it differs by a third of its letters, or two, at most; otherwise the given
// text.
func near(want string, names []string, otherwise string) string {
	best, least := "", max(2, len(want)/3)+1
	for _, name := range names {
		if d := spelling.Distance(strings.ToLower(want), strings.ToLower(name)); d < least && d < len(name) {
			best, least = name, d
		}
	}
	if best != "" {
		return fmt.Sprintf("did you mean %s?", best)
	}
	return otherwise
}
