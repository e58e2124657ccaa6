package plot

import "fmt"

// Raster is when synchronous events took place in movies, a line a movie; the
// height of a stroke is the share of cells that took part. Times are seconds.
type Raster struct {
	Title   string
	Seconds float64
	Lines   []Movie
}

// Movie is the line of one movie.
type Movie struct {
	Name  string
	At    []float64
	Share []float64
}

// SVG returns the raster as a standalone drawing, coloured as Chart.SVG says.
func (r Raster) SVG() []byte {
	const left, line = 150.0, 26.0
	s := new(svg)
	top := titleH + 10
	bottom := top + line*float64(len(r.Lines))
	s.open(timelineW, bottom+44, r.Title)
	s.label(12, 23, r.Title, "start", 15, ink, ` font-weight="600"`)
	a := axis{0, r.Seconds, left, timelineW - 20}
	for _, t := range labels(ticks(0, r.Seconds, 8), false) {
		s.path([]point{{a.at(t.At), bottom}, {a.at(t.At), bottom + 5}}, stroked(ink, 1.2))
		s.label(a.at(t.At), bottom+19, t.Label, "middle", 12, ink, "")
	}
	s.label((left+timelineW-20)/2, bottom+37, "s from the start of the movie; a stroke of full height is all cells", "middle", 12, pale, "")
	for i, m := range r.Lines {
		if len(m.At) != len(m.Share) {
			panic("plot: Raster: movie " + m.Name + ": slice length mismatch")
		}
		base := top + line*float64(i+1)
		s.label(left-8, base-7, fmt.Sprintf("%s (%d)", m.Name, len(m.At)), "end", 12, ink, "")
		s.path([]point{{left, base}, {timelineW - 20, base}}, stroked(rule, 1))
		for k, at := range m.At {
			s.path([]point{{a.at(at), base}, {a.at(at), base - (line-4)*min(1, m.Share[k])}}, stroked(Blue, 1.3))
		}
	}
	s.WriteString("</svg>\n")
	return s.Bytes()
}
