package plot

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// canvas is a picture one can draw on. Places are pixels from its upper left
// corner; pixel (0, 0) covers 0 to 1 both ways.
type canvas struct {
	*image.RGBA
	faces faces
}

type point struct{ x, y float64 }

// newCanvas returns a canvas of one colour.
func newCanvas(w, h int, paper Colour) canvas {
	c := canvas{RGBA: image.NewRGBA(image.Rect(0, 0, w, h)), faces: newFaces()}
	draw.Draw(c.RGBA, c.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	return c
}

// fill paints the union of polygons in one go, so that an opacity below one
// does not show where they overlap.
func (c canvas) fill(col Colour, opacity float64, polygons ...[]point) {
	box := bounds(polygons).Intersect(c.Bounds())
	if box.Empty() {
		return
	}
	z := vector.NewRasterizer(box.Dx(), box.Dy())
	for _, p := range polygons {
		p = counterclockwise(p)
		for i, q := range p {
			x, y := float32(q.x-float64(box.Min.X)), float32(q.y-float64(box.Min.Y))
			if i == 0 {
				z.MoveTo(x, y)
			} else {
				z.LineTo(x, y)
			}
		}
		z.ClosePath()
	}
	z.Draw(c.RGBA, box, image.NewUniform(faded(col, opacity)), image.Point{})
}

func faded(col Colour, opacity float64) color.NRGBA {
	return color.NRGBA{uint8(col >> 16), uint8(col >> 8), uint8(col), uint8(math.Round(255 * opacity))}
}

// stroke draws a line through points, with round ends and corners.
func (c canvas) stroke(line []point, width float64, col Colour, opacity float64) {
	var parts [][]point
	for i, p := range line {
		if width > 1.5 {
			parts = append(parts, circle(p.x, p.y, width/2))
		}
		if i == 0 {
			continue
		}
		q := line[i-1]
		dx, dy := p.x-q.x, p.y-q.y
		l := math.Hypot(dx, dy)
		if l == 0 {
			continue
		}
		nx, ny := -dy/l*width/2, dx/l*width/2
		parts = append(parts, []point{{q.x + nx, q.y + ny}, {p.x + nx, p.y + ny}, {p.x - nx, p.y - ny}, {q.x - nx, q.y - ny}})
	}
	c.fill(col, opacity, parts...)
}

// rect paints a rectangle.
func (c canvas) rect(x0, y0, x1, y1 float64, col Colour, opacity float64) {
	c.fill(col, opacity, []point{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}})
}

func circle(x, y, r float64) []point {
	n := max(12, int(4*r))
	p := make([]point, n)
	for i := range p {
		s, k := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		p[i] = point{x + r*k, y + r*s}
	}
	return p
}

func diamond(x, y, r float64) []point {
	return []point{{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}}
}

// closed repeats the first point of an outline at its end.
func closed(p []point) []point { return append(append([]point(nil), p...), p[0]) }

// dashes cuts a line into pieces of length on with gaps of length off.
func dashes(line []point, on, off float64) [][]point {
	var out [][]point
	var piece []point
	left, drawing := on, true
	if len(line) > 0 {
		piece = []point{line[0]}
	}
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		l := math.Hypot(b.x-a.x, b.y-a.y)
		for at := 0.0; l > 0; {
			step := math.Min(left, l-at)
			at += step
			left -= step
			p := point{a.x + (b.x-a.x)*at/l, a.y + (b.y-a.y)*at/l}
			if drawing {
				piece = append(piece, p)
			}
			if left > 0 {
				break
			}
			if drawing {
				out = append(out, piece)
				piece, left = nil, off
			} else {
				piece, left = []point{p}, on
			}
			drawing = !drawing
		}
	}
	if drawing && len(piece) > 1 {
		out = append(out, piece)
	}
	return out
}

func bounds(polygons [][]point) image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range polygons {
		for _, q := range p {
			x0, x1 = math.Min(x0, q.x), math.Max(x1, q.x)
			y0, y1 = math.Min(y0, q.y), math.Max(y1, q.y)
		}
	}
	if !(x1 >= x0 && y1 >= y0) || math.IsInf(x1-x0+y1-y0, 0) {
		return image.Rectangle{}
	}
	return image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1))+1, int(math.Ceil(y1))+1)
}

// counterclockwise turns a polygon if need be: the rasteriser adds areas with
// their sign, so only polygons of one sense form a union.
func counterclockwise(p []point) []point {
	area := 0.0
	for i, a := range p {
		b := p[(i+1)%len(p)]
		area += a.x*b.y - b.x*a.y
	}
	if area >= 0 {
		return p
	}
	q := make([]point, len(p))
	for i := range p {
		q[i] = p[len(p)-1-i]
	}
	return q
}
