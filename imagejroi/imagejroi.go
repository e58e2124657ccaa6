// Package imagejroi reads and writes ImageJ regions of interest: single .roi
// files and the .zip sets of ImageJ's ROI Manager. A lab can so look at our
// spines and branches in Fiji, and hand us the ones it drew there.
//
// Coordinates are pixels. As ImageJ draws them, the whole-number
// coordinates of points and open lines are pixel centres, while those of areas
// (Polygon, Freehand, Traced, Rect, Oval) are the upper left corners of
// pixels: the centre of the first pixel is (0, 0) in a point and (0.5, 0.5) in
// a polygon.
//
// Text, images, arrows, ellipses, rotated and rounded rectangles, spline fits
// and composites of several shapes are refused rather than misread. Stroke
// widths, fills, groups and counters are dropped.
package imagejroi

import "fmt"

// Kind is the shape of a region, numbered as in the file.
type Kind uint8

// The shapes that a ROI can have.
const (
	Polygon  Kind = 0
	Rect     Kind = 1
	Oval     Kind = 2
	Line     Kind = 3
	Freeline Kind = 4
	Polyline Kind = 5
	Freehand Kind = 7
	Traced   Kind = 8
	Angle    Kind = 9
	Points   Kind = 10
)

func (k Kind) String() string {
	names := map[Kind]string{
		Polygon: "polygon", Rect: "rect", Oval: "oval", Line: "line", Freeline: "freeline",
		Polyline: "polyline", Freehand: "freehand", Traced: "traced", Angle: "angle", Points: "points",
	}
	if name, ok := names[k]; ok {
		return name
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// isArea reports whether coordinates are pixel corners rather than centres.
func (k Kind) isArea() bool {
	switch k {
	case Polygon, Rect, Oval, Freehand, Traced:
		return true
	}
	return false
}

// isBox reports whether a shape is given by its bounds alone.
func (k Kind) isBox() bool { return k == Rect || k == Oval }

// Point is a place in an image, in pixels.
type Point struct {
	X, Y float64
}

// Bounds is an upright rectangle, in pixels.
type Bounds struct {
	X, Y, W, H float64
}

// ROI is one region of interest.
type ROI struct {
	Name   string
	Kind   Kind
	Points []Point // of every shape but Rect and Oval; a Line has two
	Bounds Bounds  // of Rect and Oval; zero otherwise

	// Slice is the slice of a plain stack that the region belongs to, from 1;
	// 0 for all of them.
	Slice int
	// C, Z and T are the channel, slice and frame of a hyperstack (an image
	// with more axes than one), from 1; 0 for all of them.
	C, Z, T int

	// Stroke is the colour of the outline, 0xAARRGGBB; 0 for the viewer's own.
	Stroke uint32
}
