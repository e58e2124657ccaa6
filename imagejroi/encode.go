package imagejroi

import (
	"encoding/binary"
	"fmt"
	"math"
	"unicode/utf16"
)

// Encode returns the .roi file of a region, with coordinates as float32. It
// returns an error when a coordinate is not a number or beyond what the format
// holds (-5000 to 60535), and panics when the number of points does not suit
// the kind.
func Encode(r ROI) ([]byte, error) {
	r.mustFit()
	box := r.extent()
	for _, v := range []float64{box.X, box.Y, box.X + box.W, box.Y + box.H} {
		if !(v >= minCoordinate && v <= maxCoordinate) {
			return nil, fmt.Errorf("ROI %q: a coordinate of %g pixels, outside %d to %d", r.Name, v, minCoordinate, maxCoordinate)
		}
	}
	b := make([]byte, headerSize)
	copy(b, magic)
	left, top := math.Floor(box.X), math.Floor(box.Y)
	put16(b, atVersion, version)
	b[atKind] = byte(r.Kind)
	put16(b, atTop, int(top))
	put16(b, atLeft, int(left))
	put16(b, atBottom, int(math.Ceil(box.Y+box.H)))
	put16(b, atRight, int(math.Ceil(box.X+box.W)))
	put32(b, atStroke, int(r.Stroke))
	put16(b, atOptions, optionSubPixel)
	put32(b, atSlice, r.Slice)
	switch {
	case r.Kind.isBox():
		putFloats(b[atFloats:], r.Bounds.X, r.Bounds.Y, r.Bounds.W, r.Bounds.H)
	case r.Kind == Line:
		putFloats(b[atFloats:], r.Points[0].X, r.Points[0].Y, r.Points[1].X, r.Points[1].Y)
	case len(r.Points) > math.MaxUint16:
		put32(b, atFloats, len(r.Points))
		b = appendPoints(b, r.Points, left, top)
	default:
		put16(b, atCount, len(r.Points))
		b = appendPoints(b, r.Points, left, top)
	}
	put32(b, atHeader2, len(b))
	return appendHeader2(b, r), nil
}

// mustFit panics when the shape and its points do not suit each other.
func (r ROI) mustFit() {
	n := len(r.Points)
	switch r.Kind {
	case Rect, Oval:
		if n != 0 {
			panic(fmt.Sprintf("imagejroi: a %s has bounds, not points", r.Kind))
		}
	case Line:
		if n != 2 {
			panic(fmt.Sprintf("imagejroi: a line of %d points", n))
		}
	case Polygon, Freeline, Polyline, Freehand, Traced, Angle, Points:
		if n == 0 {
			panic(fmt.Sprintf("imagejroi: a %s without points", r.Kind))
		}
	default:
		panic("imagejroi: " + r.Kind.String())
	}
}

// extent returns the bounds of a region in pixels' corners: the pixels it
// touches lie within.
func (r ROI) extent() Bounds {
	if r.Kind.isBox() {
		return r.Bounds
	}
	x0, y0 := math.Inf(1), math.Inf(1)
	x1, y1 := math.Inf(-1), math.Inf(-1)
	for _, p := range r.Points {
		x0, x1 = min(x0, p.X), max(x1, p.X) // NaN, once met, stays
		y0, y1 = min(y0, p.Y), max(y1, p.Y)
	}
	if !r.Kind.isArea() { // from pixel centres, the whole of the pixels hit
		x0, x1 = math.Floor(x0+0.5), math.Floor(x1+1.5)
		y0, y1 = math.Floor(y0+0.5), math.Floor(y1+1.5)
	}
	return Bounds{X: x0, Y: y0, W: x1 - x0, H: y1 - y0}
}

// appendPoints adds the rounded coordinates from the corner, for old readers,
// and then the exact ones.
func appendPoints(b []byte, points []Point, left, top float64) []byte {
	for _, p := range points {
		b = binary.BigEndian.AppendUint16(b, uint16(math.Floor(p.X+0.5)-left))
	}
	for _, p := range points {
		b = binary.BigEndian.AppendUint16(b, uint16(math.Floor(p.Y+0.5)-top))
	}
	for _, p := range points {
		b = binary.BigEndian.AppendUint32(b, math.Float32bits(float32(p.X)))
	}
	for _, p := range points {
		b = binary.BigEndian.AppendUint32(b, math.Float32bits(float32(p.Y)))
	}
	return b
}

// appendHeader2 adds the second header and the name.
func appendHeader2(b []byte, r ROI) []byte {
	name := utf16.Encode([]rune(r.Name))
	h := make([]byte, header2Size)
	put32(h, at2C, r.C)
	put32(h, at2Z, r.Z)
	put32(h, at2T, r.T)
	if len(name) > 0 {
		put32(h, at2NameOffset, len(b)+header2Size)
		put32(h, at2NameLength, len(name))
	}
	b = append(b, h...)
	for _, u := range name {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return b
}

func put16(b []byte, at, v int) { binary.BigEndian.PutUint16(b[at:], uint16(v)) }
func put32(b []byte, at, v int) { binary.BigEndian.PutUint32(b[at:], uint32(v)) }

func putFloats(b []byte, values ...float64) {
	for i, v := range values {
		binary.BigEndian.PutUint32(b[4*i:], math.Float32bits(float32(v)))
	}
}
