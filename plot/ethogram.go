package plot

import (
	"cmp"
	"fmt"
	"slices"
)

// Ethogram is what animals did over a test, a line an animal, and below each line
// moments, such as those of its transients. Times are seconds.
type Ethogram struct {
	Title   string
	Seconds float64 // length of the test
	From    float64 // where scoring begins, marked by a dashed line
	State   string  // the one that is drawn, such as immobile
	Mark    string  // what the moments below the lines are; "" is transient
	Begins  string  // at From, in words; "" is scored from here
	Lines   []Animal
}

// Animal is the line of one animal.
type Animal struct {
	Name       string
	Bouts      [][2]float64 // of the state drawn
	Transients []float64    // nil where none were looked for
}

// SVG returns the ethogram as a standalone drawing, coloured as Chart.SVG says.
func (e Ethogram) SVG() []byte {
	const left, line, letterW = 110.0, 24.0, 7.0 // letterW is of 12 px, generously
	s := new(svg)
	top := titleH + 30
	bottom := top + line*float64(len(e.Lines))
	s.open(timelineW, bottom+44, e.Title)
	s.label(12, 23, e.Title, "start", 15, ink, ` font-weight="600"`)
	fmt.Fprintf(s, `<rect x="12" y="%s" width="14" height="10" %s/>`+"\n", num(titleH+4), filled(SkyBlue))
	s.label(32, titleH+13, e.State, "start", 12, ink, "")
	if slices.ContainsFunc(e.Lines, func(l Animal) bool { return l.Transients != nil }) {
		mark := max(160, 44+letterW*float64(len(e.State)))
		s.path([]point{{mark, titleH + 4}, {mark, titleH + 14}}, stroked(Vermilion, 1.4))
		s.label(mark+10, titleH+13, cmp.Or(e.Mark, "transient"), "start", 12, ink, "")
	}
	a := axis{0, e.Seconds, left, timelineW - 20}
	for _, t := range labels(ticks(0, e.Seconds, 8), false) {
		s.path([]point{{a.at(t.At), bottom}, {a.at(t.At), bottom + 5}}, stroked(ink, 1.2))
		s.label(a.at(t.At), bottom+19, t.Label, "middle", 12, ink, "")
	}
	s.path([]point{{left, bottom}, {timelineW - 20, bottom}}, stroked(ink, 1.2))
	s.label((left+timelineW-20)/2, bottom+37, "s from the start of the test", "middle", 12, pale, "")
	if e.From > 0 {
		s.path([]point{{a.at(e.From), top - 4}, {a.at(e.From), bottom}}, stroked(pale, 1.3)+` stroke-dasharray="6 4"`)
		s.label(a.at(e.From)+4, top-8, cmp.Or(e.Begins, "scored from here"), "start", 12, pale, "")
	}
	for i, l := range e.Lines {
		y := top + line*float64(i)
		s.label(left-8, y+13, l.Name, "end", 12, ink, "")
		for _, b := range l.Bouts {
			fmt.Fprintf(s, `<rect x="%s" y="%s" width="%s" height="9" %s/>`+"\n", num(a.at(b[0])), num(y+3), num(a.at(b[1])-a.at(b[0])), filled(SkyBlue))
		}
		for _, t := range l.Transients {
			s.path([]point{{a.at(t), y + 13}, {a.at(t), y + 20}}, stroked(Vermilion, 1.4))
		}
	}
	s.WriteString("</svg>\n")
	return s.Bytes()
}
