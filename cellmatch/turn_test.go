package cellmatch

import (
	"math"
	"math/rand/v2"
	"testing"
)

// turned moves every footprint as a turn of the field about its centre would, to
// whole pixels, and jitters it by half a pixel.
func turned(rng *rand.Rand, s Session, deg float64) Session {
	out := Session{Height: s.Height, Width: s.Width}
	sin, cos := math.Sincos(deg * math.Pi / 180)
	cy, cx := float64(s.Height)/2, float64(s.Width)/2
	for _, f := range s.Cells {
		y, x := f.Centroid()
		ty, tx := cy+cos*(y-cy)+sin*(x-cx), cx+cos*(x-cx)-sin*(y-cy)
		dy, dx := int(math.Round(ty-y+0.5*rng.NormFloat64())), int(math.Round(tx-x+0.5*rng.NormFloat64()))
		g := Footprint{Weights: f.Weights}
		for i := range f.Rows {
			g.Rows, g.Cols = append(g.Rows, f.Rows[i]+dy), append(g.Cols, f.Cols[i]+dx)
		}
		out.Cells = append(out.Cells, g)
	}
	return out
}

// turnTolerance is twice the standard error of the angle of 250 places jittered by
// 0.6 px about a mean radius of 110 px.
const turnTolerance = 0.05

// A turned field is told by its angle, and its cells are found up to two degrees.
func TestTurnIsTold(t *testing.T) {
	for _, deg := range []float64{-2, -1, 0, 0.5, 1, 2, 3, 4} {
		rng := rand.New(rand.NewPCG(8, 8))
		one := field(rng, 250, 250, 320)
		who := make([]int, len(one.Cells))
		for i := range who {
			who[i] = i
		}
		res := Match([]Session{one, turned(rng, one, deg)}, Params{})
		p, r := scored(res, who)
		got := res.Alignments[1]
		t.Logf("turned by %g degrees: told %.2f from %d cells, correlation %.2f, precision %.3f, recall %.3f", deg, got.TurnDeg, got.Joined, got.Correlation, p, r)
		if math.Abs(deg) <= 2 && (!(math.Abs(got.TurnDeg-deg) <= turnTolerance) || p < 0.95 || r < 0.95) {
			t.Errorf("turned by %g degrees: told %.3f, precision %.3f, recall %.3f", deg, got.TurnDeg, p, r)
		}
	}
}

// Every footprint but the first of a cell is linked with the one before, across a
// session without the cell.
func TestLinksSkipSessionsWithoutTheCell(t *testing.T) {
	r := Result{Cells: []Cell{{Of: []int{4, -1, 2}}}}
	r.link([]pair{{a: 0, i: 4, b: 2, j: 2, same: 0.9, distance: 1.5, corr: 0.8}})
	l := r.Cells[0].Links
	if l[0].Before != -1 || !math.IsNaN(l[0].Same) || l[1].Before != -1 || l[2] != (Link{0, 0.9, 1.5, 0.8}) {
		t.Errorf("links %+v", l)
	}
}
