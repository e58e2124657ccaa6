package plot

import (
	"encoding/xml"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
)

func sampleChart() Chart {
	nan := math.NaN()
	return Chart{
		Title: "Survival of <all> & new spines", XLabel: "days", YLabel: "still present", Percent: true, YMax: 1,
		Series: []Series{
			{Name: "all", Colour: Blue, Style: Steps, X: []float64{0, 4, 8}, Y: []float64{1, 0.8, 0.7},
				Lo: []float64{nan, 0.7, 0.6}, Hi: []float64{nan, 0.86, 0.8}},
			{Name: "new", Colour: Vermilion, X: []float64{4, 8}, Y: []float64{1, 0.5},
				Lo: []float64{0.9, 0.3}, Hi: []float64{1, 0.7}, Tips: []string{"", "3 of 6"}},
			{Name: "chance, by a name so long that it needs a line of its own", Colour: Grey, Style: Joined, Dashed: true, Thin: true,
				X: []float64{0, 4, 8}, Y: []float64{0.2, nan, 0.3}},
		},
		Rows: []Row{{Name: "judged", At: []Tick{{0, "120"}, {4, "118"}, {8, "90"}}}},
	}
}

func TestChartGolden(t *testing.T) { goldenText(t, "chart.svg", sampleChart().SVG()) }

// element is what a test needs to know of an SVG element.
type element struct {
	name string
	attr map[string]string
}

func (e element) num(t *testing.T, name string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(e.attr[name], 64)
	if err != nil {
		t.Fatalf("%s of %+v: %v", name, e, err)
	}
	return v
}

// elements parses a drawing, which fails the test unless it is well formed.
func elements(t *testing.T, drawing []byte) (out []element, text []string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(drawing)))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out, text
		}
		if err != nil {
			t.Fatal(err)
		}
		switch v := token.(type) {
		case xml.StartElement:
			e := element{v.Name.Local, map[string]string{}}
			for _, a := range v.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			out = append(out, e)
		case xml.CharData:
			if s := strings.TrimSpace(string(v)); s != "" {
				text = append(text, s)
			}
		}
	}
}

func TestChartEscapes(t *testing.T) {
	_, text := elements(t, sampleChart().SVG())
	if text[0] != "Survival of <all> & new spines" {
		t.Errorf("title reads %q", text[0])
	}
}

// The axes are found from their labels alone; the marks must agree with them.
func TestMarksAgreeWithTheAxes(t *testing.T) {
	all, _ := elements(t, sampleChart().SVG())
	var marks []element
	for _, e := range all {
		if e.name == "circle" && e.attr["fill"] == Vermilion.String() {
			marks = append(marks, e)
		}
	}
	if len(marks) != 3 { // one of them in the legend
		t.Fatalf("%d marks", len(marks))
	}
	zero, hundred := tickPlace(t, sampleChart(), "0 %"), tickPlace(t, sampleChart(), "100 %")
	day0, day8 := tickPlace(t, sampleChart(), "0"), tickPlace(t, sampleChart(), "8")
	for i, want := range []point{{4, 1}, {8, 0.5}} {
		x := day0.x + want.x/8*(day8.x-day0.x)
		y := zero.y + want.y*(hundred.y-zero.y)
		m := marks[1+i]
		if math.Abs(m.num(t, "cx")-x) > 0.02 || math.Abs(m.num(t, "cy")+4.5-y) > 0.02 { // labels hang 4.5 px low
			t.Errorf("mark of %v at (%s, %s), axes say (%.2f, %.2f)", want, m.attr["cx"], m.attr["cy"], x, y-4.5)
		}
	}
}

// tickPlace is where a chart writes a label.
func tickPlace(t *testing.T, c Chart, label string) point {
	t.Helper()
	d := string(c.SVG())
	for line := range strings.SplitSeq(d, "\n") {
		if strings.HasSuffix(line, ">"+label+"</text>") {
			all, _ := elements(t, []byte(line))
			return point{all[0].num(t, "x"), all[0].num(t, "y")}
		}
	}
	t.Fatalf("no label %q", label)
	return point{}
}

func TestStepsAndBands(t *testing.T) {
	c := sampleChart()
	a := c.area()
	steps := c.Series[0]
	got := steps.trace(a, steps.Y, [2]int{0, 3})
	if len(got) != 5 || got[1] != (point{a.x(4), a.y(1)}) || got[2] != (point{a.x(4), a.y(0.8)}) || got[4] != (point{a.x(8), a.y(0.7)}) {
		t.Errorf("steps %v", got)
	}
	if r := steps.runs(func(i int) bool { return !math.IsNaN(steps.Lo[i]) }); len(r) != 1 || r[0] != [2]int{1, 3} {
		t.Errorf("the band runs over %v", r)
	}
	// Nothing is drawn where nothing was seen, after the last value or before a gap.
	if got := steps.trace(a, steps.Y, [2]int{0, 2}); len(got) != 3 || got[2] != (point{a.x(4), a.y(0.8)}) {
		t.Errorf("steps up to the second value %v", got)
	}
	gap := c.Series[2]
	if r := gap.runs(func(i int) bool { return !math.IsNaN(gap.Y[i]) }); len(r) != 2 {
		t.Errorf("a missing value is bridged: %v", r)
	}
}

func TestTicksAreRoundAndInside(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		n      int
		want   string
	}{
		{0, 1, 5, "0.0 0.2 0.4 0.6 0.8 1.0"}, {0, 12, 8, "0 2 4 6 8 10 12"}, {-3, 4, 8, "−3 −2 −1 0 1 2 3 4"},
		{0, 0.03, 5, "0.00 0.01 0.02 0.03"}, {3, 97, 5, "20 40 60 80"}, {5, 5, 5, "5"}, {0, 250000, 5, "0 50000 100000 150000 200000 250000"},
	} {
		var s []string
		for _, k := range labels(ticks(c.lo, c.hi, c.n), false) {
			s = append(s, k.Label)
		}
		if got := strings.Join(s, " "); got != c.want {
			t.Errorf("%g to %g: %s, want %s", c.lo, c.hi, got, c.want)
		}
	}
	if l := labels(ticks(0, 0.1, 5), true); l[1].Label != "2 %" || l[5].Label != "10 %" {
		t.Errorf("percent: %v", l)
	}
}

func TestRounding(t *testing.T) {
	for _, c := range []struct{ v, down, up float64 }{{1, 1, 1}, {1.5, 1, 2}, {4.25, 2, 5}, {5, 5, 5}, {9.9, 5, 10}, {0.03, 0.02, 0.05}, {730, 500, 1000}} {
		if d, u := roundDown(c.v), roundUp(c.v); math.Abs(d-c.down) > 1e-12*c.down || math.Abs(u-c.up) > 1e-12*c.up {
			t.Errorf("%g rounds to %g and %g, want %g and %g", c.v, d, u, c.down, c.up)
		}
	}
}

func TestChartWithoutValues(t *testing.T) {
	nan := math.NaN()
	for _, c := range []Chart{
		{Title: "t", Empty: "no spines formed"},
		{Title: "t", Empty: "no spines formed", Series: []Series{{X: []float64{1, 2}, Y: []float64{nan, nan}}}},
	} {
		d := string(c.SVG())
		if !strings.Contains(d, ">no spines formed<") || strings.Contains(d, "NaN") || strings.Contains(d, "Inf") {
			t.Errorf("drawn:\n%s", d)
		}
	}
	one := Chart{Series: []Series{{X: []float64{3}, Y: []float64{0}, Lo: []float64{nan}, Hi: []float64{nan}}}, Empty: "hidden"}
	if d := string(one.SVG()); strings.Contains(d, "NaN") || strings.Contains(d, "hidden") {
		t.Errorf("a single zero is drawn as\n%s", d)
	}
	defer func() {
		if recover() == nil {
			t.Error("no panic for slices of two lengths")
		}
	}()
	Chart{Series: []Series{{X: []float64{1}}}}.SVG()
}

// TestChartBelowZero: an axis that must show values below 0 does, with a line at 0, and
// one that need not begins there.
func TestChartBelowZero(t *testing.T) {
	c := Chart{Title: "below", Series: []Series{{Name: "a", Colour: Blue, X: []float64{0, 1, 2}, Y: []float64{-0.03, 0.01, 0.02}, Lo: []float64{-0.09, 0, math.NaN()}, Hi: []float64{0, 0.04, math.NaN()}}}}
	a := c.area()
	if a.y0 > -0.09 || a.y1 < 0.04 || a.y(-0.09) > a.bottom || a.y(a.y0) != a.bottom || a.y(a.y1) != a.top {
		t.Errorf("%+v", a)
	}
	c.Series[0].Lo[0], c.Series[0].Hi[1] = -0.024, 0.064
	if a := c.area(); math.Abs(ticks(a.y0, a.y1, yTicks)[0]-a.y0) > 1e-12 || a.y0 > -0.024 || a.y1 < 0.064 {
		t.Errorf("%g to %g: the axis ends between ticks %v", a.y0, a.y1, ticks(a.y0, a.y1, yTicks))
	}
	c.Series[0].Y[0], c.Series[0].Lo[0] = 0, 0
	if a := c.area(); a.y0 != 0 {
		t.Errorf("begins at %g", a.y0)
	}
}
