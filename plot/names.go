package plot

import (
	"image"
	"math"
	"slices"
)

// names writes names beside marks, each only where it covers no mark and no
// other name: a name that finds no room is left out.
type names struct {
	style style
	taken []box
}

// box is a rectangle in pixels.
type box struct{ x0, y0, x1, y1 float64 }

func boxOf(r image.Rectangle) box {
	return box{float64(r.Min.X), float64(r.Min.Y), float64(r.Max.X), float64(r.Max.Y)}
}

func (b box) meets(o box) bool {
	return b.x0 < o.x1 && o.x0 < b.x1 && b.y0 < o.y1 && o.y0 < b.y1
}

func (b box) within(o box) bool {
	return b.x0 >= o.x0 && b.y0 >= o.y0 && b.x1 <= o.x1 && b.y1 <= o.y1
}

// keepOff keeps names off a square of half width r about p.
func (n *names) keepOff(p point, r float64) {
	n.taken = append(n.taken, box{p.x - r, p.y - r, p.x + r, p.y + r})
}

// write writes a name beside a mark of radius r at p, on the side that is
// nearest to a direction and free, and reports whether there was one.
func (n *names) write(c canvas, within box, p point, r float64, towards point, name string) bool {
	w, h := c.faces.width(name, n.style), 0.8*n.style.size
	for _, d := range compass(towards) {
		x, y := p.x+d.x*(r+2+w/2), p.y+d.y*(r+2+h/2)
		b := box{x - w/2, y - h/2, x + w/2, y + h/2}
		if !b.within(within) || slices.ContainsFunc(n.taken, b.meets) {
			continue
		}
		c.text(b.x0, b.y1-0.05*n.style.size, name, n.style)
		n.taken = append(n.taken, b)
		return true
	}
	return false
}

// compass is eight directions, the nearest to one first.
func compass(towards point) []point {
	var out []point
	for i := range 8 {
		s, k := math.Sincos(float64(i) * math.Pi / 4)
		out = append(out, point{math.Round(k), math.Round(s)}) // corners of the square
	}
	near := func(d point) float64 { return (d.x*towards.x + d.y*towards.y) / math.Hypot(d.x, d.y) }
	slices.SortStableFunc(out, func(a, b point) int {
		switch d := near(b) - near(a); {
		case d > 1e-9:
			return 1
		case d < -1e-9:
			return -1
		}
		return 0
	})
	return out
}
