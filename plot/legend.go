package plot

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// legend names the marks in a picture, one after another, in as many lines as
// they need.
type legend struct {
	unit    float64 // times the usual size
	entries []legendEntry
}

// legendEntry is a mark and what it is called; without mark, words alone.
type legendEntry struct {
	kind markKind
	text string
}

type markKind struct {
	mark       Mark
	filopodium bool
}

func (l legend) rowPx() float64    { return 26 * l.unit }
func (l legend) barSpace() float64 { return 255 * l.unit } // for the scale bar at the right
func (l legend) style() style      { return style{size: 15 * l.unit, colour: moon} }

// tally counts marks by session, spines apart from filopodia; -1 where a
// session shows nothing to count in.
type tally struct {
	days  int
	count map[markKind][]int
}

func newTally(days int) tally { return tally{days, map[markKind][]int{}} }

func (t tally) add(day int, m Mark, filopodium bool) {
	k := markKind{m, filopodium}
	if m == None {
		return
	}
	if t.count[k] == nil {
		t.count[k] = make([]int, t.days)
	}
	t.count[k][day]++
}

// without notes that a session shows nothing to count in.
func (t tally) without(day int) {
	for _, n := range t.count {
		n[day] = -1
	}
}

// legend lists the marks in use, with how many there are in every session.
func (t tally) legend(unit float64) legend {
	l := legend{unit: unit}
	if t.days > 1 && len(t.count) > 0 {
		l.entries = append(l.entries, legendEntry{text: "Counted session by session:"})
	}
	for _, filopodium := range []bool{false, true} {
		for _, m := range []Mark{Standing, Formed, Eliminated, Unjudged} {
			k := markKind{m, filopodium}
			if n := t.count[k]; n != nil {
				l.entries = append(l.entries, legendEntry{k, fmt.Sprintf("%s %s", k, joined(n))})
			}
		}
	}
	return l
}

// String names a mark; only filopodia are named as what they are.
func (k markKind) String() string {
	if k.filopodium {
		return "filopodium, " + k.mark.String()
	}
	return k.mark.String()
}

func joined(n []int) string {
	s := make([]string, len(n))
	for i, v := range n {
		s[i] = "–"
		if v >= 0 {
			s[i] = strconv.Itoa(v)
		}
	}
	return "(" + strings.Join(s, " · ") + ")"
}

func (o Overlay) legend(unit float64) legend {
	t := newTally(1)
	for _, s := range o.Spines {
		t.add(0, s.Mark, s.Filopodium)
	}
	return t.legend(unit)
}

// lead is the room of an entry's mark, in usual pixels.
func (e legendEntry) lead() float64 {
	if e.kind.mark == None {
		return 0
	}
	return 26
}

// places returns where each entry begins within a width, of which the first
// line leaves some for the scale bar.
func (l legend) places(f faces, width, first float64) []point {
	var at []point
	x, y := 0.0, 0.0
	for _, e := range l.entries {
		w := (20+e.lead())*l.unit + f.width(e.text, l.style())
		if x > 0 && (x+w > width || y == 0 && x+w > first) {
			x, y = 0, y+l.rowPx()
		}
		at = append(at, point{x, y})
		x += w
	}
	return at
}

// rows is how many lines a legend takes within a width.
func (l legend) rows(f faces, width, first float64) int {
	at := l.places(f, width, first)
	if len(at) == 0 {
		return 1
	}
	return 1 + int(math.Round(at[len(at)-1].y/l.rowPx()))
}

func (l legend) draw(c canvas, x, y, width, first float64) {
	for i, p := range l.places(c.faces, width, first) {
		e, mid := l.entries[i], y+p.y+l.rowPx()/2
		c.mark(x+p.x+11*l.unit, mid, markPx*l.unit, e.kind.mark, e.kind.filopodium)
		c.text(x+p.x+e.lead()*l.unit, mid+5*l.unit, e.text, l.style())
	}
}

// barPx is the greatest length of a scale bar.
const barPx = 170

// scaleBar draws a bar of a round length that ends at right, its length before
// it.
func (l legend) scaleBar(c canvas, right, top, perUm float64) {
	um := roundDown(barPx * l.unit / perUm)
	y, s := top+l.rowPx()/2, l.style()
	c.rect(right-um*perUm, y-2.5*l.unit, right, y+2.5*l.unit, White, 1)
	s.anchor = 1
	c.text(right-um*perUm-8*l.unit, y+5*l.unit, strconv.FormatFloat(um, 'g', -1, 64)+" µm", s)
}

// roundDown returns the largest of 1, 2, 5 times a power of ten that is not
// above v, which must be positive.
func roundDown(v float64) float64 {
	e := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{5, 2} {
		if m*e <= v*(1+1e-9) {
			return m * e
		}
	}
	return e
}
