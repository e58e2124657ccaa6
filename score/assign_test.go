package score

import (
	"math"
	"math/rand/v2"
	"testing"
)

// brute tries every assignment.
func brute(a, b []Point, radius float64, i int, used []bool) (count int, cost float64) {
	if i == len(a) {
		return 0, 0
	}
	count, cost = brute(a, b, radius, i+1, used)
	for j := range b {
		d := distance(a[i], b[j])
		if used[j] || d > radius {
			continue
		}
		used[j] = true
		c, k := brute(a, b, radius, i+1, used)
		used[j] = false
		if c+1 > count || c+1 == count && k+d < cost {
			count, cost = c+1, k+d
		}
	}
	return count, cost
}

func TestAssignMatchesTrialOfAll(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	points := func() []Point {
		p := make([]Point, rng.IntN(7))
		for i := range p {
			p[i] = Point{3 * rng.Float64(), 2 * rng.Float64()}
		}
		return p
	}
	for range 500 {
		a, b := points(), points()
		got := assign(a, b, 1)
		cost := 0.0
		usedA, usedB := map[int]bool{}, map[int]bool{}
		for _, m := range got {
			d := distance(a[m.a], b[m.b])
			if d > 1 || usedA[m.a] || usedB[m.b] {
				t.Fatalf("pair %+v at %v um", m, d)
			}
			usedA[m.a], usedB[m.b] = true, true
			cost += d
		}
		if n, c := brute(a, b, 1, 0, make([]bool, len(b))); n != len(got) || math.Abs(c-cost) > 1e-9 {
			t.Fatalf("%v %v: %d pairs of %v um, by trial %d of %v", a, b, len(got), cost, n, c)
		}
	}
}

// The nearest pair is given up where that lets two pairs match.
func TestAssignPrefersMorePairs(t *testing.T) {
	got := assign([]Point{{0, 0}, {1, 0}}, []Point{{0.9, 0}, {2, 0}}, 1)
	if len(got) != 2 {
		t.Errorf("%v", got)
	}
	if got := assign([]Point{{0, 0}}, []Point{{1, 0}}, 1); len(got) != 1 {
		t.Error("exactly at the radius counts")
	}
	if got := assign(nil, []Point{{1, 0}}, 1); got != nil {
		t.Errorf("%v", got)
	}
}

// A known 3x4 problem: rows take columns 1, 0, 3 at a cost of 1+2+1.
func TestHungarianKnown(t *testing.T) {
	got := hungarian([][]float64{{4, 1, 3, 9}, {2, 0, 5, 9}, {3, 2, 2, 1}})
	if len(got) != 3 || got[0] != 1 || got[1] != 0 || got[2] != 3 {
		t.Errorf("%v", got)
	}
}
