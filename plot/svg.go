package plot

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// svg gathers the elements of a drawing. Every coloured element carries its
// colour twice: as an attribute, which any reader of SVG knows, and as a class,
// by which a page may change it (see Chart.SVG).
type svg struct{ bytes.Buffer }

// sans is the reader's own sans serif.
const sans = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"

// open begins a drawing on white.
func (s *svg) open(w, h float64, label string) {
	fmt.Fprintf(s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" role="img" aria-label="%s" font-family="%s">`+"\n",
		num(w), num(h), num(w), num(h), html.EscapeString(label), sans)
	fmt.Fprintf(s, `<rect width="%s" height="%s" %s/>`+"\n", num(w), num(h), filled(White))
}

// num writes a coordinate to a hundredth of a pixel.
func num(v float64) string {
	v = math.Round(v*100) / 100
	if v == 0 {
		v = 0 // never -0
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func filled(c Colour) string { return fmt.Sprintf(`fill="%v" class="f%06X"`, c, uint32(c)) }

func stroked(c Colour, width float64) string {
	return fmt.Sprintf(`fill="none" stroke="%v" stroke-width="%s" class="s%06X"`, c, num(width), uint32(c))
}

// path draws a line through points.
func (s *svg) path(p []point, attributes string) {
	if len(p) == 0 {
		return
	}
	fmt.Fprintf(s, `<path d="%s" %s/>`+"\n", outline(p), attributes)
}

func outline(p []point) string {
	var b strings.Builder
	for i, q := range p {
		if i == 0 {
			b.WriteString("M")
		} else {
			b.WriteString("L")
		}
		b.WriteString(num(q.x) + " " + num(q.y))
	}
	return b.String()
}

// label is a piece of text; anchor is start, middle or end.
func (s *svg) label(x, y float64, text, anchor string, size float64, c Colour, more string) {
	fmt.Fprintf(s, `<text x="%s" y="%s" font-size="%s" text-anchor="%s" %s%s>%s</text>`+"\n",
		num(x), num(y), num(size), anchor, filled(c), more, html.EscapeString(text))
}

// dot draws the mark of a measured value, with a text that browsers show when
// pointed at.
func (s *svg) dot(x, y, r float64, shape Shape, c Colour, tip string) {
	attributes := filled(c)
	if shape == Hollow {
		attributes = fmt.Sprintf(`fill="%v" stroke="%v" stroke-width="1.8" class="f%06X s%06X"`, White, c, uint32(White), uint32(c))
	}
	title := ""
	if tip != "" {
		title = "<title>" + html.EscapeString(tip) + "</title>"
	}
	switch shape {
	case Diamond:
		fmt.Fprintf(s, `<path d="%sZ" %s>%s</path>`+"\n", outline(diamond(x, y, 1.3*r)), attributes, title)
	case Square:
		fmt.Fprintf(s, `<rect x="%s" y="%s" width="%s" height="%s" %s>%s</rect>`+"\n", num(x-0.9*r), num(y-0.9*r), num(1.8*r), num(1.8*r), attributes, title)
	default:
		fmt.Fprintf(s, `<circle cx="%s" cy="%s" r="%s" %s>%s</circle>`+"\n", num(x), num(y), num(r), attributes, title)
	}
}
