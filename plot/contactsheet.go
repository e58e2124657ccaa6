package plot

import (
	"fmt"
	"image"
)

// ContactSheet is frames of a film side by side, with the region and the pivot of
// every animal, to see at a glance whether they were found.
type ContactSheet struct {
	Title         string
	Width, Height int // of a frame, px
	Frames        [][]uint8
	Regions       []Region
}

// Region is where an animal hangs, px.
type Region struct {
	Name           string
	Box            image.Rectangle
	PivotX, PivotY float64
}

const (
	sheetColumns = 4
	sheetTile    = 300 // px wide
	sheetGap     = 8
	sheetHead    = 36
)

// Draw draws the sheet.
func (s ContactSheet) Draw() *image.RGBA {
	scale := float64(sheetTile) / float64(s.Width)
	tall := max(1, int(scale*float64(s.Height)))
	columns := min(sheetColumns, max(1, len(s.Frames)))
	rows := (len(s.Frames) + columns - 1) / columns
	c := newCanvas(columns*(sheetTile+sheetGap)+sheetGap, rows*(tall+sheetGap)+sheetGap+sheetHead, night)
	c.text(sheetGap, 24, s.Title, style{size: 15, colour: moon})
	for k, pix := range s.Frames {
		left, top := sheetGap+k%columns*(sheetTile+sheetGap), sheetHead+k/columns*(tall+sheetGap)
		for y := range tall {
			for x := range sheetTile {
				v := pix[min(s.Height-1, int((float64(y)+0.5)/scale))*s.Width+min(s.Width-1, int((float64(x)+0.5)/scale))]
				i := c.PixOffset(left+x, top+y)
				c.Pix[i], c.Pix[i+1], c.Pix[i+2], c.Pix[i+3] = v, v, v, 255
			}
		}
		for _, r := range s.Regions {
			at := func(x, y float64) point { return point{float64(left) + scale*x, float64(top) + scale*y} }
			a, b := at(float64(r.Box.Min.X)+2, float64(r.Box.Min.Y)+2), at(float64(r.Box.Max.X)-2, float64(r.Box.Max.Y)-2)
			c.stroke([]point{a, {b.x, a.y}, b, {a.x, b.y}, a}, 1.5, SkyBlue, 1)
			p := at(r.PivotX, r.PivotY)
			c.stroke([]point{{p.x - 6, p.y}, {p.x + 6, p.y}}, 2, Vermilion, 1)
			c.stroke([]point{{p.x, p.y - 6}, {p.x, p.y + 6}}, 2, Vermilion, 1)
			c.text(a.x+4, b.y-6, r.Name, style{size: 12, colour: Vermilion})
		}
	}
	if len(s.Frames) == 0 {
		c.text(sheetGap, sheetHead+14, fmt.Sprintf("no frame of %s", s.Title), style{size: 12, colour: moon})
	}
	return c.RGBA
}
