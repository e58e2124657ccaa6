package imagejroi

// Where things stand in a file, all big-endian. A file is a header, the
// coordinates (all x, then all y, as 16-bit numbers from the corner of the
// bounds; with subPixel, again as float32 in full), a second header, and the
// name in UTF-16.
const (
	magic   = "Iout"
	version = 228 // of the format written here; 227 brought point positions

	atVersion = 4
	atKind    = 6
	atTop     = 8
	atLeft    = 10
	atBottom  = 12
	atRight   = 14
	atCount   = 16 // 0 when the number needs the 32 bits at atFloats
	atFloats  = 18 // x1, y1, x2, y2 of a line; x, y, w, h of a subPixel box
	atShapes  = 36 // size of a composite
	atStroke  = 40
	atSubtype = 48
	atOptions = 50
	atArc     = 54 // rounding of a rectangle's corners
	atSlice   = 56
	atHeader2 = 60

	headerSize  = 64
	header2Size = 64

	at2C          = 4
	at2Z          = 8
	at2T          = 12
	at2NameOffset = 16
	at2NameLength = 20 // in 16-bit units

	optionSplineFit = 1
	optionSubPixel  = 128

	// ImageJ takes 16-bit numbers below this for unsigned ones.
	minCoordinate = -5000
	maxCoordinate = 1<<16 + minCoordinate - 1
)
