package plot

import (
	"fmt"
	"math"
)

// Estimation is an estimation plot (Gardner & Altman 1986, doi
// 10.1136/bmj.292.6522.746): every animal of every group as a point, the mean of
// the group beside it, and on axes of their own the effects with their intervals.
type Estimation struct {
	Title  string
	YLabel string // of the measure, with its unit
	Groups []Sample
	Chance float64 // a value to compare with, NaN for none
	Scales []Scale
	Empty  string // what to say when no group has a value
}

// Scale is an axis of effects of one kind. An odds ratio and a difference have
// nothing in common that could be drawn on one.
type Scale struct {
	Label   string // with its unit
	Null    float64
	Margin  [2]float64 // what counts as no difference, both NaN for none
	Log     bool       // effects are ratios, on a logarithmic axis; all must be above 0
	Effects []Effect
}

// Sample is one group: a point an animal.
type Sample struct {
	Name   string
	Colour Colour
	Values []float64
	Tips   []string // shown when a point is pointed at; may be nil
	Mean   float64
}

// Effect is an estimate with its interval.
type Effect struct {
	Name          string
	Colour        Colour
	Value, Lo, Hi float64
}

// Sizes of an estimation plot, in its own pixels.
const (
	groupsH  = 210.0
	effectH  = 26.0
	effectsY = 44.0
	nameW    = 132.0
)

// SVG returns the plot as a standalone drawing, coloured as Chart.SVG says.
func (e Estimation) SVG() []byte {
	for _, g := range e.Groups {
		if g.Tips != nil && len(g.Tips) != len(g.Values) {
			panic("plot: Estimation: group " + g.Name + ": slice length mismatch")
		}
	}
	s := new(svg)
	top := titleH + 10
	bottom := top + groupsH
	height := bottom + 46
	for _, one := range e.Scales {
		height += one.height()
	}
	s.open(chartW, height, e.Title)
	s.label(12, 23, e.Title, "start", 15, ink, ` font-weight="600"`)
	e.drawGroups(s, top, bottom)
	y := bottom + 46
	for _, one := range e.Scales {
		one.draw(s, y)
		y += one.height()
	}
	s.WriteString("</svg>\n")
	return s.Bytes()
}

func (e Estimation) drawGroups(s *svg, top, bottom float64) {
	ext := newExtent()
	n := 0
	for _, g := range e.Groups {
		ext.add(g.Values...)
		n += len(g.Values)
	}
	ext.add(e.Chance)
	if n == 0 {
		s.label(chartW/2, (top+bottom)/2, e.Empty, "middle", chartText+1, pale, "")
		return
	}
	a := ext.axis(bottom, top)
	for _, t := range labels(a.ticks(5), false) {
		y := a.at(t.At)
		s.path([]point{{chartLeft, y}, {chartW - chartRight, y}}, stroked(rule, 1))
		s.label(chartLeft-8, y+4.5, t.Label, "end", chartText, ink, "")
	}
	mid := (top + bottom) / 2
	s.label(16, mid, e.YLabel, "middle", chartText, pale, fmt.Sprintf(` transform="rotate(-90 16 %s)"`, num(mid)))
	if !math.IsNaN(e.Chance) {
		y := a.at(e.Chance)
		s.path([]point{{chartLeft, y}, {chartW - chartRight, y}}, stroked(pale, 1.3)+` stroke-dasharray="6 4"`)
		s.label(chartW-chartRight, y-5, "chance", "end", 12, pale, "")
	}
	wide := (chartW - chartRight - chartLeft) / float64(len(e.Groups))
	for i, g := range e.Groups {
		x := chartLeft + wide*(float64(i)+0.5)
		g.draw(s, a, x, wide)
		s.label(x, bottom+19, g.Name, "middle", chartText, ink, "")
		s.label(x, bottom+36, fmt.Sprintf("n = %d", len(g.Values)), "middle", 12, pale, "")
	}
}

// draw sets the points of a group side by side where they would cover each other,
// and its mean as a line across.
func (g Sample) draw(s *svg, a axis, x, wide float64) {
	const r = 4.5
	reach := math.Min(wide*0.36, 46)
	if !math.IsNaN(g.Mean) {
		y := a.at(g.Mean)
		s.path([]point{{x - reach - 6, y}, {x + reach + 6, y}}, stroked(ink, 2))
	}
	for i, dx := range swarm(g.Values, a, 2*r+1, reach) {
		tip := ""
		if g.Tips != nil {
			tip = g.Tips[i]
		}
		s.dot(x+dx, a.at(g.Values[i]), r, Disc, g.Colour, tip)
	}
}

// swarm returns how far from the middle each value is drawn so that no two points
// of a width cover each other; beyond reach they do.
func swarm(values []float64, a axis, width, reach float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		for step := 0; ; step++ {
			dx := float64((step+1)/2) * width / 2
			if step%2 == 1 {
				dx = -dx
			}
			if math.Abs(dx) > reach {
				out[i] = math.Mod(float64(i)*width/3, 2*reach) - reach
				break
			}
			free := true
			for j := range i {
				free = free && math.Hypot(out[j]-dx, a.at(values[j])-a.at(v)) >= width-1
			}
			if free {
				out[i] = dx
				break
			}
		}
	}
	return out
}

func (e Scale) height() float64 { return effectsY + effectH*float64(len(e.Effects)) + 22 }

func (e Scale) draw(s *svg, top float64) {
	to := func(v float64) float64 { return v }
	if e.Log {
		to = math.Log10
	}
	ext := newExtent()
	ext.add(to(e.Null), to(e.Margin[0]), to(e.Margin[1]))
	for _, v := range e.Effects {
		ext.add(to(v.Value), to(v.Lo), to(v.Hi))
	}
	left, bottom := chartLeft+nameW/2, top+effectH*float64(len(e.Effects))+6
	a := ext.axis(left, chartW-chartRight)
	if !math.IsNaN(e.Margin[0]) && !math.IsNaN(e.Margin[1]) {
		x0, x1 := a.at(to(e.Margin[0])), a.at(to(e.Margin[1]))
		fmt.Fprintf(s, `<rect x="%s" y="%s" width="%s" height="%s" fill-opacity="0.16" %s/>`+"\n", num(x0), num(top-4), num(x1-x0), num(bottom-top+4), filled(Grey))
	}
	x := a.at(to(e.Null))
	s.path([]point{{x, top - 4}, {x, bottom}}, stroked(pale, 1.3)+` stroke-dasharray="6 4"`)
	s.path([]point{{left, bottom}, {chartW - chartRight, bottom}}, stroked(ink, 1.2))
	for _, t := range e.ticks(a) {
		s.path([]point{{a.at(t.At), bottom}, {a.at(t.At), bottom + 5}}, stroked(ink, 1.2))
		s.label(a.at(t.At), bottom+19, t.Label, "middle", chartText, ink, "")
	}
	s.label((left+chartW-chartRight)/2, bottom+38, e.Label, "middle", chartText, pale, "")
	for i, v := range e.Effects {
		y := top + effectH*(float64(i)+0.5)
		s.label(left-10, y+4.5, v.Name, "end", 12, ink, "")
		if !math.IsNaN(v.Lo) && !math.IsNaN(v.Hi) {
			s.path([]point{{a.at(to(v.Lo)), y}, {a.at(to(v.Hi)), y}}, stroked(v.Colour, 2.4))
		}
		if !math.IsNaN(v.Value) {
			s.dot(a.at(to(v.Value)), y, 5, Diamond, v.Colour, fmt.Sprintf("%s: %.3g [%.3g, %.3g]", v.Name, v.Value, v.Lo, v.Hi))
		}
	}
}

func (e Scale) ticks(a axis) []Tick {
	if !e.Log {
		return labels(a.ticks(5), false)
	}
	out := a.ticks(5)
	all := make([]Tick, len(out))
	for i, v := range out {
		all[i] = Tick{v, fmt.Sprintf("%.2g", math.Pow(10, v))}
	}
	return all
}
