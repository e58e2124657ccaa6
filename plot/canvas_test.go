package plot

import (
	"image"
	"math"
	"testing"
)

func TestFillIsAUnion(t *testing.T) {
	c := newCanvas(30, 30, Black)
	clockwise := []point{{5, 5}, {5, 20}, {20, 20}, {20, 5}}
	c.fill(White, 0.5, clockwise, []point{{10, 10}, {25, 10}, {25, 25}, {10, 25}})
	for _, p := range []image.Point{{6, 6}, {15, 15}, {22, 22}} {
		if g := c.RGBAAt(p.X, p.Y).R; g < 126 || g > 129 {
			t.Errorf("shade %d at %v, want half of white once", g, p)
		}
	}
	if g := c.RGBAAt(22, 7).R; g != 0 {
		t.Errorf("shade %d outside", g)
	}
}

// A stroke covers its length times its width, and its two round ends.
func TestStrokeArea(t *testing.T) {
	c := newCanvas(200, 60, Black)
	c.stroke([]point{{20, 30.5}, {170, 30.5}}, 8, White, 1)
	sum := 0.0
	for _, v := range c.Pix {
		sum += float64(v) / 255
	}
	sum = (sum - 200*60) / 3 // opacity, and three colours
	want := 150*8 + math.Pi*16
	if math.Abs(sum-want) > 0.01*want { // the ends are polygons
		t.Errorf("covers %.0f pixels, want %.0f", sum, want)
	}
}

func TestDashesKeepTheirRhythm(t *testing.T) {
	line := []point{{0, 0}, {7, 0}, {7, 13}, {40, 13}} // 53 long
	pieces := dashes(line, 5, 4)
	total := 0.0
	for _, p := range pieces {
		l := 0.0
		for i := 1; i < len(p); i++ {
			l += math.Hypot(p[i].x-p[i-1].x, p[i].y-p[i-1].y)
		}
		if l > 5+1e-9 {
			t.Errorf("a dash of %g", l)
		}
		total += l
	}
	if len(pieces) != 6 || math.Abs(total-30) > 1e-9 { // 0-5, 9-14, ... 45-50
		t.Errorf("%d dashes, %g in all", len(pieces), total)
	}
	if dashes(nil, 5, 4) != nil {
		t.Error("dashes of nothing")
	}
}

func TestDrawingOutsideIsClipped(t *testing.T) {
	c := newCanvas(10, 10, Black)
	in := c.sub(image.Rect(2, 2, 6, 6))
	in.stroke([]point{{-50, 4}, {50, 4}}, 2, White, 1)
	in.mark(1000, 1000, 5, Standing, false)
	in.fill(White, 1, []point{{math.NaN(), 1}, {2, math.NaN()}})
	if c.RGBAAt(1, 4).R != 0 || c.RGBAAt(6, 4).R != 0 || c.RGBAAt(3, 4).R != 255 || c.RGBAAt(3, 8).R != 0 {
		t.Error("a part of the canvas was drawn beyond")
	}
}
