package spatial

import (
	"math"
	"testing"
)

func TestKByHand(t *testing.T) {
	n := triangle()                              // 15 um
	points := []On{{3, 0.5}, {1, 0.2}, {1, 0.1}} // distances 5, 4.5, 0.5
	radii := []float64{0.4, 0.5, 4.7, 6}
	allNear(t, "K", n.K(points, radii, Uncorrected).Value, []float64{0, 5, 10, 15}, rounding)
	// The tail's point is 1 from its corner; at 4.5 the side of 3 is behind, and
	// one place each is left on the sides of 4 and 5. A hair beyond the far end of
	// the lone edge there is nothing.
	for i, c := range []struct {
		p    On
		r    float64
		want int
	}{
		{On{3, 0.5}, 4.5, 2}, {On{3, 0.5}, 5, 2}, {On{3, 0.5}, 0.5, 2}, {On{3, 0.5}, 2, 2},
		{On{1, 0.2}, 0.5, 2}, {On{1, 0.2}, 0, 2}, {On{3, 0}, 0.5, 3}, {On{4, 0.5}, 0.5, 2}, {On{4, 0.5}, 0.6, 1},
	} {
		if got := n.placesAt(n.reachFrom(c.p, n.neighbours()), c.r); got != c.want {
			t.Errorf("case %d: %d places %v um from %+v, want %d", i, got, c.r, c.p, c.want)
		}
	}
	if c := n.K(points[:1], radii, Corrected); c.Undetermined == "" || c.Value != nil {
		t.Errorf("one point gave %+v", c)
	}
	allNear(t, "cross K", n.CrossK(points[:1], points[1:], radii, Uncorrected).Value, []float64{0, 0, 7.5, 15}, rounding)
}

// On any network, the corrected K of points at random is r and the pair
// correlation 1; the uncorrected K is what the network makes of it.
func TestCorrectedKOfRandomPointsIsR(t *testing.T) {
	n := triangle()
	n.Edges = n.Edges[:4]
	rng := seeded(31)
	const reps, count = 400, 20
	radii := []float64{0.3, 1, 2, 3}
	k, g, plain := make([]float64, len(radii)), make([]float64, len(radii)), make([]float64, len(radii))
	for range reps {
		points := make([]On, count)
		for i := range points {
			u := rng.Float64() * n.LengthUm()
			for e, edge := range n.Edges {
				if u < edge.LengthUm {
					points[i] = On{e, u / edge.LengthUm}
					break
				}
				u -= edge.LengthUm
			}
		}
		for i := range radii {
			k[i] += n.K(points, radii, Corrected).Value[i] / reps
			plain[i] += n.K(points, radii, Uncorrected).Value[i] / reps
			g[i] += n.PairCorrelation(points, radii, 0.3).Value[i] / reps
		}
	}
	for i, r := range radii {
		// sd of one K is about sqrt(2rL)/20 = 0.5 at r = 3, so of the mean 0.025
		if !near(k[i], r, 0.04*math.Sqrt(r)) {
			t.Errorf("corrected K(%v) = %v", r, k[i])
		}
		if !near(g[i], 1, 0.06) {
			t.Errorf("g(%v) = %v", r, g[i])
		}
		if plain[i] < 1.5*r {
			t.Errorf("uncorrected K(%v) = %v: both ways count", r, plain[i])
		}
	}
}
