package study

import (
	"fmt"
	"strings"
)

// nearest returns the name closest to want if it differs by at most a third of
// its letters, or two; "" if none is that close.
func nearest(want string, names []string) string {
	best, least := "", max(2, len(want)/3)+1
	for _, name := range names {
		if d := editDistance(strings.ToLower(want), strings.ToLower(name)); d < least && d < len(name) {
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

// editDistance counts the insertions, deletions and replacements of one byte
// that turn a into b (Levenshtein 1966), in one row.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
