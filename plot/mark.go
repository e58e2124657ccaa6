package plot

// Seen is what one session says about a place where a spine stood at least
// once. The numbers are those of turnover.State, so that plot.Seen(s) converts.
type Seen uint8

// What a session can say.
const (
	NotJudgeable Seen = iota
	Absent
	Present
)

// Mark is what is drawn at such a place in one session.
type Mark uint8

// The marks.
const (
	None       Mark = iota
	Standing        // present, as when last judged, or never judged before: a green ring
	Formed          // present, absent when last judged: a double blue ring
	Eliminated      // absent, present when last judged: four vermilion strokes of a cross
	Unjudged        // cannot be judged: a dotted grey ring
)

func (m Mark) String() string {
	return [...]string{"none", "present", "new since last judged", "lost since last judged", "cannot be judged"}[m]
}

// Colour is the colour of a mark.
func (m Mark) Colour() Colour {
	return [...]Colour{Black, Green, SkyBlue, Vermilion, Grey}[m]
}

// Marks returns the mark of one place in every session. A session that cannot
// be judged does not end the memory of the one before it.
func Marks(seen []Seen) []Mark {
	out := make([]Mark, len(seen))
	last := NotJudgeable
	for i, s := range seen {
		switch {
		case s == NotJudgeable:
			out[i] = Unjudged
			continue
		case s == Present && last == Absent:
			out[i] = Formed
		case s == Present:
			out[i] = Standing
		case last == Present:
			out[i] = Eliminated
		}
		last = s
	}
	return out
}

// reach is how far a mark extends, over its radius.
func (m Mark) reach() float64 {
	if m == Formed {
		return doubleRing + 0.2
	}
	return 1.2
}

// doubleRing is the radius of the outer ring of what is new, over that of the
// inner one, which is everybody's.
const doubleRing = 1.5

// mark draws a mark of radius r around (x, y), with a dark rim that keeps it
// visible on a bright dendrite. Its middle stays open, so that the pixels it
// speaks of can be seen. A filopodium is a diamond where a spine is a circle.
func (c canvas) mark(x, y, r float64, m Mark, filopodium bool) {
	outline := func(r float64) []point {
		if filopodium {
			return closed(diamond(x, y, 1.35*r))
		}
		return closed(circle(x, y, r))
	}
	var lines [][]point
	w, col := r*0.3, m.Colour()
	switch m {
	case Standing:
		lines = [][]point{outline(r)}
	case Formed:
		lines = [][]point{outline(r), outline(doubleRing * r)}
		w *= 0.8
	case Eliminated:
		for _, d := range []point{{1, 1}, {1, -1}, {-1, 1}, {-1, -1}} {
			lines = append(lines, []point{{x + 0.45*r*d.x, y + 0.45*r*d.y}, {x + 1.1*r*d.x, y + 1.1*r*d.y}})
		}
		if filopodium {
			lines = append(lines, outline(r))
		}
	case Unjudged:
		lines, col = dashes(outline(r), r*0.5, r*0.45), 0xBDBDBD
		w *= 0.8
	}
	for _, s := range lines {
		c.stroke(s, w+1.6, Black, 0.5)
	}
	for _, s := range lines {
		c.stroke(s, w, col, 1)
	}
}
