package spatial

import (
	"math"
	"slices"
	"testing"
)

func TestUnionIntersectSubtract(t *testing.T) {
	a := []Span{{5, 8}, {0, 2}, {1, 3}, {9, 9}, {8, 8.5}}
	if got, want := Union(a), []Span{{0, 3}, {5, 8.5}}; !slices.Equal(got, want) {
		t.Errorf("Union = %v, want %v", got, want)
	}
	b := []Span{{2, 6}, {7, 20}}
	if got, want := Intersect(a, b), []Span{{2, 3}, {5, 6}, {7, 8.5}}; !slices.Equal(got, want) {
		t.Errorf("Intersect = %v, want %v", got, want)
	}
	if got, want := Subtract(a, b), []Span{{0, 2}, {6, 7}}; !slices.Equal(got, want) {
		t.Errorf("Subtract = %v, want %v", got, want)
	}
	if a[0] != (Span{5, 8}) {
		t.Error("the input was reordered")
	}
}

// For every a and b: |a| = |a∩b| + |a\b|, checked also by counting a fine grid.
func TestSpanLengthsAddUp(t *testing.T) {
	rng := seeded(1)
	for range 200 {
		var a, b []Span
		for range 4 {
			lo, lb := rng.Float64()*20, rng.Float64()*20
			a = append(a, Span{lo, lo + rng.Float64()*6})
			b = append(b, Span{lb, lb + rng.Float64()*6})
		}
		both, only := LengthUm(Intersect(a, b)), LengthUm(Subtract(a, b))
		if !near(LengthUm(a), both+only, rounding) {
			t.Fatalf("%v: length %v, parts %v + %v", a, LengthUm(a), both, only)
		}
		const step = 0.01
		grid := 0.0
		for x := step / 2; x < 30; x += step {
			if holds(a, x) && holds(b, x) {
				grid += step
			}
		}
		if math.Abs(grid-both) > 16*step { // an error of at most a step per span end
			t.Fatalf("intersection %v, on a grid %v", both, grid)
		}
	}
}

func holds(s []Span, x float64) bool {
	return slices.ContainsFunc(s, func(v Span) bool { return v.Lo <= x && x < v.Hi })
}

func TestAlong(t *testing.T) {
	path := []Span{{1, 2}, {5, 8}}
	for _, c := range []struct{ u, want float64 }{{0, 1}, {0.5, 1.5}, {1, 5}, {3.5, 7.5}, {4, 8}} {
		if got := along(path, c.u); got != c.want {
			t.Errorf("along(%v) = %v, want %v", c.u, got, c.want)
		}
	}
}
