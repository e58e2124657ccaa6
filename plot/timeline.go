package plot

import (
	"fmt"
	"math"
)

// Timeline is the design of a study: a line an arm, with what was done to it, and
// below them the sessions. Times are hours from time zero. The axis is stretched
// around time zero, where things happen within hours, by a signed square root.
type Timeline struct {
	Title    string
	Arms     []ArmLine
	Sessions []SessionLine
}

// ArmLine is one arm.
type ArmLine struct {
	Name  string
	Spans []SpanMark
}

// SpanMark is something done from one time to another, or at a moment.
type SpanMark struct {
	Name     string
	From, To float64 // hours; equal for a moment
	Colour   Colour
}

// SessionLine is one kind of session with the hours at which it took place.
type SessionLine struct {
	Name  string
	Hours []float64
}

const (
	timelineW = 760.0
	lineH     = 26.0
	lineLeft  = 150.0
)

// SVG returns the timeline as a standalone drawing, coloured as Chart.SVG says.
func (t Timeline) SVG() []byte {
	s := new(svg)
	marks := t.legend()
	top := titleH + 24*float64((len(marks)+3)/4) + 12
	middle := top + lineH*float64(len(t.Arms)) + 10
	bottom := middle + lineH*float64(len(t.Sessions))
	s.open(timelineW, bottom+44, t.Title)
	s.label(12, 23, t.Title, "start", 15, ink, ` font-weight="600"`)
	for i, m := range marks {
		x, y := 12+184*float64(i%4), titleH+24*float64(i/4)+8
		fmt.Fprintf(s, `<rect x="%s" y="%s" width="14" height="12" rx="2" %s/>`+"\n", num(x), num(y-6), filled(m.Colour))
		s.label(x+20, y+4.5, m.Name, "start", 12, ink, "")
	}
	a := t.axis()
	t.drawTime(s, a, top, bottom)
	for i, arm := range t.Arms {
		arm.draw(s, a, top+lineH*(float64(i)+0.5))
	}
	for i, k := range t.Sessions {
		y := middle + lineH*(float64(i)+0.5)
		s.label(lineLeft-12, y+4.5, k.Name, "end", 12, pale, "")
		for _, h := range k.Hours {
			s.dot(a.at(root(h)), y, 4, Hollow, pale, k.Name+" at "+hours(h))
		}
	}
	s.WriteString("</svg>\n")
	return s.Bytes()
}

// legend is every kind of mark once, in order of appearance.
func (t Timeline) legend() []SpanMark {
	var out []SpanMark
	seen := map[string]bool{}
	for _, arm := range t.Arms {
		for _, m := range arm.Spans {
			if !seen[m.Name] {
				seen[m.Name] = true
				out = append(out, m)
			}
		}
	}
	return out
}

func (t Timeline) axis() axis {
	ext := newExtent()
	ext.add(0)
	for _, arm := range t.Arms {
		for _, m := range arm.Spans {
			ext.add(root(m.From), root(m.To))
		}
	}
	for _, k := range t.Sessions {
		for _, h := range k.Hours {
			ext.add(root(h))
		}
	}
	return ext.axis(lineLeft, timelineW-24)
}

// root stretches the time around zero.
func root(h float64) float64 { return math.Copysign(math.Sqrt(math.Abs(h)), h) }

// hours writes a time from time zero.
func hours(h float64) string {
	if math.Abs(h) >= 48 && math.Mod(h, 24) == 0 {
		return fmt.Sprintf("%g d", h/24)
	}
	return fmt.Sprintf("%g h", h)
}

func (t Timeline) drawTime(s *svg, a axis, top, bottom float64) {
	free := math.Inf(-1)
	for _, h := range []float64{-28 * 24, -21 * 24, -14 * 24, -10 * 24, -7 * 24, -4 * 24, -48, -24, -12, -3, 0, 3, 12, 24, 48, 96, 7 * 24, 10 * 24, 14 * 24, 21 * 24, 28 * 24} {
		x := a.at(root(h))
		if root(h) < a.v0 || root(h) > a.v1 {
			continue
		}
		line := rule
		if h == 0 {
			line = pale
		}
		s.path([]point{{x, top}, {x, bottom}}, stroked(line, 1))
		if x-20 > free || h == 0 {
			s.label(x, bottom+18, hours(h), "middle", 12, ink, "")
			free = x + 20
		}
	}
	s.label((lineLeft+timelineW-24)/2, bottom+37, "from time zero", "middle", 12, pale, "")
}

func (l ArmLine) draw(s *svg, a axis, y float64) {
	s.label(lineLeft-12, y+4.5, l.Name, "end", chartText, ink, "")
	s.path([]point{{lineLeft, y}, {timelineW - 24, y}}, stroked(rule, 1.2))
	for _, m := range l.Spans {
		x0, x1 := a.at(root(m.From)), a.at(root(m.To))
		if x1-x0 < 6 {
			s.dot(x0, y, 6, Diamond, m.Colour, m.Name+" at "+hours(m.From))
			continue
		}
		fmt.Fprintf(s, `<rect x="%s" y="%s" width="%s" height="12" rx="3" %s><title>%s from %s to %s</title></rect>`+"\n",
			num(x0), num(y-6), num(x1-x0), filled(m.Colour), m.Name, hours(m.From), hours(m.To))
	}
}
