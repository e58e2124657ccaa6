package plot

import (
	"image"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// faces makes the two weights of the Go font at any size.
type faces struct {
	regular, bold *opentype.Font
	made          map[faceKey]font.Face
}

type faceKey struct {
	size float64
	bold bool
}

func newFaces() faces {
	return faces{mustFont(goregular.TTF), mustFont(gobold.TTF), map[faceKey]font.Face{}}
}

func mustFont(ttf []byte) *opentype.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic("plot: the font that comes with the program: " + err.Error())
	}
	return f
}

// style is how a piece of text looks. The zero anchor sets it to the right of
// its place; 0.5 centres it, 1 sets it to the left.
type style struct {
	size   float64 // pixels
	bold   bool
	colour Colour
	anchor float64
	halo   bool // a dark rim, for text on pixels
}

func (f faces) of(s style) font.Face {
	k := faceKey{s.size, s.bold}
	if face, ok := f.made[k]; ok {
		return face
	}
	from := f.regular
	if s.bold {
		from = f.bold
	}
	face, err := opentype.NewFace(from, &opentype.FaceOptions{Size: s.size, DPI: 72})
	if err != nil {
		panic("plot: the font that comes with the program: " + err.Error())
	}
	f.made[k] = face
	return face
}

// width returns how wide a text is, in pixels.
func (f faces) width(text string, s style) float64 {
	return float64(font.MeasureString(f.of(s), text)) / 64
}

// text writes on the base line y, beginning, centred or ending at x.
func (c canvas) text(x, y float64, text string, s style) {
	d := font.Drawer{Dst: c.RGBA, Face: c.faces.of(s)}
	x -= s.anchor * c.faces.width(text, s)
	at := func(dx, dy float64, col Colour, opacity float64) {
		d.Src = image.NewUniform(faded(col, opacity))
		d.Dot = fixed.Point26_6{X: fixed.Int26_6((x + dx) * 64), Y: fixed.Int26_6((y + dy) * 64)}
		d.DrawString(text)
	}
	if s.halo {
		for _, o := range []point{{-1.2, 0}, {1.2, 0}, {0, -1.2}, {0, 1.2}, {-1, -1}, {1, 1}, {-1, 1}, {1, -1}} {
			at(o.x, o.y, Black, 0.6)
		}
	}
	at(0, 0, s.colour, 1)
}

// fit shortens a text to a width, ending it in an ellipsis.
func (f faces) fit(text string, width float64, s style) string {
	if f.width(text, s) <= width {
		return text
	}
	r := []rune(text)
	for n := len(r) - 1; n > 0; n-- {
		if short := string(r[:n]) + "…"; f.width(short, s) <= width {
			return short
		}
	}
	return "…"
}
