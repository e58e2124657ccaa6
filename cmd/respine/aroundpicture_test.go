package main

import (
	"strings"
	"testing"

	"respine/photometry"
)

// A joint band of a fifth is cut off and does not flatten courses of a hundredth; the
// three have colours of their own, and animals are named.
func TestAroundPictureIsScaledToTheMean(t *testing.T) {
	e := photometry.PeriEvent{Pipeline: "bleach-first", Sec: []float64{-1, 0, 1}}
	e.Band.Mean = []float64{0, 0.01, 0}
	for _, m := range e.Band.Mean {
		e.Band.Joint = append(e.Band.Joint, struct{ Lo, Hi float64 }{m - 0.2, m + 0.2})
		e.Band.Pointwise = append(e.Band.Pointwise, struct{ Lo, Hi float64 }{m - 0.01, m + 0.01})
	}
	got := aroundPicture(e, "")
	colours := map[string]bool{}
	for _, c := range got.Panels[0].Lines {
		colours[c.Colour.String()] = true
	}
	if svg := string(got.SVG()); len(colours) != 3 || strings.Contains(svg, ">20<") || strings.Contains(svg, ">10<") {
		t.Errorf("%d colours: %s", len(colours), svg)
	}
}
