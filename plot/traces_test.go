package plot

import (
	"math"
	"strings"
	"testing"
)

func TestTracesGolden(t *testing.T) {
	var x, y, lo, hi []float64
	for i := range 40 {
		s := float64(i) / 4
		x, y = append(x, s-5), append(y, math.Sin(s)/20)
		lo, hi = append(lo, math.Sin(s)/20-0.02), append(hi, math.Sin(s)/20+0.02)
	}
	y[20] = math.NaN()
	goldenText(t, "traces.svg", Traces{Title: "Around struggles", XLabel: "s from the onset", State: "immobile", Event: "transients",
		Bouts: [][2]float64{{-4, -1}, {2, 9}}, Events: []float64{-3, 0.5, 30}, Marked: []float64{0},
		Panels: []Panel{{YLabel: "dF/F", Percent: true, Lines: []Course{{Name: "band", Colour: Blue, X: x, Lo: lo, Hi: hi}, {Name: "mean", Colour: Blue, X: x, Y: y}}},
			{YLabel: "brightness", Lines: []Course{{Name: "signal", Colour: Green, Thin: true, X: x, Y: hi}}}}}.SVG())
}

// TestTracesKeepPeaks: of a hundred thousand samples a peak of one is drawn, and the
// drawing is small.
func TestTracesKeepPeaks(t *testing.T) {
	const n = 100_000
	x, y := make([]float64, n), make([]float64, n)
	for i := range x {
		x[i] = float64(i)
	}
	y[54321] = 1
	c := Course{X: x, Y: y}
	parts := c.parts(axis{0, n, 0, 700}, axis{0, 1, 100, 0})
	if len(parts) != 1 || len(parts[0]) > 3000 {
		t.Fatalf("%d parts, the first of %d points", len(parts), len(parts[0]))
	}
	top := math.Inf(1)
	for _, p := range parts[0] {
		top = min(top, p.y)
	}
	if top != 0 {
		t.Errorf("the peak is drawn at %v, want 0", top)
	}
}

// TestTracesOfNothing: without a value there are axes and no line.
func TestTracesOfNothing(t *testing.T) {
	nothing := []float64{math.NaN(), math.NaN()}
	s := string(Traces{Title: "none", Panels: []Panel{{Lines: []Course{{X: nothing, Y: nothing}}}}}.SVG())
	if !strings.HasSuffix(s, "</svg>\n") || strings.Contains(s, "NaN") {
		t.Error(s)
	}
}

// A band beyond does not scale the axis: with one a hundred times wider the line is
// where it was, and nothing is drawn outside the panel.
func TestBandBeyondTheAxis(t *testing.T) {
	x, y := []float64{0, 1, 2}, []float64{-0.01, 0.01, 0}
	line := Course{Name: "mean", Colour: Blue, X: x, Y: y}
	wide := Course{Colour: Grey, X: x, Lo: []float64{-1, -1, math.Inf(-1)}, Hi: []float64{1, 1, math.Inf(1)}, Beyond: true}
	if lo, hi := (Panel{Lines: []Course{wide, line}}).extent(); lo < -0.011 || hi > 0.011 {
		t.Errorf("the axis is from %g to %g", lo, hi)
	}
	wide.Beyond = false
	if lo, _ := (Panel{Lines: []Course{wide, line}}).extent(); lo > -1 {
		t.Errorf("a band within begins at %g", lo)
	}
	a := axis{-0.01, 0.01, 150, 0}
	if a.within(5) != 0.01 || a.within(math.Inf(-1)) != -0.01 || a.within(0.002) != 0.002 {
		t.Error("values are not held to the axis")
	}
}
