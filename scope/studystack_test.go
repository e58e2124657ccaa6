package scope

import (
	"math"
	"testing"

	"respine/random"
	"respine/twin"
)

// TestOnlyWhatWasSeenIsRestored: a spine takes the place of an earlier one that
// some session saw, whatever came and went unseen between them; and the head has the volume of the spine.
func TestOnlyWhatWasSeenIsRestored(t *testing.T) {
	m := simulated(t, quickStudy(), 1)[0]
	m.Lives = []twin.Life{{Before: -1}, {Before: 0}, {Before: 1}, {Before: 2}, {Contact: 1, Before: -1}, {Contact: 1, Before: 4}}
	w := rawWriter{m: m}
	present := map[int][]bool{0: {true, false, false}, 1: {false, true, false}, 3: {false, false, true}, 5: {false, false, true}}
	key := random.New(1)
	for _, c := range []struct {
		life   int
		origin Origin
		from   string
	}{{0, Original, ""}, {1, Restored, m.SpineName(0)}, {3, Restored, m.SpineName(1)}, {5, DeNovo, ""}} {
		s := w.spine(c.life, present, []float64{0.0625, 0.1875}, key)
		if s.Origin != c.origin || s.RestoredFrom != c.from {
			t.Errorf("life %d: %s of %q, want %s of %q", c.life, s.Origin, s.RestoredFrom, c.origin, c.from)
		}
		if want := headMedianUm / 2; math.Abs(s.HeadRadiusUm-want) > 1e-12 {
			t.Errorf("a head of %g um for an eighth of the volume, want %g", s.HeadRadiusUm, want)
		}
	}
}
