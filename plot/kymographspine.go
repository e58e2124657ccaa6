package plot

import "slices"

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

// writeIDs writes the ids of the spines of row i, each once: beside its mark in
// the first session it is present in that has room, by preference away from the
// shaft.
func (k Kymograph) writeIDs(c canvas, g grid, i int) {
	left := make([]Followed, 0, len(k.Spines))
	for _, s := range k.Spines {
		if g.holds(i, s) {
			left = append(left, s)
		}
	}
	for d := range k.Days {
		n := names{style: style{size: 11, colour: moon, halo: true}}
		at := func(s Followed) point { return point{g.x(i, s.AlongUm[d]), g.y(i, d, s.LateralUm[d])} }
		for _, s := range k.Spines {
			if m := Marks(s.Seen)[d]; m != None && k.drawn(s, d) {
				n.keepOff(at(s), m.reach()*markPx)
			}
		}
		left = slices.DeleteFunc(left, func(s Followed) bool {
			return s.Seen[d] == Present && k.drawn(s, d) &&
				n.write(c, boxOf(g.box(i, d)), at(s), Marks(s.Seen)[d].reach()*markPx, point{0, s.LateralUm[d]}, s.ID)
		})
	}
}
