package imagejroi

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"unicode/utf16"
)

// Decode reads a .roi file.
func Decode(b []byte) (ROI, error) {
	if len(b) < headerSize || string(b[:len(magic)]) != magic {
		return ROI{}, errors.New("not an ImageJ ROI")
	}
	if err := refuse(b); err != nil {
		return ROI{}, err
	}
	r := ROI{
		Kind:   Kind(b[atKind]),
		Slice:  get32(b, atSlice),
		Stroke: binary.BigEndian.Uint32(b[atStroke:]),
	}
	var err error
	switch {
	case r.Kind.isBox():
		r.Bounds = getBounds(b)
	case r.Kind == Line:
		f := getFloats(b[atFloats:], 4)
		r.Points = []Point{{f[0], f[1]}, {f[2], f[3]}}
	default:
		r.Points, err = getPoints(b)
	}
	if err != nil {
		return ROI{}, err
	}
	if !r.isFinite() {
		return ROI{}, errors.New("a coordinate is not a number")
	}
	return r, r.readHeader2(b)
}

// refuse returns an error for regions that are more than a Kind can say.
func refuse(b []byte) error {
	if k := Kind(b[atKind]); k > Points || k == 6 {
		return fmt.Errorf("an ImageJ ROI of unknown %s", k)
	}
	subtype := binary.BigEndian.Uint16(b[atSubtype:])
	subtypes := [...]string{1: "a text", 2: "an arrow", 3: "an ellipse", 4: "an image", 5: "a rotated rectangle"}
	switch {
	case int(subtype) >= len(subtypes):
		return fmt.Errorf("an ImageJ ROI of unknown subtype %d", subtype)
	case subtype != 0:
		return fmt.Errorf("an ImageJ ROI that is %s", subtypes[subtype])
	case get32(b, atShapes) != 0:
		return errors.New("an ImageJ ROI composed of several shapes\nhint: split it in the ROI Manager")
	case binary.BigEndian.Uint16(b[atOptions:])&optionSplineFit != 0:
		return errors.New("an ImageJ ROI with a spline fit\nhint: use Edit > Selection > Interpolate")
	case Kind(b[atKind]) == Rect && b[atArc] != 0:
		return errors.New("an ImageJ ROI that is a rounded rectangle")
	}
	return nil
}

func subPixel(b []byte) bool {
	const since = 222
	return binary.BigEndian.Uint16(b[atOptions:])&optionSubPixel != 0 && get16(b, atVersion) >= since
}

func getBounds(b []byte) Bounds {
	const since = 223 // subpixel boxes
	if subPixel(b) && get16(b, atVersion) >= since {
		f := getFloats(b[atFloats:], 4)
		return Bounds{f[0], f[1], f[2], f[3]}
	}
	x, y := get16(b, atLeft), get16(b, atTop)
	return Bounds{float64(x), float64(y), float64(get16(b, atRight) - x), float64(get16(b, atBottom) - y)}
}

func getPoints(b []byte) ([]Point, error) {
	n := int(binary.BigEndian.Uint16(b[atCount:]))
	if n == 0 {
		n = get32(b, atFloats)
	}
	size := 4 // bytes a point
	if subPixel(b) {
		size += 8
	}
	body := b[headerSize:]
	if n <= 0 || n > len(body)/size {
		return nil, fmt.Errorf("an ImageJ ROI of %d points in %d bytes", n, len(b))
	}
	points := make([]Point, n)
	if subPixel(b) {
		x := getFloats(body[4*n:], n)
		y := getFloats(body[8*n:], n)
		for i := range points {
			points[i] = Point{x[i], y[i]}
		}
		return points, nil
	}
	left, top := get16(b, atLeft), get16(b, atTop)
	for i := range points {
		points[i] = Point{float64(left + get16(body, 2*i)), float64(top + get16(body, 2*(n+i)))}
	}
	return points, nil
}

// readHeader2 adds the hyperstack position and the name, which old files lack.
func (r *ROI) readHeader2(b []byte) error {
	at := get32(b, atHeader2)
	if at == 0 {
		return nil
	}
	const least = at2NameLength + 4
	if at < headerSize || at > len(b)-least {
		return fmt.Errorf("an ImageJ ROI of %d bytes with its second header at %d", len(b), at)
	}
	h := b[at:]
	r.C, r.Z, r.T = get32(h, at2C), get32(h, at2Z), get32(h, at2T)
	offset, n := get32(h, at2NameOffset), get32(h, at2NameLength)
	if offset == 0 || n == 0 {
		return nil
	}
	if offset < 0 || n < 0 || offset > len(b) || n > (len(b)-offset)/2 {
		return fmt.Errorf("an ImageJ ROI of %d bytes with a name of %d letters at %d", len(b), n, offset)
	}
	units := make([]uint16, n)
	for i := range units {
		units[i] = binary.BigEndian.Uint16(b[offset+2*i:])
	}
	r.Name = string(utf16.Decode(units))
	return nil
}

func (r ROI) isFinite() bool {
	sum := r.Bounds.X + r.Bounds.Y + r.Bounds.W + r.Bounds.H
	for _, p := range r.Points {
		sum += p.X + p.Y
	}
	return !math.IsNaN(sum) && !math.IsInf(sum, 0)
}

// get16 returns a 16-bit number the way ImageJ reads one.
func get16(b []byte, at int) int {
	v := int(int16(binary.BigEndian.Uint16(b[at:])))
	if v < minCoordinate {
		v += 1 << 16
	}
	return v
}

func get32(b []byte, at int) int { return int(int32(binary.BigEndian.Uint32(b[at:]))) }

func getFloats(b []byte, n int) []float64 {
	f := make([]float64, n)
	for i := range f {
		f[i] = float64(math.Float32frombits(binary.BigEndian.Uint32(b[4*i:])))
	}
	return f
}
