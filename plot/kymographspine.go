package plot

import "unicode/utf8"

// drawSpine draws one spine in every session of row i, and the lines that join
// it over days: solid from present to present, broken to the place where it is
// gone or past sessions that cannot be judged.
func (k Kymograph) drawSpine(c canvas, g grid, i int, s Followed) {
	marks := Marks(s.Seen)
	at := func(d int) point { return point{g.x(i, s.AlongUm[d]), g.y(i, d, s.LateralUm[d])} }
	last := -1
	for d, m := range marks {
		if !k.drawn(s, d) || m == None {
			continue
		}
		if last >= 0 && m != Unjudged && m != Formed && s.Seen[last] == Present {
			k.join(c, at(last), at(d), m, d-last > 1)
		}
		if m != Unjudged {
			last = d
		}
	}
	for d, m := range marks {
		if m != None && k.drawn(s, d) {
			p := at(d)
			box := g.box(i, d)
			box.Min.X, box.Max.X = box.Min.X-8, box.Max.X+8 // a mark at the cut is whole
			c.sub(box).mark(p.x, p.y, markPx, m, s.Filopodium)
		}
	}
}

// drawn tells whether a session has a place to draw a spine at.
func (k Kymograph) drawn(s Followed, d int) bool {
	return k.Days[d].Strip.H > 0 && s.AlongUm[d] == s.AlongUm[d] && s.LateralUm[d] == s.LateralUm[d]
}

func (k Kymograph) join(c canvas, a, b point, m Mark, gap bool) {
	line := []point{a, b}
	if !gap && m == Standing {
		c.stroke(line, 1.1, Green, 0.6)
		return
	}
	for _, piece := range dashes(line, 5, 4) {
		c.stroke(piece, 1.1, m.Colour(), 0.75)
	}
}

// drawIDs writes the ids of the spines of row i above it, on two lines, as far
// as they fit without touching. What all ids begin with, up to the last digit
// that differs, is left out: b03-s007 and b03-s012 are 07 and 12.
func (k Kymograph) drawIDs(c canvas, g grid, i int) {
	free := [2]float64{float64(g.left) - 20, float64(g.left) - 20}
	top := float64(headPx + i*g.rowPx)
	s := style{size: 11, colour: dusk, anchor: 0.5}
	shared := k.sharedPrefix()
	for _, f := range k.Spines {
		um := f.meanUm()
		if !(um >= g.rows[i].lo) || um >= g.rows[i].hi && i < len(g.rows)-1 {
			continue
		}
		x, half := g.x(i, um), c.faces.width(f.ID[shared:], s)/2
		for line := range free {
			if x-half < free[line]+3 {
				continue
			}
			c.text(x, top+float64(g.idPx)-5-float64(line*idPx), f.ID[shared:], s)
			free[line] = x + half
			break
		}
	}
}

// sharedPrefix is the number of bytes with which all ids begin, less than the
// whole of any.
func (k Kymograph) sharedPrefix() int {
	if len(k.Spines) < 2 {
		return 0
	}
	n := len(k.Spines[0].ID) - 1
	for _, f := range k.Spines {
		n = min(n, len(f.ID)-1)
		for n > 0 && f.ID[:n] != k.Spines[0].ID[:n] {
			n--
		}
	}
	for n > 0 && !utf8.RuneStart(k.Spines[0].ID[n]) {
		n--
	}
	return max(n, 0)
}
