package tiff

import (
	"fmt"
	"math"
)

// Type is the type of a page's pixels.
type Type int

// The pixel types read and written.
const (
	Uint8 Type = iota + 1
	Uint16
	Int16
	Float32
)

func (t Type) String() string {
	switch t {
	case Uint8:
		return "uint8"
	case Uint16:
		return "uint16"
	case Int16:
		return "int16"
	case Float32:
		return "float32"
	}
	return fmt.Sprintf("Type(%d)", int(t))
}

// Bytes returns the size of one pixel.
func (t Type) Bytes() int {
	switch t {
	case Uint8:
		return 1
	case Uint16, Int16:
		return 2
	case Float32:
		return 4
	}
	panic("tiff: no such pixel type")
}

// Compression is a value of the Compression tag.
type Compression int

// The compressions read and written. OldDeflate is the same stream as Deflate
// under the number it had before Adobe's.
const (
	NoCompression Compression = 1
	LZW           Compression = 5
	Deflate       Compression = 8
	PackBits      Compression = 32773
	OldDeflate    Compression = 32946
	Zstd          Compression = 50000
)

func (c Compression) String() string {
	switch c {
	case NoCompression:
		return "none"
	case LZW:
		return "LZW"
	case Deflate:
		return "Deflate"
	case PackBits:
		return "PackBits"
	case OldDeflate:
		return "old Deflate"
	case Zstd:
		return "Zstandard"
	case 2, 3, 4:
		return "CCITT fax"
	case 6, 7:
		return "JPEG"
	case 33003, 33005, 34712:
		return "JPEG 2000"
	}
	return fmt.Sprintf("number %d", int(c))
}

// expansion returns how many bytes one compressed byte can become at most:
// a bound on what a file of a given size can justify.
func (c Compression) expansion() int64 {
	switch c {
	case LZW:
		return 4096 // the longest string, from a code of more than one byte
	case Deflate, OldDeflate:
		return 1040 // 1032 (zlib technical details), with room for the header
	case PackBits:
		return 64 // two bytes for a run of 128
	case Zstd:
		return 65536 // four bytes for a block of 128 KiB (RFC 8878, 3.1.1.2)
	}
	return 1
}

// Predictor is a value of the Predictor tag: what was done to each row before
// compression.
type Predictor int

// The predictors. Horizontal stores differences of neighbouring pixels;
// FloatingPoint does so byte by byte, sorted by significance.
const (
	NoPredictor   Predictor = 1
	Horizontal    Predictor = 2
	FloatingPoint Predictor = 3
)

// A Page describes one page. Pixel (y, x) is number y*Width+x of what ReadPage
// gives.
type Page struct {
	Width, Height int
	Type          Type
	Compression   Compression
	Predictor     Predictor
	// TileWidth and TileHeight are 0 when the page is stored in strips of
	// RowsPerStrip rows.
	TileWidth, TileHeight int
	RowsPerStrip          int
	// Offset is the place of the directory in the file.
	Offset int64
}

// Bytes returns the size of the decoded pixels.
func (p Page) Bytes() int64 { return int64(p.Width) * int64(p.Height) * int64(p.Type.Bytes()) }

// page turns a directory into a Page, or says why its pixels cannot be read.
func (d *directory) page(maxBytes int64) (Page, error) {
	p := Page{Compression: Compression(d.compression), Predictor: Predictor(d.predictor), Offset: d.offset}
	if d.width == 0 || d.height == 0 || d.width > math.MaxInt32 || d.height > math.MaxInt32 {
		return p, fmt.Errorf("a page of %d x %d pixels is not possible", d.width, d.height)
	}
	p.Width, p.Height = int(d.width), int(d.height)
	if err := d.checkKind(); err != nil {
		return p, err
	}
	var err error
	if p.Type, err = d.pixelType(); err != nil {
		return p, err
	}
	if err := p.checkCodec(); err != nil {
		return p, err
	}
	if p.Bytes() > maxBytes {
		return p, hinted("raise MaxPageBytes if the page is real",
			"the page claims %d x %d pixels, %d bytes, over the limit of %d", p.Width, p.Height, p.Bytes(), maxBytes)
	}
	if !d.tiled {
		p.RowsPerStrip = int(min(d.rowsPerStrip, d.height))
		if p.RowsPerStrip == 0 {
			return p, fmt.Errorf("strips of 0 rows are not possible")
		}
		return p, nil
	}
	limit := uint64(maxBytes)
	if d.tileWidth == 0 || d.tileHeight == 0 || d.tileWidth > limit || d.tileHeight > limit/d.tileWidth/uint64(p.Type.Bytes()) {
		return p, fmt.Errorf("tiles of %d x %d pixels are not possible", d.tileWidth, d.tileHeight)
	}
	p.TileWidth, p.TileHeight = int(d.tileWidth), int(d.tileHeight)
	return p, nil
}

// checkKind refuses everything but one grey channel per page.
func (d *directory) checkKind() error {
	const split = "split the channels and save them as grey pages (in Fiji: Image > Color > Split Channels)"
	if d.samples != 1 {
		return unsupported(split, "%d samples per pixel (colour) are not supported; tiff reads grey pages", d.samples)
	}
	switch d.photometric {
	case 1, 3: // black is zero; or a colour table, whose indices are the grey values
	case 0:
		return unsupported("invert the values and save again (in Fiji: Image > Lookup Tables > Invert LUT, then Edit > Invert)",
			"inverted grey (white is zero) is not supported")
	case 2:
		return unsupported(split, "RGB is not supported; tiff reads grey pages")
	default:
		return unsupported("save it again as grey pages", "photometric interpretation %d is not supported; tiff reads grey pages", d.photometric)
	}
	if d.fillOrder != 1 {
		return unsupported("save it again with another program", "reversed bits (fill order %d) are not supported", d.fillOrder)
	}
	return nil
}

func (d *directory) pixelType() (Type, error) {
	signed, float := d.sampleFormat == 2, d.sampleFormat == 3
	unsigned := d.sampleFormat == 1 || d.sampleFormat == 4 // 4: undefined, read as TIFF 6.0 advises
	switch {
	case unsigned && d.bits == 8:
		return Uint8, nil
	case unsigned && d.bits == 16:
		return Uint16, nil
	case signed && d.bits == 16:
		return Int16, nil
	case float && d.bits == 32:
		return Float32, nil
	}
	kind := "unsigned"
	switch {
	case signed:
		kind = "signed"
	case float:
		kind = "floating-point"
	case !unsigned:
		kind = fmt.Sprintf("format-%d", d.sampleFormat)
	}
	return 0, unsupported("convert it first (in Fiji: Image > Type)",
		"%d-bit %s pixels are not supported; tiff reads uint8, uint16, int16 and float32", d.bits, kind)
}

func (p Page) checkCodec() error {
	const again = "save it again without compression, or with LZW or Deflate"
	switch p.Compression {
	case NoCompression, LZW, Deflate, OldDeflate, PackBits, Zstd:
	default:
		return unsupported(again,
			"compression %v is not supported; tiff reads none, LZW, Deflate, PackBits and Zstandard", p.Compression)
	}
	switch {
	case p.Predictor == NoPredictor:
	case p.Predictor != Horizontal && p.Predictor != FloatingPoint:
		return unsupported(again, "predictor %d is not supported; tiff reads 1, 2 and 3", p.Predictor)
	case p.Predictor == FloatingPoint && p.Type != Float32:
		return fmt.Errorf("the floating-point predictor does not go with %v pixels", p.Type)
	case p.Compression == NoCompression:
		return unsupported(again, "a predictor without compression is not defined, and programs differ on it")
	}
	return nil
}
