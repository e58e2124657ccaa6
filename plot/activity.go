package plot

import "fmt"

// Activity is when each cell of a movie became active, a line a cell, and in which
// stretches more of them did so together than chance makes. Times are seconds.
type Activity struct {
	Title   string
	Seconds float64
	Onsets  [][]float64  // of each cell
	Events  [][2]float64 // from, to
	Unused  [][2]float64 // stretches in which nothing was seen
	Empty   string       // what to say when there is no cell
}

// SVG returns the raster as a standalone drawing, coloured as Chart.SVG says.
func (a Activity) SVG() []byte {
	const left, least, most = 60.0, 160.0, 640.0
	s := new(svg)
	top := titleH + 10
	line := min(12.0, most/max(1, float64(len(a.Onsets))))
	bottom := top + max(least, line*float64(len(a.Onsets)))
	s.open(timelineW, bottom+44, a.Title)
	s.label(12, 23, a.Title, "start", 15, ink, ` font-weight="600"`)
	x := axis{0, max(a.Seconds, 1e-9), left, timelineW - 20}
	band := func(spans [][2]float64, c Colour, opacity, least float64) {
		for _, e := range spans {
			fmt.Fprintf(s, `<rect x="%s" y="%s" width="%s" height="%s" fill-opacity="%g" %s/>`+"\n",
				num(x.at(e[0])), num(top), num(max(least, x.at(e[1])-x.at(e[0]))), num(bottom-top), opacity, filled(c))
		}
	}
	band(a.Unused, Grey, 0.35, 0.5)
	band(a.Events, Vermilion, 0.3, 2)
	for _, t := range labels(ticks(0, a.Seconds, 8), false) {
		s.path([]point{{x.at(t.At), bottom}, {x.at(t.At), bottom + 5}}, stroked(ink, 1.2))
		s.label(x.at(t.At), bottom+19, t.Label, "middle", 12, ink, "")
	}
	s.path([]point{{left, bottom}, {timelineW - 20, bottom}}, stroked(ink, 1.2))
	s.label((left+timelineW-20)/2, bottom+37, "s from the start of the movie; shaded: more cells together than chance makes", "middle", 12, pale, "")
	s.label(left-10, top+10, "cells", "end", 12, ink, "")
	s.label(left-10, top+26, fmt.Sprint(len(a.Onsets)), "end", 12, pale, "")
	if len(a.Onsets) == 0 {
		s.label((left+timelineW-20)/2, (top+bottom)/2, a.Empty, "middle", chartText+1, pale, "")
	}
	for i, onsets := range a.Onsets {
		y := top + line*float64(i)
		for _, at := range onsets {
			s.path([]point{{x.at(at), y + 0.1*line}, {x.at(at), y + 0.9*line}}, stroked(Blue, 1.2))
		}
	}
	s.WriteString("</svg>\n")
	return s.Bytes()
}
