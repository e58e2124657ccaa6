package scope

import (
	"math"

	"respine/random"
)

// canvas is one frame before light and noise, painted within some columns.
type canvas struct {
	pix           []float32
	width, height int
	left, right   int
}

// Greys of what is not fur.
const (
	skinGrey = 118
	earGrey  = 88
	handGrey = 160
	wireGrey = 75
	tapeGrey = 215
)

// paint draws a mouse from back to front.
func (c canvas) paint(f figure, fur *fur) {
	c.chain(f.tape[:], func(bead, float64, float64) float64 { return tapeGrey })
	c.chain(f.tail, flat(skinGrey-25))
	for i, l := range f.limbs {
		c.chain(l[:], func(_ bead, along, _ float64) float64 { return f.coat + along*(skinGrey-f.coat) + float64(i/2)*4 })
	}
	for _, e := range f.ears {
		c.chain([]bead{e, e}, flat(earGrey))
	}
	c.chain(f.trunk, func(at bead, along, across float64) float64 {
		// Light from above the camera: brighter along the middle.
		ridge := 1 - across*across
		u, v := along*7, (across*at.r/f.pxPerCm+f.turn)*2.2
		return f.coat*(0.75+0.45*ridge) + 9*fur.at(u, v)
	})
	c.chain(f.wire, flat(wireGrey))
	c.chain(f.hand, flat(handGrey))
}

// fur is the grain of a coat: normal numbers around the animal and along it.
type fur [furAlong][furAround]float64

const (
	furAlong  = 9
	furAround = 64
)

func newFur(key random.Key) *fur {
	var f fur
	for i := range f {
		for k := range f[i] {
			f[i][k] = key.Normal(uint64(i*furAround + k))
		}
	}
	return &f
}

// at blends the grain at u along the body, 0 to 7, and v around it.
func (f *fur) at(u, v float64) float64 {
	u0, v0 := math.Floor(u), math.Floor(v)
	i, k := max(0, min(int(u0), furAlong-2)), int(v0)
	wu, wv := u-u0, v-v0
	wu, wv = wu*wu*(3-2*wu), wv*wv*(3-2*wv)
	a, b := k&(furAround-1), (k+1)&(furAround-1)
	return (1-wu)*((1-wv)*f[i][a]+wv*f[i][b]) + wu*((1-wv)*f[i+1][a]+wv*f[i+1][b])
}

func flat(grey float64) func(bead, float64, float64) float64 {
	return func(bead, float64, float64) float64 { return grey }
}

// chain paints the union of the capsules between neighbouring beads, with a soft
// edge of a pixel. shade returns the grey at a point on the chain: the bead it
// would be, the share of the chain's pieces before it, and how far to the side
// it is, -1 to 1.
func (c canvas) chain(beads []bead, shade func(at bead, along, across float64) float64) {
	if len(beads) < 2 {
		return
	}
	y0, y1, x0, x1 := c.reach(beads)
	pieces := float64(len(beads) - 1)
	var near []int // pieces a row can touch
	for y := y0; y < y1; y++ {
		near = near[:0]
		for i := range len(beads) - 1 {
			if touches(float64(y), beads[i].y, beads[i+1].y, max(beads[i].r, beads[i+1].r)) {
				near = append(near, i)
			}
		}
		for x := x0; x < x1 && len(near) > 0; x++ {
			best, along := math.Inf(1), 0.0
			var at bead
			for _, i := range near {
				if !touches(float64(x), beads[i].x, beads[i+1].x, max(beads[i].r, beads[i+1].r)) {
					continue
				}
				d, u, b := distance(beads[i], beads[i+1], float64(x), float64(y))
				if d < best {
					best, along, at = d, (float64(i)+u)/pieces, b
				}
			}
			cover := min(1, 0.5-best)
			if cover <= 0 {
				continue
			}
			across := 0.0
			if at.r > 0 {
				i := min(int(along*pieces), len(beads)-2)
				a, b := beads[i], beads[i+1]
				side := (b.x-a.x)*(float64(y)-at.y) - (b.y-a.y)*(float64(x)-at.x)
				across = math.Copysign(min(1, (best+at.r)/at.r), side)
			}
			p := &c.pix[y*c.width+x]
			*p += float32(cover * (shade(at, along, across) - float64(*p)))
		}
	}
}

// touches reports whether a place on an axis can be on the soft edge of a capsule, or
// inside it, of which the ends lie at a and b.
func touches(v, a, b, r float64) bool { return v > min(a, b)-r-1 && v < max(a, b)+r+1 }

// reach is the part of the canvas some beads can touch.
func (c canvas) reach(beads []bead) (y0, y1, x0, x1 int) {
	top, bottom, left, right := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, b := range beads {
		top, bottom = min(top, b.y-b.r-1), max(bottom, b.y+b.r+2)
		left, right = min(left, b.x-b.r-1), max(right, b.x+b.r+2)
	}
	clip := func(v float64, low, high int) int { return int(max(float64(low), min(v, float64(high)))) }
	return clip(top, 0, c.height), clip(bottom, 0, c.height), clip(left, c.left, c.right), clip(right, c.left, c.right)
}

// distance is from a point to the surface of a capsule, below 0 inside; how far
// along the nearest place on its axis is, 0 to 1; and that place.
func distance(a, b bead, x, y float64) (d, along float64, at bead) {
	dx, dy := b.x-a.x, b.y-a.y
	if s := dx*dx + dy*dy; s > 0 {
		along = max(0, min(1, ((x-a.x)*dx+(y-a.y)*dy)/s))
	}
	at = bead{a.x + along*dx, a.y + along*dy, a.r + along*(b.r-a.r)}
	x, y = x-at.x, y-at.y
	return math.Sqrt(x*x+y*y) - at.r, along, at
}
