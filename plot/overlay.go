package plot

import (
	"image"
	"math"

	"respine/img"
)

// Overlay is one session: its projection, the dendrites followed, and a mark at
// the tip of every spine. Coordinates are micrometres; the centre of pixel
// (y, x) of Image lies at (y*PixelYUm, x*PixelXUm).
type Overlay struct {
	Title              string // of the session: its name and day
	Image              img.Image
	PixelYUm, PixelXUm float64
	Branches           []Line
	Spines             []Spine
	IDs                bool // write the id beside every mark where there is room
	Scale              int  // picture pixels per image pixel along x; 0 chooses
}

// Line is a dendrite seen from above.
type Line struct {
	Label  string
	X, Y   []float64
	Colour Colour // 0 (black) chooses from the palette
}

// Spine is one spine in one session. Its id, if written, stands by preference
// beyond the tip as seen from the base.
type Spine struct {
	ID           string
	X, Y         float64 // tip
	BaseX, BaseY float64
	Mark         Mark
	Filopodium   bool
}

// Sizes of a picture, in pixels.
const (
	overlayPx  = 1500 // small images are enlarged to about this
	maxScale   = 4
	leastWidth = 560  // so that title and legend fit
	fullWidth  = 1200 // a page shows wider pictures smaller, so text and marks grow with them
	headPx     = 44
	pad        = 12
	markPx     = 6.5
)

// Draw returns the picture: the title above the image, legend and scale bar
// below it. It panics when the pixel size is not positive.
func (o Overlay) Draw() *image.RGBA {
	if !(o.PixelXUm > 0) || !(o.PixelYUm > 0) {
		panic("plot: Overlay needs the pixel size")
	}
	v := o.view()
	key := o.legend(v.unit)
	low := headPx*v.unit + float64(v.h) + pad*v.unit // top of the legend
	inner := float64(v.width) - 2*pad*v.unit
	rows := key.rows(newFaces(), inner, inner-key.barSpace())
	c := newCanvas(v.width, int(low+float64(rows)*key.rowPx()+pad*v.unit), night)
	title := style{size: 19 * v.unit, bold: true, colour: moon}
	c.text(pad*v.unit, 29*v.unit, c.faces.fit(o.Title, inner, title), title)
	v.paint(c, o.Image)
	inside := c.sub(v.box())
	for i, b := range o.Branches {
		inside.stroke(v.line(b), 1.6*v.unit, o.colour(i), 0.8)
	}
	for _, s := range o.Spines {
		inside.mark(v.x(s.X), v.y(s.Y), markPx*v.unit, s.Mark, s.Filopodium)
	}
	labels := o.labelBranches(c, v)
	if o.IDs {
		o.writeIDs(inside, v, labels)
	}
	key.draw(c, pad*v.unit, low, inner, inner-key.barSpace())
	key.scaleBar(c, float64(v.width)-pad*v.unit, low, v.perUm)
	return c.RGBA
}

// colour is the colour of branch i: ten that differ from one another and from
// those of the marks, then again.
func (o Overlay) colour(i int) Colour {
	if c := o.Branches[i].Colour; c != 0 {
		return c
	}
	return [...]Colour{Orange, Purple, Yellow, 0x8F7CFF, 0xA5D64C, 0xF7F7F7, 0xFF5FA2, 0xB08A5B, 0x4FE3D0, 0xFFC4B0}[i%10]
}

// frame says where the image lies in the picture.
type frame struct {
	unit         float64 // text and marks are this many times their usual size
	width        int     // of the picture
	left, top    int     // of the image in it
	w, h         int     // of the image, enlarged
	perUm        float64
	halfX, halfY float64 // half an image pixel, in micrometres
}

// view enlarges the image by a whole number along x, and along y so that a
// micrometre is as long both ways.
func (o Overlay) view() frame {
	scale := o.Scale
	if scale <= 0 {
		size := max(o.Image.W, o.Image.H, 1)
		scale = min(max((overlayPx+size-1)/size, 1), maxScale)
	}
	perUm := float64(scale) / o.PixelXUm
	v := frame{w: scale * o.Image.W, perUm: perUm, halfX: o.PixelXUm / 2, halfY: o.PixelYUm / 2}
	v.h = int(math.Round(float64(o.Image.H) * o.PixelYUm * perUm))
	v.width = max(v.w, leastWidth)
	v.unit = math.Max(1, float64(v.width)/fullWidth)
	v.left, v.top = (v.width-v.w)/2, int(headPx*v.unit)
	return v
}

func (v frame) x(um float64) float64 { return float64(v.left) + (um+v.halfX)*v.perUm }
func (v frame) y(um float64) float64 { return float64(v.top) + (um+v.halfY)*v.perUm }

func (v frame) box() image.Rectangle {
	return image.Rect(v.left, v.top, v.left+v.w, v.top+v.h)
}

func (v frame) line(b Line) []point {
	if len(b.X) != len(b.Y) {
		panic("plot: a line needs as many x as y")
	}
	p := make([]point, len(b.X))
	for i := range p {
		p[i] = point{v.x(b.X[i]), v.y(b.Y[i])}
	}
	return p
}

// paint draws the image itself.
func (v frame) paint(c canvas, m img.Image) {
	if m.H == 0 || m.W == 0 {
		return
	}
	win := windowOf(m)
	img.Enlarge(m, v.h, v.w, func(y int, row []float32) {
		pix := c.Pix[c.PixOffset(v.left, v.top+y):][:4*v.w]
		for x, p := range row {
			g := win.grey(float64(p))
			pix[4*x], pix[4*x+1], pix[4*x+2], pix[4*x+3] = g, g, g, 255
		}
	})
}

// sub is the part of a canvas within a rectangle; places keep their numbers.
func (c canvas) sub(r image.Rectangle) canvas {
	return canvas{RGBA: c.SubImage(r).(*image.RGBA), faces: c.faces}
}

// writeIDs writes the ids of the spines drawn, off the marks, the lines and the
// labels of branches.
func (o Overlay) writeIDs(c canvas, v frame, labels []box) {
	n := names{style: style{size: 11 * v.unit, colour: moon, halo: true}, taken: labels}
	for _, b := range o.Branches {
		for _, p := range v.line(b) {
			n.keepOff(p, 2*v.unit)
		}
	}
	for _, s := range o.Spines {
		if s.Mark != None {
			n.keepOff(point{v.x(s.X), v.y(s.Y)}, s.Mark.reach()*markPx*v.unit)
		}
	}
	edge := v.box()
	for _, s := range o.Spines {
		if s.Mark == None {
			continue
		}
		at := point{v.x(s.X), v.y(s.Y)}
		n.write(c, boxOf(edge), at, s.Mark.reach()*markPx*v.unit, point{s.X - s.BaseX, s.Y - s.BaseY}, s.ID)
	}
}
