package measure

import (
	"os"
	"strings"
	"testing"
)

// TestMethodsTellOfEveryMeasure: docs/methods.md has a row for every measure.
func TestMethodsTellOfEveryMeasure(t *testing.T) {
	b, err := os.ReadFile("../docs/methods.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range Names() {
		if n := strings.Count(string(b), "\n| `"+name+"` |"); n != 1 {
			t.Errorf("docs/methods.md has %d rows for %s", n, name)
		}
	}
}
