package spelling

import (
	"testing"

	"pgregory.net/rapid"
)

// Values from Wagner & Fischer's definition, worked by hand.
func TestDistanceByHand(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "ab", 2}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"um", "um", 0}} {
		if got := Distance(c.a, c.b); got != c.want {
			t.Errorf("%q to %q is %d, want %d", c.a, c.b, got, c.want)
		}
		if got := Distance(c.b, c.a); got != c.want {
			t.Errorf("%q to %q is %d, want %d", c.b, c.a, got, c.want)
		}
	}
}

// distance is Levenshtein's own recursion.
func distance(a, b string) int {
	if a == "" || b == "" {
		return len(a) + len(b)
	}
	replace := distance(a[1:], b[1:])
	if a[0] != b[0] {
		replace++
	}
	return min(replace, distance(a[1:], b)+1, distance(a, b[1:])+1)
}

func TestDistanceIsTheRecursion(t *testing.T) {
	word := rapid.StringMatching(`[abc]{0,5}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if got, want := Distance(a, b), distance(a, b); got != want {
			t.Fatalf("Distance(%q, %q) = %d, want %d", a, b, got, want)
		}
	})
}
