package table

import (
	"strings"
	"testing"
)

// TestNotCommas: a file of semicolons and decimal commas, or of tabs, is told by
// what it is, whether or not its lines have as many commas as the header.
func TestNotCommas(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"animal;session;immobile_s\na;late;101,5\n", "x.csv: line 1: columns are parted by semicolons"},
		{"animal;session;immobile_s\na;late;101\n", "hint: the cells are not separated by commas; save it with commas between them and points in numbers"},
		{"animal\tsession\na\tlate\n", "columns are parted by tabs"},
	} {
		if _, err := ReadCSV(strings.NewReader(c.text), "x.csv"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
	if _, err := ReadCSV(strings.NewReader("note\na;b\n"), "x"); err != nil {
		t.Errorf("a semicolon in a cell: %v", err)
	}
}
