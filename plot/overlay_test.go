package plot

import (
	"image"
	"math"
	"testing"

	"respine/img"
)

// field is a dim image with a bright line across and two blobs beside it.
func field(h, w int) img.Image {
	m := img.NewImage(h, w)
	for y := range h {
		for x := range w {
			m.Pix[y*w+x] = float32(10 + (x*7+y*13)%11)
			m.Pix[y*w+x] += 200 * float32(math.Exp(-math.Pow(float64(y-h/2), 2)/6))
			for _, b := range []point{{float64(w) / 4, float64(h)/2 - 8}, {float64(w) * 0.6, float64(h)/2 + 9}} {
				m.Pix[y*w+x] += 150 * float32(math.Exp(-(math.Pow(float64(x)-b.x, 2)+math.Pow(float64(y)-b.y, 2))/8))
			}
		}
	}
	return m
}

func sampleOverlay() Overlay {
	return Overlay{
		Title: "field 3 · day 4", Image: field(60, 160), PixelYUm: 0.2, PixelXUm: 0.1,
		Branches: []Line{{Label: "7", X: []float64{0.5, 6, 15.5}, Y: []float64{6, 6, 6}}},
		Spines: []Spine{
			{ID: "a", X: 4, Y: 4.4, BaseX: 4, BaseY: 5.5, Mark: Standing},
			{ID: "b", X: 9.6, Y: 7.8, BaseX: 9.6, BaseY: 6.5, Mark: Formed},
			{ID: "c", X: 12, Y: 7.8, BaseX: 12, BaseY: 6.5, Mark: Eliminated},
			{ID: "d", X: 7, Y: 4.2, BaseX: 7, BaseY: 5.5, Mark: Unjudged},
			{ID: "e", X: 13.5, Y: 3.5, BaseX: 13.5, BaseY: 5.5, Mark: Standing, Filopodium: true},
			{ID: "hidden", X: 2, Y: 9, Mark: None},
		},
	}
}

func TestOverlayGolden(t *testing.T) {
	o := sampleOverlay()
	golden(t, "overlay", o.Draw())
	o.IDs = true
	golden(t, "overlay_ids", o.Draw())
}

// Place of (x, y) micrometres by the definition: pixel centres at whole
// multiples of the pixel size, four picture pixels to 0.1 um, 44 above.
func TestOverlayMarksStandWhereTheSpinesAre(t *testing.T) {
	o := sampleOverlay()
	m := o.Draw()
	at := func(xUm, yUm float64) image.Point {
		return image.Pt(int((xUm+0.05)*40), 44+int((yUm+0.1)*40))
	}
	near := func(p image.Point, c Colour, reach int) bool {
		for y := p.Y - reach; y <= p.Y+reach; y++ {
			for x := p.X - reach; x <= p.X+reach; x++ {
				if shadeDistance(m.At(x, y), c) < 40 {
					return true
				}
			}
		}
		return false
	}
	if m.Bounds().Dx() != 640 {
		t.Fatalf("160 pixels drawn %d wide", m.Bounds().Dx())
	}
	for _, s := range o.Spines {
		p := at(s.X, s.Y)
		inside, around := near(p, s.Mark.Colour(), 1), near(p, s.Mark.Colour(), 11)
		switch s.Mark {
		case None:
			if near(p, Green, 12) || near(p, SkyBlue, 12) {
				t.Errorf("%s is drawn", s.ID)
			}
		case Eliminated:
			if !near(p, s.Mark.Colour(), 5) || inside {
				t.Errorf("%s: no open cross at %v", s.ID, p)
			}
		case Standing, Formed:
			if !around || inside {
				t.Errorf("%s: ring %v, filled %v at %v", s.ID, around, inside, p)
			}
		}
	}
	line := at(10, 6)
	if c := m.RGBAAt(line.X, line.Y); int(c.R) < int(c.B)+100 {
		t.Errorf("no orange centreline at %v: %v", line, c)
	}
}

// The bar is as long as its label says.
func TestScaleBarLength(t *testing.T) {
	o := sampleOverlay() // 40 px per um: 170 px hold 4.25 um, so 2 um
	m := o.Draw()
	y := 44 + 12*40 + 12 + 13
	run := 0
	for x := range m.Bounds().Dx() {
		if shadeDistance(m.At(x, y), White) == 0 {
			run++
		}
	}
	if run != 80 {
		t.Errorf("bar of %d px for 2 um", run)
	}
}

func TestOverlayOfAnySize(t *testing.T) {
	for _, c := range []struct{ h, w, scale, wide int }{{64, 64, 4, 560}, {1024, 1024, 2, 2048}, {10, 2000, 1, 2000}, {400, 500, 3, 1500}} {
		o := Overlay{Image: img.NewImage(c.h, c.w), PixelYUm: 0.1, PixelXUm: 0.1}
		if v := o.view(); v.w != c.w*c.scale || v.h != c.h*c.scale || v.width != c.wide {
			t.Errorf("%d x %d: %+v", c.h, c.w, v)
		}
	}
	Overlay{PixelYUm: 1, PixelXUm: 1}.Draw() // nothing to see is no crime
	defer func() {
		if recover() == nil {
			t.Error("no panic without a pixel size")
		}
	}()
	Overlay{}.Draw()
}

func TestOverlayLeavesItsInputsAlone(t *testing.T) {
	o, same := sampleOverlay(), sampleOverlay()
	o.Draw()
	for i, v := range o.Image.Pix {
		if v != same.Image.Pix[i] {
			t.Fatal("the image was changed")
		}
	}
	if o.Branches[0].X[2] != 15.5 || o.Spines[1] != same.Spines[1] {
		t.Error("the spines were changed")
	}
}

// Up to ten branches have colours of their own, none of them a mark's.
func TestBranchColoursDoNotRepeat(t *testing.T) {
	o := Overlay{Branches: make([]Line, 11)}
	var all []Colour
	for i := range 10 {
		all = append(all, o.colour(i))
	}
	for _, m := range []Mark{Standing, Formed, Eliminated, Unjudged} {
		all = append(all, m.Colour())
	}
	for i, a := range all {
		for _, b := range all[:i] {
			if d := shadeDistance(a, b); d < 30 {
				t.Errorf("%v and %v differ by %d", a, b, d)
			}
		}
	}
	if o.colour(10) != o.colour(0) {
		t.Error("the eleventh branch has no colour")
	}
}
