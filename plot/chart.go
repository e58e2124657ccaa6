package plot

import "math"

// Chart is a chart on one pair of axes. The y axis begins at 0.
type Chart struct {
	Title          string
	XLabel, YLabel string
	Percent        bool    // y values are fractions and are written in %
	YMax           float64 // 0 chooses
	XFrom, XTo     float64 // both 0 chooses
	XTicks         []Tick  // nil chooses
	Series         []Series
	Rows           []Row  // numbers below the x axis
	Empty          string // what to say when no series has a value
}

// Series is values over x. NaN in Y leaves a value out; Lo and Hi may be nil,
// or NaN where a value has no interval.
type Series struct {
	Name   string // in the legend; "" keeps it out
	Colour Colour
	Style  Style
	Shape  Shape // of the marks
	Dashed bool  // the line
	Thin   bool  // the line, and no marks
	X, Y   []float64
	Lo, Hi []float64
	Tips   []string // shown when a mark is pointed at; may be nil
}

// Style is how values are joined, and how their intervals are drawn.
type Style uint8

// The styles.
const (
	Points  Style = iota // unjoined marks with whiskers
	Joined               // marks on a line, intervals as a band
	Steps                // a line that keeps each value up to the next x and ends at the last, intervals as a band
	Between              // only the band
)

// Shape is the shape of a mark.
type Shape uint8

// The shapes.
const (
	Disc Shape = iota
	Square
	Diamond
	Hollow
)

// Row is a row of numbers below the axis, as the number still at risk.
type Row struct {
	Name string
	At   []Tick
}

// Sizes of a chart, in its own pixels. At the full width of a page of 600 px
// the small print is 14 px high.
const (
	chartW     = 500.0
	plotH      = 250.0
	chartLeft  = 78.0
	chartRight = 18.0
	titleH     = 34.0
	legendH    = 22.0
	axisH      = 48.0
	rowH       = 20.0
	chartText  = 13.0
)

// SVG returns the chart as a standalone drawing, dark on white. Elements filled
// with #RRGGBB have the class fRRGGBB, stroked ones sRRGGBB, so that a page can
// show it in other colours.
func (c Chart) SVG() []byte {
	c.check()
	s := new(svg)
	a := c.area()
	s.open(chartW, a.height, c.Title)
	s.label(12, 23, c.Title, "start", 15, ink, ` font-weight="600"`)
	c.drawLegend(s)
	c.drawAxes(s, a)
	if c.empty() {
		s.label((a.left+a.right)/2, (a.top+a.bottom)/2, c.Empty, "middle", chartText+1, pale, "")
	}
	for _, v := range c.Series {
		v.drawBand(s, a)
	}
	for _, v := range c.Series {
		v.drawLine(s, a)
	}
	for _, v := range c.Series {
		v.drawMarks(s, a)
	}
	c.drawRows(s, a)
	s.WriteString("</svg>\n")
	return s.Bytes()
}

func (c Chart) check() {
	for _, v := range c.Series {
		n := len(v.X)
		if len(v.Y) != n || v.Lo != nil && len(v.Lo) != n || len(v.Lo) != len(v.Hi) || v.Tips != nil && len(v.Tips) != n {
			panic("plot: Chart: series " + v.Name + ": slice length mismatch")
		}
	}
}

func (c Chart) empty() bool {
	for _, v := range c.Series {
		for i := range v.Y {
			if !math.IsNaN(v.Y[i]) || v.Lo != nil && !math.IsNaN(v.Lo[i]) {
				return false
			}
		}
	}
	return true
}

// yTicks is how many steps the y axis has at most.
const yTicks = 5

// area maps values to places in the drawing.
type area struct {
	left, right, top, bottom, height float64
	x0, x1, y0, y1                   float64 // values at the ends of the axes; y begins at 0 where none is below
}

func (a area) x(v float64) float64 { return a.left + (v-a.x0)/(a.x1-a.x0)*(a.right-a.left) }
func (a area) y(v float64) float64 {
	return a.bottom - (math.Min(v, a.y1)-a.y0)/(a.y1-a.y0)*(a.bottom-a.top)
}

func (c Chart) area() area {
	a := area{left: chartLeft, right: chartW - chartRight, x0: c.XFrom, x1: c.XTo, y1: c.YMax}
	a.top = titleH + legendH*float64(len(c.legendRows())) + 8
	a.bottom = a.top + plotH
	a.height = a.bottom + axisH + rowH*float64(len(c.Rows))
	if len(c.Rows) > 0 {
		a.height += 4
	}
	x0, x1, y0, y1 := math.Inf(1), math.Inf(-1), 0.0, 0.0
	for _, v := range c.Series {
		for i, x := range v.X {
			x0, x1 = math.Min(x0, x), math.Max(x1, x)
			for _, y := range [][]float64{v.Y, v.Lo, v.Hi} {
				if y != nil && !math.IsNaN(y[i]) {
					y0, y1 = math.Min(y0, y[i]), math.Max(y1, y[i])
				}
			}
		}
	}
	if a.x0 == 0 && a.x1 == 0 {
		a.x0, a.x1 = x0, x1
	}
	if !(a.x1 > a.x0) || math.IsInf(a.x1-a.x0, 0) {
		mid := a.x0
		if math.IsInf(mid, 0) || math.IsNaN(mid) {
			mid = 0.5
		}
		a.x0, a.x1 = mid-0.5, mid+0.5
	}
	if y1 = max(y1, a.y1); y0 == y1 {
		y1 = 1
	}
	most := a.y1
	for step := 0.0; ; { // an end rounded outwards may ask for a larger step
		larger := roundUp((y1 - y0) / yTicks)
		if larger <= step {
			return a
		}
		step = larger
		y0, y1 = -step*math.Ceil(-y0/step-1e-9), step*math.Ceil(y1/step-1e-9)
		if a.y0, a.y1 = y0, y1; most != 0 {
			a.y1 = most
		}
	}
}
