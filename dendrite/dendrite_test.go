package dendrite

import (
	"math"
	"slices"
	"testing"
)

// A helix of radius r and rise h a turn is 2*pi*sqrt(r^2+(h/2pi)^2) long.
func TestLengthOfAHelix(t *testing.T) {
	var b Branch
	const r, h, n = 5.0, 3.0, 2000
	for i := range n + 1 {
		a := 2 * math.Pi * float64(i) / n
		b.Points = append(b.Points, Point{r * math.Cos(a), r * math.Sin(a), h * a / (2 * math.Pi)})
	}
	near(t, "length", b.LengthUm(), 2*math.Pi*math.Hypot(r, h/(2*math.Pi)), 1e-4)
	s := b.PositionsUm()
	if !slices.IsSorted(s) || s[0] != 0 || s[n] != b.LengthUm() {
		t.Error("positions do not rise from 0 to the length")
	}
}

func TestABranchWithoutPointsHasNoLength(t *testing.T) {
	if l := (Branch{}).LengthUm(); l != 0 {
		t.Errorf("length %v", l)
	}
}
