package plot

import (
	"image"
	"image/color"
	"math"
	"strconv"

	"respine/img"
)

// drawDay paints the stretch of row i in session d, whose strip is given
// levelled, with its name at the left.
func (k Kymograph) drawDay(c canvas, g grid, i, d int, strip img.Image, w window) {
	day, box := k.Days[d], g.box(i, d)
	mid := float64(box.Min.Y+box.Max.Y) / 2
	name := style{size: dayTextPx, bold: true, colour: moon}
	c.text(pad, mid-3, c.faces.fit(day.Name, float64(g.left-2*pad), name), name)
	c.text(pad, mid+15, dayLabel(day.Day), style{size: dayTextPx, colour: dusk})
	if day.Strip.H == 0 || day.Strip.W == 0 {
		c.rect(float64(box.Min.X), float64(box.Min.Y), float64(box.Max.X), float64(box.Max.Y), 0x2A2D33, 1)
		hatch(c.sub(box), box)
		reason := style{size: 13, colour: moon, anchor: 0.5, halo: true}
		c.text(float64(box.Min.X+box.Max.X)/2, mid+5, c.faces.fit(day.Reason, float64(box.Dx()-2*pad), reason), reason)
		return
	}
	for py := box.Min.Y; py < box.Max.Y; py++ {
		lateral := (float64(py-box.Min.Y)+0.5)/g.perUm - g.reachUm
		for px := box.Min.X; px < box.Max.X; px++ {
			along := g.rows[i].lo + (float64(px-box.Min.X)+0.5)/g.perUm
			v := w.grey(float64(img.Bilinear(strip, along/k.StepUm, lateral/k.StepUm+float64(strip.W/2))))
			c.SetRGBA(px, py, color.RGBA{v, v, v, 255})
		}
	}
	for _, s := range k.closedStretches(d) {
		lo, hi := math.Max(s.lo, g.rows[i].lo), math.Min(s.hi, g.rows[i].hi)
		if lo >= hi {
			continue
		}
		r := image.Rect(int(g.x(i, lo)), box.Min.Y, int(math.Ceil(g.x(i, hi))), box.Max.Y)
		c.rect(float64(r.Min.X), float64(r.Min.Y), float64(r.Max.X), float64(r.Max.Y), 0x2A2D33, 0.55)
		hatch(c.sub(r), r)
	}
}

// closedStretches lists where a session cannot be judged, the end of a strip
// that is shorter than the branch included.
func (k Kymograph) closedStretches(d int) []stretch {
	var out []stretch
	open := k.Days[d].Judgeable
	n := k.Days[d].Strip.H
	for i := 0; i < n && open != nil; i++ {
		from := i
		for i < n && !open[i] {
			i++
		}
		if i > from {
			out = append(out, stretch{float64(from) * k.StepUm, float64(i) * k.StepUm})
		}
	}
	if end, all := float64(n)*k.StepUm, k.lengthUm(); end < all {
		out = append(out, stretch{end, all})
	}
	return out
}

// hatch draws slanting lines over a rectangle, continuous over the picture.
func hatch(c canvas, r image.Rectangle) {
	const every = 9
	h := r.Dy()
	first := (r.Min.X + r.Min.Y) / every * every
	for s := first; s < r.Max.X+r.Min.Y+h; s += every {
		c.stroke([]point{{float64(s - r.Min.Y), float64(r.Min.Y)}, {float64(s - r.Max.Y), float64(r.Max.Y)}}, 1.2, 0xBDBDBD, 0.45)
	}
}

// drawRuler draws micrometres along the branch below row i.
func (k Kymograph) drawRuler(c canvas, g grid, i int) {
	y := float64(g.box(i, len(k.Days)-1).Max.Y + 5)
	if len(k.Days) == 0 {
		y = float64(headPx + i*g.rowPx)
	}
	lo, hi := g.rows[i].lo, g.rows[i].hi
	c.stroke([]point{{g.x(i, lo), y}, {g.x(i, hi), y}}, 1, dusk, 1)
	for um := math.Ceil(lo - 1e-9); um <= hi+1e-9; um++ {
		long := 3.0
		if math.Mod(um, 5) == 0 {
			long = 6
		}
		x := math.Round(g.x(i, um)) + 0.5
		c.stroke([]point{{x, y}, {x, y + long}}, 1, dusk, 1)
		if math.Mod(um, 5) == 0 {
			c.text(x, y+19, strconv.Itoa(int(um)), style{size: 12, colour: dusk, anchor: 0.5})
		}
	}
	c.text(pad, y+19, "µm along", style{size: 12, colour: dusk})
}
