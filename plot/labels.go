package plot

import (
	"image"
	"math"
)

// labelBranches writes the label of every branch beside its line, where it
// covers the fewest marks and lines, and returns where the labels are.
func (o Overlay) labelBranches(c canvas, v frame) (labels []box) {
	s := style{size: 17 * v.unit, bold: true, halo: true}
	busy := crowd{}
	for _, p := range o.busy(v) {
		busy.add(p)
	}
	for i, b := range o.Branches {
		if b.Label == "" || len(b.X) == 0 {
			continue
		}
		w, h := c.faces.width(b.Label, s), s.size
		best, least := image.Rectangle{}, math.Inf(1)
		for _, p := range places(v.line(b), w, h, v.unit) {
			r := image.Rect(int(p.x-w/2)-2, int(p.y-h/2)-2, int(p.x+w/2)+2, int(p.y+h/2)+2)
			cost := float64(busy.within(r))
			if !r.In(v.box()) {
				cost += 1e3
			}
			if cost < least {
				best, least = r, cost
			}
		}
		s.colour, s.anchor = o.colour(i), 0.5
		c.text(float64(best.Min.X+best.Max.X)/2, float64(best.Max.Y)-4*v.unit, b.Label, s)
		labels = append(labels, boxOf(best))
		for x := best.Min.X; x < best.Max.X; x += 4 {
			for y := best.Min.Y; y < best.Max.Y; y += 4 {
				busy.add(point{float64(x), float64(y)})
			}
		}
	}
	return labels
}

// crowd is points by the square of crowdPx they lie in.
type crowd map[image.Point][]image.Point

const crowdPx = 32

func (c crowd) add(p point) {
	q := image.Pt(int(p.x), int(p.y))
	at := squareOf(q)
	c[at] = append(c[at], q)
}

// within returns how many points lie in a rectangle.
func (c crowd) within(r image.Rectangle) (n int) {
	from, to := squareOf(r.Min), squareOf(r.Max)
	for y := from.Y; y <= to.Y; y++ {
		for x := from.X; x <= to.X; x++ {
			for _, q := range c[image.Pt(x, y)] {
				if q.In(r) {
					n++
				}
			}
		}
	}
	return n
}

func squareOf(p image.Point) image.Point {
	return image.Pt(int(math.Floor(float64(p.X)/crowdPx)), int(math.Floor(float64(p.Y)/crowdPx)))
}

// busy lists the places a label should not cover: marks, counted heavily, and
// lines.
func (o Overlay) busy(v frame) []point {
	var out []point
	for _, s := range o.Spines {
		if s.Mark == None {
			continue
		}
		x, y := v.x(s.X), v.y(s.Y)
		for _, d := range []float64{-markPx * v.unit, 0, markPx * v.unit} {
			out = append(out, point{x + d, y}, point{x, y + d}, point{x + d, y + d}, point{x + d, y - d})
		}
	}
	for _, b := range o.Branches {
		out = append(out, v.line(b)...)
	}
	return out
}

// places are centres for a label of a size beside a line: at five points along
// it, on both sides, near and farther off.
func places(line []point, w, h, unit float64) []point {
	var out []point
	n := len(line)
	for _, f := range []float64{0.5, 0.3, 0.7, 0.1, 0.9} {
		i := int(f * float64(n-1))
		a, b := line[max(i-3, 0)], line[min(i+3, n-1)]
		dx, dy := b.x-a.x, b.y-a.y
		l := math.Hypot(dx, dy)
		if l == 0 {
			dx, dy, l = 1, 0, 1
		}
		for _, far := range []float64{20 * unit, 32 * unit, 46 * unit} {
			for _, side := range []float64{-1, 1} {
				out = append(out, point{line[i].x - side*dy/l*(far+w/3), line[i].y + side*dx/l*(far+h/3)})
			}
		}
	}
	return out
}
