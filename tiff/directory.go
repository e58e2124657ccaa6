package tiff

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Tags of TIFF 6.0, sections 8, 14 and 15.
const (
	tagWidth        = 256
	tagHeight       = 257
	tagBits         = 258
	tagCompression  = 259
	tagPhotometric  = 262
	tagFillOrder    = 266
	tagDescription  = 270
	tagStripOffsets = 273
	tagSamples      = 277
	tagRowsPerStrip = 278
	tagStripCounts  = 279
	tagXResolution  = 282
	tagYResolution  = 283
	tagPlanar       = 284
	tagResUnit      = 296
	tagSoftware     = 305
	tagPredictor    = 317
	tagTileWidth    = 322
	tagTileHeight   = 323
	tagTileOffsets  = 324
	tagTileCounts   = 325
	tagSampleFormat = 339
)

// Field types of TIFF 6.0 and BigTIFF, and the bytes of one value.
const (
	typeByte     = 1
	typeASCII    = 2
	typeShort    = 3
	typeLong     = 4
	typeRational = 5
	typeIFD      = 13
	typeLong8    = 16
	typeIFD8     = 18
)

var valueBytes = [...]int{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}

// An entry is one tag of a directory: count values that start at file offset
// at, which is inside the entry itself when they fit there.
type entry struct {
	typ   uint16
	count uint64
	at    int64
}

// A directory is the entries this package knows of one page.
type directory struct {
	offset int64
	next   int64 // 0 at the end of the chain; not checked otherwise

	width, height, bits, samples, sampleFormat uint64
	compression, predictor, photometric        uint64
	fillOrder, planar, rowsPerStrip            uint64
	tileWidth, tileHeight, resolutionUnit      uint64

	segmentOffsets, segmentCounts entry // of strips or tiles; count 0 when absent
	description, software         entry
	xResolution, yResolution      entry
	tiled                         bool
}

// readDirectory reads the directory of page i, which lies at offset.
func (f *File) readDirectory(s *scratch, i int, offset int64) (directory, error) {
	// Defaults of TIFF 6.0. Absent sizes stay 0.
	d := directory{
		offset: offset, bits: 1, samples: 1, sampleFormat: 1, compression: 1, predictor: 1,
		photometric: 1, fillOrder: 1, planar: 1, rowsPerStrip: math.MaxUint32, resolutionUnit: 2,
	}
	n, err := f.entryCount(i, offset, &s.raw)
	if err != nil {
		return d, err
	}
	start := offset + int64(f.format.countBytes())
	size := n*f.format.entryBytes() + f.format.offsetBytes()
	s.raw = grow(s.raw, size)
	b := s.raw
	if err := f.read(i, b, start, "the directory"); err != nil {
		return d, err
	}
	for k := 0; k < n; k++ {
		at := k * f.format.entryBytes()
		if err := f.readEntry(&d, b[at:], i, start+int64(at)); err != nil {
			return d, err
		}
	}
	d.next = int64(f.format.offset(b[n*f.format.entryBytes():]))
	return d, nil
}

// readEntry stores one entry, whose bytes start at b and at offset of the file.
func (f *File) readEntry(d *directory, b []byte, page int, offset int64) error {
	tag := f.format.order.Uint16(b)
	e := entry{typ: f.format.order.Uint16(b[2:])}
	width := f.format.offsetBytes()
	e.count = f.format.offset(b[4:])
	value := b[4+width : 4+2*width]
	e.at = offset + 4 + int64(width)
	field, number := d.field(tag)
	if field == nil && number == nil {
		return nil
	}
	if int(e.typ) >= len(valueBytes) || valueBytes[e.typ] == 0 {
		return f.at(page, offset, fmt.Errorf("tag %d has the unknown field type %d", tag, e.typ))
	}
	size := uint64(valueBytes[e.typ])
	if e.count > uint64(f.size)/size {
		return f.at(page, offset, fmt.Errorf("tag %d claims %d values, more than the file can hold", tag, e.count))
	}
	if e.count*size > uint64(width) {
		at := f.format.offset(value)
		if at > uint64(f.size) || e.count*size > uint64(f.size)-at {
			return f.at(page, offset, truncated("tag %d has %d bytes at byte %d, but the file has %d bytes", tag, e.count*size, at, f.size))
		}
		e.at = int64(at)
	}
	if field != nil {
		*field = e
		if tag == tagTileOffsets || tag == tagTileCounts {
			d.tiled = true
		}
		return nil
	}
	return f.readNumber(number, e, tag, value, page, offset)
}

// readNumber stores the first value of an entry. Tags with one value per
// sample differ between samples only in colour files, which are refused later.
func (f *File) readNumber(number *uint64, e entry, tag uint16, inline []byte, page int, offset int64) error {
	size := valueBytes[e.typ]
	if e.count == 0 {
		return f.at(page, offset, fmt.Errorf("tag %d has no value", tag))
	}
	b := inline
	if e.count*uint64(size) > uint64(len(inline)) {
		b = make([]byte, size)
		if err := f.read(page, b, e.at, "a tag"); err != nil {
			return err
		}
	}
	v, ok := integer(f.format.order, e.typ, b)
	if !ok {
		return f.at(page, offset, fmt.Errorf("tag %d has field type %d, not a whole number", tag, e.typ))
	}
	*number = v
	return nil
}

// integer reads one unsigned value of a field type.
func integer(order binary.ByteOrder, typ uint16, b []byte) (uint64, bool) {
	switch typ {
	case typeByte:
		return uint64(b[0]), true
	case typeShort:
		return uint64(order.Uint16(b)), true
	case typeLong, typeIFD:
		return uint64(order.Uint32(b)), true
	case typeLong8, typeIFD8:
		return order.Uint64(b), true
	}
	return 0, false
}

// field returns where a tag belongs: an entry to be read later, or a number.
func (d *directory) field(tag uint16) (*entry, *uint64) {
	switch tag {
	case tagStripOffsets, tagTileOffsets:
		return &d.segmentOffsets, nil
	case tagStripCounts, tagTileCounts:
		return &d.segmentCounts, nil
	case tagDescription:
		return &d.description, nil
	case tagSoftware:
		return &d.software, nil
	case tagXResolution:
		return &d.xResolution, nil
	case tagYResolution:
		return &d.yResolution, nil
	}
	return nil, d.number(tag)
}

func (d *directory) number(tag uint16) *uint64 {
	switch tag {
	case tagWidth:
		return &d.width
	case tagHeight:
		return &d.height
	case tagBits:
		return &d.bits
	case tagCompression:
		return &d.compression
	case tagPhotometric:
		return &d.photometric
	case tagFillOrder:
		return &d.fillOrder
	case tagSamples:
		return &d.samples
	case tagRowsPerStrip:
		return &d.rowsPerStrip
	case tagPlanar:
		return &d.planar
	case tagResUnit:
		return &d.resolutionUnit
	case tagPredictor:
		return &d.predictor
	case tagTileWidth:
		return &d.tileWidth
	case tagTileHeight:
		return &d.tileHeight
	case tagSampleFormat:
		return &d.sampleFormat
	}
	return nil
}
