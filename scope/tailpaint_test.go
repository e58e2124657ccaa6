package scope

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestChainPaintsEveryPieceThatIsNear: a look at every piece from every pixel gives the
// same greys, bit for bit.
func TestChainPaintsEveryPieceThatIsNear(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	painted := 0
	for range 20 {
		var beads []bead
		x, y := 30*rng.Float64(), 30*rng.Float64()
		for range 2 + rng.IntN(9) {
			x, y = x+12*rng.NormFloat64(), y+12*rng.NormFloat64()
			beads = append(beads, bead{x, y, 4 * rng.Float64()})
		}
		c := canvas{pix: make([]float32, 40*30), width: 40, height: 30, left: 2, right: 37}
		shade := func(at bead, along, across float64) float64 { return 100 + 50*along + 20*across + at.r }
		c.chain(beads, shade)
		for y := range c.height {
			for x := c.left; x < c.right; x++ {
				want := slowly(beads, float64(x), float64(y), shade)
				if got := c.pix[y*c.width+x]; got != want {
					t.Fatalf("(%d, %d): %g, want %g", x, y, got, want)
				}
				if want != 0 {
					painted++
				}
			}
		}
	}
	if painted < 1000 {
		t.Errorf("%d pixels are painted", painted)
	}
}

// slowly is the grey of a pixel of a black canvas.
func slowly(beads []bead, x, y float64, shade func(at bead, along, across float64) float64) float32 {
	best, along := math.Inf(1), 0.
	var at bead
	for i := range len(beads) - 1 {
		if d, u, b := distance(beads[i], beads[i+1], x, y); d < best {
			best, along, at = d, (float64(i)+u)/float64(len(beads)-1), b
		}
	}
	cover := min(1, 0.5-best)
	if cover <= 0 {
		return 0
	}
	piece := min(int(along*float64(len(beads)-1)), len(beads)-2)
	a, b := beads[piece], beads[piece+1]
	across := math.Copysign(min(1, (best+at.r)/at.r), (b.x-a.x)*(y-at.y)-(b.y-a.y)*(x-at.x))
	return float32(cover * shade(at, along, across))
}
