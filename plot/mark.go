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
	Standing        // present, as when last judged, or first session: a green ring
	Formed          // present, absent when last judged: filled blue
	Eliminated      // absent, present when last judged: a vermilion cross
	Unjudged        // cannot be judged: a dotted grey ring
)

func (m Mark) String() string {
	return [...]string{"none", "present", "formed since the last session", "eliminated since the last session", "cannot be judged"}[m]
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

// mark draws a mark of radius r around (x, y), with a dark rim that keeps it
// visible on a bright dendrite. A filopodium is a diamond where a spine is a
// circle.
func (c canvas) mark(x, y, r float64, m Mark, filopodium bool) {
	outline := circle(x, y, r)
	if filopodium {
		outline = diamond(x, y, 1.35*r)
	}
	w := r * 0.32
	col := m.Colour()
	switch m {
	case Standing:
		c.stroke(closed(outline), w+2, Black, 0.55)
		c.stroke(closed(outline), w, col, 1)
	case Formed:
		c.stroke(closed(outline), w+2, Black, 0.55)
		c.fill(col, 0.6, outline)
		c.stroke(closed(outline), w, col, 1)
	case Eliminated:
		d := r * 0.95
		for _, s := range [][]point{{{x - d, y - d}, {x + d, y + d}}, {{x - d, y + d}, {x + d, y - d}}} {
			c.stroke(s, w+2.5, Black, 0.55)
		}
		for _, s := range [][]point{{{x - d, y - d}, {x + d, y + d}}, {{x - d, y + d}, {x + d, y - d}}} {
			c.stroke(s, w+0.5, col, 1)
		}
		if filopodium {
			c.stroke(closed(outline), 1, col, 1)
		}
	case Unjudged:
		for _, s := range dashes(closed(outline), r*0.5, r*0.45) {
			c.stroke(s, w+1, Black, 0.4)
			c.stroke(s, w*0.8, 0xBDBDBD, 1)
		}
	}
}
