package plot

import (
	"image"
	"math/rand/v2"
	"testing"
)

// What lies in a rectangle is what a look at every point finds, beyond the edges of a
// picture as well.
func TestCrowdCountsEveryPoint(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	c := crowd{}
	var all []image.Point
	for range 3000 {
		p := point{rng.Float64()*400 - 80, rng.Float64()*300 - 60}
		c.add(p)
		all = append(all, image.Pt(int(p.x), int(p.y)))
	}
	for range 200 {
		x, y := rng.IntN(400)-80, rng.IntN(300)-60
		r := image.Rect(x, y, x+rng.IntN(90), y+rng.IntN(40))
		want := 0
		for _, q := range all {
			if q.In(r) {
				want++
			}
		}
		if got := c.within(r); got != want {
			t.Fatalf("%v holds %d, want %d", r, got, want)
		}
	}
}
