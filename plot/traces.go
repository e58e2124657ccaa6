package plot

import (
	"fmt"
	"math"
)

// Traces is courses over time, panel under panel on one time axis, with bouts of a
// state and moments of events below them. Missing values break a line.
type Traces struct {
	Title  string
	XLabel string
	Panels []Panel
	State  string       // whose bouts are drawn
	Bouts  [][2]float64 // in units of x; nil leaves the strip out
	Event  string       // whose moments are drawn
	Events []float64
	Marked []float64 // places with a line through all panels
}

// Panel is one pair of axes, scaled to what is drawn in it.
type Panel struct {
	YLabel  string
	Percent bool // values are fractions and are written in %
	Lines   []Course
}

// Course is one line, or with Lo and Hi a band with or without one.
type Course struct {
	Name   string // in the legend; "" keeps it out
	Colour Colour
	Thin   bool
	X, Y   []float64 // Y nil for a band alone
	Lo, Hi []float64
	Light  float64 // opacity of the band, 0 chooses
	Beyond bool    // a band that does not scale the axis, and is cut off where it leaves it
}

const (
	panelH    = 150.0
	panelGap  = 26.0
	traceLeft = 78.0
	stripH    = 34.0
)

// SVG returns the drawing, coloured as Chart.SVG says. Long courses are drawn by the
// lowest and highest value of each half pixel, so that no peak is lost.
func (t Traces) SVG() []byte {
	s := new(svg)
	top := titleH + 22
	bottom := top + float64(len(t.Panels))*(panelH+panelGap) - panelGap
	height := bottom + 48
	if t.Bouts != nil || t.Events != nil {
		height += stripH
	}
	s.open(timelineW, height, t.Title)
	s.label(12, 23, t.Title, "start", 15, ink, ` font-weight="600"`)
	from, to := t.extent()
	x := axis{from, to, traceLeft, timelineW - 20}
	for i, p := range t.Panels {
		p.draw(s, x, top+float64(i)*(panelH+panelGap), t.Marked)
	}
	if t.Bouts != nil || t.Events != nil {
		t.strip(s, x, bottom+8)
		bottom += stripH
	}
	for _, k := range labels(ticks(from, to, 8), false) {
		s.path([]point{{x.at(k.At), bottom}, {x.at(k.At), bottom + 5}}, stroked(ink, 1.2))
		s.label(x.at(k.At), bottom+19, k.Label, "middle", 12, ink, "")
	}
	s.path([]point{{traceLeft, bottom}, {timelineW - 20, bottom}}, stroked(ink, 1.2))
	s.label((traceLeft+timelineW-20)/2, bottom+38, t.XLabel, "middle", 12, pale, "")
	s.WriteString("</svg>\n")
	return s.Bytes()
}

func (t Traces) extent() (from, to float64) {
	from, to = math.Inf(1), math.Inf(-1)
	for _, p := range t.Panels {
		for _, c := range p.Lines {
			for _, v := range c.X {
				if !math.IsNaN(v) {
					from, to = math.Min(from, v), math.Max(to, v)
				}
			}
		}
	}
	if !(to > from) {
		return 0, 1
	}
	return from, to
}

// strip draws bouts as bars and events as strokes.
func (t Traces) strip(s *svg, x axis, y float64) {
	s.label(traceLeft-8, y+9, t.State, "end", 11, pale, "")
	for _, b := range t.Bouts {
		from, to := math.Max(b[0], x.v0), math.Min(b[1], x.v1)
		if to > from {
			fmt.Fprintf(s, `<rect x="%s" y="%s" width="%s" height="10" %s/>`+"\n", num(x.at(from)), num(y), num(x.at(to)-x.at(from)), filled(SkyBlue))
		}
	}
	s.label(traceLeft-8, y+23, t.Event, "end", 11, pale, "")
	for _, e := range t.Events {
		if e >= x.v0 && e <= x.v1 {
			s.path([]point{{x.at(e), y + 13}, {x.at(e), y + 22}}, stroked(Vermilion, 1.2))
		}
	}
}

// draw draws a panel with its left axis and its legend above it.
func (p Panel) draw(s *svg, x axis, top float64, marked []float64) {
	low, high := p.extent()
	y := axis{low, high, top + panelH, top}
	for _, k := range labels(ticks(low, high, 5), p.Percent) {
		s.path([]point{{traceLeft - 5, y.at(k.At)}, {traceLeft, y.at(k.At)}}, stroked(ink, 1.2))
		s.label(traceLeft-8, y.at(k.At)+4, k.Label, "end", 11, ink, "")
	}
	s.path([]point{{traceLeft, top}, {traceLeft, top + panelH}}, stroked(ink, 1.2))
	s.label(16, top+panelH/2, p.YLabel, "middle", 12, pale, fmt.Sprintf(` transform="rotate(-90 16 %s)"`, num(top+panelH/2)))
	if low < 0 && high > 0 {
		s.path([]point{{traceLeft, y.at(0)}, {timelineW - 20, y.at(0)}}, stroked(Grey, 0.8))
	}
	for _, m := range marked {
		s.path([]point{{x.at(m), top}, {x.at(m), top + panelH}}, stroked(Grey, 1)+` stroke-dasharray="5 4"`)
	}
	at := traceLeft + 6
	for _, c := range p.Lines {
		c.draw(s, x, y)
		if c.Name != "" {
			c.swatch(s, at, top)
			s.label(at+19, top-4, c.Name, "start", 11, ink, "")
			at += 34 + 6.2*float64(len([]rune(c.Name)))
		}
	}
}

// swatch shows in the legend what is drawn: a line as thick as it is, a band as light.
func (c Course) swatch(s *svg, at, top float64) {
	switch {
	case c.Lo != nil && c.Y == nil:
		fmt.Fprintf(s, `<rect x="%s" y="%s" width="14" height="10" fill-opacity="%s" %s/>`+"\n", num(at), num(top-12), num(c.light()), filled(c.Colour))
	case c.Thin:
		fmt.Fprintf(s, `<rect x="%s" y="%s" width="14" height="1.5" %s/>`+"\n", num(at), num(top-8), filled(c.Colour))
	default:
		fmt.Fprintf(s, `<rect x="%s" y="%s" width="14" height="4" %s/>`+"\n", num(at), num(top-9), filled(c.Colour))
	}
}

// light is the opacity of the band.
func (c Course) light() float64 {
	if c.Light == 0 {
		return 0.25
	}
	return c.Light
}

// within is the value nearest to v on the axis.
func (a axis) within(v float64) float64 { return math.Min(math.Max(v, a.v0), a.v1) }

func (p Panel) extent() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, c := range p.Lines {
		scaled := [][]float64{c.Y, c.Lo, c.Hi}
		if c.Beyond {
			scaled = scaled[:1]
		}
		for _, x := range scaled {
			for _, v := range x {
				if !math.IsNaN(v) && !math.IsInf(v, 0) {
					low, high = math.Min(low, v), math.Max(high, v)
				}
			}
		}
	}
	if !(high > low) {
		return 0, 1
	}
	room := 0.04 * (high - low)
	return low - room, high + room
}

func (c Course) draw(s *svg, x, y axis) {
	if c.Lo != nil {
		var edge, back []point
		for i, v := range c.X {
			if !math.IsNaN(c.Lo[i]) && !math.IsNaN(c.Hi[i]) {
				edge, back = append(edge, point{x.at(v), y.at(y.within(c.Hi[i]))}), append(back, point{x.at(v), y.at(y.within(c.Lo[i]))})
			}
		}
		for i := len(back) - 1; i >= 0; i-- {
			edge = append(edge, back[i])
		}
		if len(edge) > 0 {
			fmt.Fprintf(s, `<path d="%sZ" fill-opacity="%s" %s/>`+"\n", outline(edge), num(c.light()), filled(c.Colour))
		}
	}
	width := 1.6
	if c.Thin {
		width = 0.8
	}
	for _, part := range c.parts(x, y) {
		s.path(part, stroked(c.Colour, width))
	}
}

// parts are the unbroken pieces of a line; where more than two values fall into half
// a pixel the lowest and the highest stand for them.
func (c Course) parts(x, y axis) [][]point {
	var out [][]point
	var part []point
	flush := func() {
		if len(part) > 1 {
			out = append(out, part)
		}
		part = nil
	}
	for i := 0; i < len(c.Y); {
		if math.IsNaN(c.Y[i]) || math.IsNaN(c.X[i]) {
			flush()
			i++
			continue
		}
		at := x.at(c.X[i])
		low, high, j := i, i, i
		for ; j < len(c.Y) && !math.IsNaN(c.Y[j]) && x.at(c.X[j]) < at+0.5; j++ {
			if c.Y[j] < c.Y[low] {
				low = j
			}
			if c.Y[j] > c.Y[high] {
				high = j
			}
		}
		first, second := min(low, high), max(low, high)
		part = append(part, point{x.at(c.X[first]), y.at(c.Y[first])})
		if second != first {
			part = append(part, point{x.at(c.X[second]), y.at(c.Y[second])})
		}
		i = max(j, i+1)
	}
	flush()
	return out
}
