package score

import (
	"math/rand/v2"
	"slices"
	"testing"

	"respine/table"
)

func onsets(animal string, at ...float64) *table.Table {
	t := table.New("bouts", table.String("animal", ""), table.Float("from_s", "s"))
	for _, v := range at {
		t.Append(animal, v)
	}
	return t
}

// TestMomentsCounts: counted by hand. The order of rows does not matter, and other
// animals are no matches.
func TestMomentsCounts(t *testing.T) {
	got := Moments(onsets("a", 10.4, 1, 3, 3.2), onsets("a", 10, 1.3, 7), "from_s", 0.5, "animal")
	if got.TP != 2 || got.FP != 2 || got.FN != 1 {
		t.Errorf("%+v", got)
	}
	got = Moments(onsets("a", 1), onsets("b", 1), "from_s", 0.5, "animal")
	if got.TP != 0 || got.FP != 1 || got.FN != 1 {
		t.Errorf("%+v", got)
	}
	if sum := Sum(got, got); sum.FP != 2 || sum.F1 != 0 {
		t.Errorf("%+v", sum)
	}
}

// TestMatchesAreAsManyAsPossible: against every assignment of short lists.
func TestMatchesAreAsManyAsPossible(t *testing.T) {
	var most func(a, b []float64) int
	most = func(a, b []float64) int {
		if len(a) == 0 {
			return 0
		}
		best := most(a[1:], b)
		for j, v := range b {
			if d := a[0] - v; d <= 1 && d >= -1 {
				best = max(best, 1+most(a[1:], slices.Concat(b[:j], b[j+1:])))
			}
		}
		return best
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		a, b := make([]float64, 5), make([]float64, 5)
		for i := range a {
			a[i], b[i] = 6*rng.Float64(), 6*rng.Float64()
		}
		slices.Sort(a)
		slices.Sort(b)
		if got, want := matches(a, b, 1), most(a, b); got != want {
			t.Fatalf("%v and %v: %d matches, want %d", a, b, got, want)
		}
	}
}
