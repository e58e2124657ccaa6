package plot

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// PDF turns a drawing made by this package (Chart.SVG and its like) into a PDF of
// one page of the size of the drawing, a pixel a point, for papers that want one.
// Lines and text stay lines and text; the font is Helvetica, which every reader of
// PDF has. It is an error to give it an SVG of another program.
func PDF(drawing []byte) ([]byte, error) {
	p := pdf{faded: map[string]string{}}
	d := xml.NewDecoder(bytes.NewReader(drawing))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("plot: PDF: %w", err)
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := p.element(d, start); err != nil {
				return nil, fmt.Errorf("plot: PDF: %s: %w", start.Name.Local, err)
			}
		}
	}
	if p.h == 0 {
		return nil, errors.New("plot: PDF: no drawing")
	}
	return p.file(), nil
}

// pdf gathers the content of a page. PDF counts y upwards, so the content begins
// with a turn of the axes.
type pdf struct {
	w, h    float64
	content bytes.Buffer
	faded   map[string]string // opacities, by the name of their graphics state
	names   []string
}

// attributes of an element, by name.
type attributes map[string]string

func attributesOf(e xml.StartElement) attributes {
	out := attributes{}
	for _, a := range e.Attr {
		out[a.Name.Local] = a.Value
	}
	return out
}

// number returns an attribute as a number, 0 where it is absent.
func (a attributes) number(name string) (float64, error) {
	if a[name] == "" {
		return 0, nil
	}
	return strconv.ParseFloat(a[name], 64)
}

// numbers returns several.
func (a attributes) numbers(names ...string) ([]float64, error) {
	out := make([]float64, len(names))
	for i, n := range names {
		v, err := a.number(n)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

func (p *pdf) element(d *xml.Decoder, e xml.StartElement) error {
	a := attributesOf(e)
	switch e.Name.Local {
	case "svg":
		v, err := a.numbers("width", "height")
		if err != nil {
			return err
		}
		p.w, p.h = v[0], v[1]
		fmt.Fprintf(&p.content, "1 0 0 -1 0 %s cm\n", num(p.h))
	case "rect":
		v, err := a.numbers("x", "y", "width", "height")
		if err != nil {
			return err
		}
		return p.painted(a, fmt.Sprintf("%s %s %s %s re\n", num(v[0]), num(v[1]), num(v[2]), num(v[3])))
	case "circle":
		v, err := a.numbers("cx", "cy", "r")
		if err != nil {
			return err
		}
		return p.painted(a, round(v[0], v[1], v[2]))
	case "path":
		return p.painted(a, lines(a["d"]))
	case "text":
		return p.text(d, a)
	case "title": // of a mark, shown when it is pointed at
		return d.Skip()
	default:
		return errors.New("this package draws no such thing")
	}
	return nil
}

// lines turns "M1 2L3 4Z" into the words of PDF.
func lines(d string) string {
	r := strings.NewReplacer("M", "\x00m ", "L", "\x00l ", "Z", "\x00h")
	var b strings.Builder
	for _, part := range strings.Split(r.Replace(d), "\x00") {
		if part == "" {
			continue
		}
		word, at, _ := strings.Cut(part, " ")
		b.WriteString(strings.TrimSpace(at + " " + word))
		b.WriteString("\n")
	}
	return b.String()
}

// round is a circle of four Bézier arcs, true to a thousandth of its radius.
func round(x, y, r float64) string {
	const k = 0.5522847498
	c := k * r
	return fmt.Sprintf("%s %s m\n%s %s %s %s %s %s c\n%s %s %s %s %s %s c\n%s %s %s %s %s %s c\n%s %s %s %s %s %s c\nh\n",
		num(x+r), num(y),
		num(x+r), num(y+c), num(x+c), num(y+r), num(x), num(y+r),
		num(x-c), num(y+r), num(x-r), num(y+c), num(x-r), num(y),
		num(x-r), num(y-c), num(x-c), num(y-r), num(x), num(y-r),
		num(x+c), num(y-r), num(x+r), num(y-c), num(x+r), num(y))
}

// painted writes a path with its colours.
func (p *pdf) painted(a attributes, path string) error {
	fill, stroke := a["fill"], a["stroke"]
	p.content.WriteString("q\n")
	if o := a["fill-opacity"]; o != "" {
		if p.faded[o] == "" {
			p.faded[o] = fmt.Sprintf("G%d", len(p.names))
			p.names = append(p.names, o)
		}
		fmt.Fprintf(&p.content, "/%s gs\n", p.faded[o])
	}
	paint := "n"
	if fill != "" && fill != "none" {
		c, err := rgb(fill)
		if err != nil {
			return err
		}
		p.content.WriteString(c + " rg\n")
		paint = "f"
	}
	if stroke != "" {
		c, err := rgb(stroke)
		if err != nil {
			return err
		}
		fmt.Fprintf(&p.content, "%s RG\n%s w\n", c, a["stroke-width"])
		if dash := a["stroke-dasharray"]; dash != "" {
			fmt.Fprintf(&p.content, "[%s] 0 d\n", dash)
		}
		if paint == "f" {
			paint = "B"
		} else {
			paint = "S"
		}
	}
	p.content.WriteString(path + paint + "\nQ\n")
	return nil
}

// rgb turns #RRGGBB into three shares.
func rgb(colour string) (string, error) {
	v, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		return "", err
	}
	share := func(shift uint) string { return strconv.FormatFloat(float64(v>>shift&255)/255, 'f', 3, 64) }
	return share(16) + " " + share(8) + " " + share(0), nil
}

func (p *pdf) text(d *xml.Decoder, a attributes) error {
	var words string
	if err := d.DecodeElement(&words, &xml.StartElement{Name: xml.Name{Local: "text"}}); err != nil {
		return err
	}
	v, err := a.numbers("x", "y", "font-size")
	if err != nil {
		return err
	}
	c, err := rgb(a["fill"])
	if err != nil {
		return err
	}
	code := winAnsi(words)
	font, back := "F1", 0.0
	if a["font-weight"] == "600" {
		font = "F2"
	}
	switch a["text-anchor"] {
	case "middle":
		back = helvetica(code) * v[2] / 2000
	case "end":
		back = helvetica(code) * v[2] / 1000
	}
	turn := "1 0 0 -1"
	x, y := v[0]-back, v[1]
	if strings.HasPrefix(a["transform"], "rotate(-90 ") {
		turn, x, y = "0 -1 -1 0", v[0], v[1]+back
	}
	fmt.Fprintf(&p.content, "BT\n%s rg\n/%s %s Tf\n%s %s %s Tm\n(%s) Tj\nET\n", c, font, num(v[2]), turn, num(x), num(y), escaped(code))
	return nil
}

func escaped(code []byte) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(string(code))
}

// file puts the page into a file with its fonts. It has no date and no name of a
// machine, so the same drawing gives the same bytes.
func (p *pdf) file() []byte {
	var states strings.Builder
	for i, o := range p.names {
		fmt.Fprintf(&states, "/G%d << /ca %s >> ", i, o)
	}
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s %s] /Contents 6 0 R /Resources << /Font << /F1 4 0 R /F2 5 0 R >> /ExtGState << %s>> >> >>", num(p.w), num(p.h), states.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", p.content.Len(), p.content.String()),
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, v := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", v)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}
