package plot

import (
	"fmt"
	"math"
)

// drawAxes draws grid, axes, ticks and their labels.
func (c Chart) drawAxes(s *svg, a area) {
	for _, t := range labels(ticks(a.y0, a.y1, yTicks), c.Percent) {
		y := a.y(t.At)
		s.path([]point{{a.left, y}, {a.right, y}}, stroked(rule, 1))
		s.label(a.left-8, y+4.5, t.Label, "end", chartText, ink, "")
	}
	x := c.XTicks
	if x == nil {
		x = labels(ticks(a.x0, a.x1, 8), false)
	}
	s.path([]point{{a.left, a.bottom}, {a.right, a.bottom}}, stroked(ink, 1.2))
	if a.y0 < 0 {
		s.path([]point{{a.left, a.y(0)}, {a.right, a.y(0)}}, stroked(pale, 1))
	}
	for _, t := range x {
		s.path([]point{{a.x(t.At), a.bottom}, {a.x(t.At), a.bottom + 5}}, stroked(ink, 1.2))
	}
	s.spread(a, x, a.bottom+19, chartText)
	s.label((a.left+a.right)/2, a.bottom+39, c.XLabel, "middle", chartText, pale, "")
	mid := (a.top + a.bottom) / 2
	s.label(16, mid, c.YLabel, "middle", chartText, pale, fmt.Sprintf(` transform="rotate(-90 16 %s)"`, num(mid)))
}

// drawRows writes numbers below the axis, each under its place.
func (c Chart) drawRows(s *svg, a area) {
	for i, r := range c.Rows {
		y := a.bottom + axisH + rowH*float64(i) + 10
		s.label(6, y, r.Name, "start", 12, pale, "")
		s.spread(a, r.At, y, 12)
	}
}

// spread writes labels below their places, leaving out those that would touch
// the one before.
func (s *svg) spread(a area, at []Tick, y, size float64) {
	f, free := newFaces(), math.Inf(-1)
	for _, t := range at {
		half := 1.15 * f.width(t.Label, style{size: size}) / 2
		if x := a.x(t.At); x-half > free {
			s.label(x, y, t.Label, "middle", size, ink, "")
			free = x + half + 3
		}
	}
}

// legendRows lays the names of the series out in rows, as numbers of series.
func (c Chart) legendRows() [][]int {
	var rows [][]int
	f := newFaces()
	x := math.Inf(1)
	for i, v := range c.Series {
		if v.Name == "" {
			continue
		}
		w := legendWidth(f, v.Name)
		if x+w > chartW-12 {
			rows, x = append(rows, nil), 12
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], i)
		x += w
	}
	return rows
}

func legendWidth(f faces, name string) float64 {
	return 52 + 1.15*f.width(name, style{size: chartText}) // other fonts are wider
}

func (c Chart) drawLegend(s *svg) {
	f := newFaces()
	for r, row := range c.legendRows() {
		x, y := 12.0, titleH+legendH*float64(r)+8
		for _, i := range row {
			v := c.Series[i]
			switch {
			case v.Style == Between || v.Lo != nil && v.Style != Points:
				fmt.Fprintf(s, `<rect x="%s" y="%s" width="24" height="12" fill-opacity="0.22" %s/>`+"\n", num(x), num(y-6), filled(v.Colour))
			}
			if v.Style == Joined || v.Style == Steps {
				s.path([]point{{x, y}, {x + 24, y}}, v.line())
			}
			if v.Style == Points || v.Style == Joined && !v.Thin {
				s.dot(x+12, y, 4.5, v.Shape, v.Colour, "")
			}
			s.label(x+31, y+4.5, v.Name, "start", chartText, ink, "")
			x += legendWidth(f, v.Name)
		}
	}
}

func (v Series) line() string {
	width, dash := 2.2, ""
	if v.Thin {
		width = 1.3
	}
	if v.Dashed {
		dash = ` stroke-dasharray="6 4"`
	}
	return stroked(v.Colour, width) + ` stroke-linejoin="round"` + dash
}

// drawBand fills between Lo and Hi, wherever both have a value.
func (v Series) drawBand(s *svg, a area) {
	if v.Lo == nil || v.Style == Points {
		return
	}
	for _, r := range v.runs(func(i int) bool { return !math.IsNaN(v.Lo[i]) && !math.IsNaN(v.Hi[i]) }) {
		up, down := v.trace(a, v.Hi, r), v.trace(a, v.Lo, r)
		for i := len(down) - 1; i >= 0; i-- {
			up = append(up, down[i])
		}
		fmt.Fprintf(s, `<path d="%sZ" fill-opacity="0.22" %s/>`+"\n", outline(up), filled(v.Colour))
	}
}

func (v Series) drawLine(s *svg, a area) {
	if v.Style != Joined && v.Style != Steps {
		return
	}
	for _, r := range v.runs(func(i int) bool { return !math.IsNaN(v.Y[i]) }) {
		s.path(v.trace(a, v.Y, r), v.line())
	}
}

// runs returns the stretches [from, to) of values for which ok holds.
func (v Series) runs(ok func(i int) bool) [][2]int {
	var out [][2]int
	for i := 0; i < len(v.X); i++ {
		from := i
		for i < len(v.X) && ok(i) {
			i++
		}
		if i > from {
			out = append(out, [2]int{from, i})
		}
	}
	return out
}

// trace is the line through a stretch of values. A step keeps its value up to
// the next x; the last one ends where it was seen.
func (v Series) trace(a area, y []float64, run [2]int) []point {
	var out []point
	for i := run[0]; i < run[1]; i++ {
		out = append(out, point{a.x(v.X[i]), a.y(y[i])})
		if v.Style == Steps && i+1 < run[1] {
			out = append(out, point{a.x(v.X[i+1]), a.y(y[i])})
		}
	}
	return out
}

// drawMarks draws the values themselves, and whiskers.
func (v Series) drawMarks(s *svg, a area) {
	if v.Style == Between || v.Style == Steps || v.Thin {
		return
	}
	for i, x := range v.X {
		if math.IsNaN(v.Y[i]) {
			continue
		}
		px := a.x(x)
		if v.Style == Points && v.Lo != nil && !math.IsNaN(v.Lo[i]) && !math.IsNaN(v.Hi[i]) {
			lo, hi := a.y(v.Lo[i]), a.y(v.Hi[i])
			s.path([]point{{px, lo}, {px, hi}}, stroked(v.Colour, 1.8))
			for _, y := range []float64{lo, hi} {
				s.path([]point{{px - 4, y}, {px + 4, y}}, stroked(v.Colour, 1.8))
			}
		}
		tip := ""
		if v.Tips != nil {
			tip = v.Tips[i]
		}
		s.dot(px, a.y(v.Y[i]), 4.5, v.Shape, v.Colour, tip)
	}
}
