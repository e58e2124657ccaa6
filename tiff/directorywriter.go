package tiff

// directoryWriter writes the directories of all pages, one after the other.
// Each is followed by its tables; the description comes before the first.
type directoryWriter struct {
	*Writer
	big                     bool
	text                    string
	textAt                  int64
	resolved                bool // there is a resolution to write
	xRes, yRes              float64
	resolutionUnit          uint64
	segments                int    // of a page
	data                    int64  // of the next segment's bytes
	entriesBuf              []byte // of the directory being written
	tables                  []byte
	tablesAt, nextDirectory int64
}

func (d *directoryWriter) format() format { return format{order: d.order, big: d.big} }

// bytes returns an upper bound of what writeAll writes in a classic file.
func (d *directoryWriter) bytes() int64 {
	const directory = 2 + 20*12 + 4 + 2*8 + 16 // with two fractions and padding
	return int64(len(d.text)) + 64 + int64(d.pages)*directory + 8*int64(len(d.counts))
}

// writeAll returns the place of the first directory.
func (d *directoryWriter) writeAll() int64 {
	d.segments = len(d.counts) / d.pages
	d.data = dataStart
	d.align()
	if d.text != "" {
		d.textAt = d.position
		d.write(append([]byte(d.text), 0))
		d.align()
	}
	d.resolve()
	first := d.position
	for i := range d.pages {
		d.writeDirectory(i)
	}
	return first
}

// align makes the next byte start a word, as TIFF 6.0 asks of directories;
// eight bytes suit BigTIFF too.
func (d *directoryWriter) align() {
	d.write(make([]byte, (8-d.position%8)%8))
}

// resolve gives pixels per micrometre for ImageJ, which has its own unit, and
// pixels per centimetre otherwise.
func (d *directoryWriter) resolve() {
	v := d.options.Meta.VoxelUm
	d.resolved = v.X > 0
	d.xRes, d.yRes, d.resolutionUnit = rate(v.X/1e4), rate(v.Y/1e4), 3
	if d.options.Meta.Source == SourceImageJ {
		d.xRes, d.yRes, d.resolutionUnit = rate(v.X), rate(v.Y), 1
	}
}

// writeDirectory writes the directory of page i and its tables.
func (d *directoryWriter) writeDirectory(i int) {
	d.entriesBuf, d.tables = d.entriesBuf[:0], d.tables[:0]
	n := d.entries(i)
	ft := d.format()
	size := int64(ft.countBytes() + n*ft.entryBytes() + ft.offsetBytes())
	d.tablesAt = (d.position + size + 7) / 8 * 8
	d.putCount(n)
	d.putEntries(i)
	end := (d.tablesAt + int64(len(d.tables)) + 7) / 8 * 8
	d.nextDirectory = end
	if i == d.pages-1 {
		d.nextDirectory = 0
	}
	d.putOffset(uint64(d.nextDirectory))
	d.write(d.entriesBuf)
	d.align()
	d.write(d.tables)
	d.align()
}

// entries counts what putEntries writes.
func (d *directoryWriter) entries(i int) int {
	n := 11
	if d.page.TileWidth > 0 {
		n++
	}
	if i == 0 && d.text != "" {
		n++
	}
	if d.resolved {
		n += 3
	}
	if d.page.Predictor != NoPredictor {
		n++
	}
	return n
}

// putEntries writes the tags in ascending order.
func (d *directoryWriter) putEntries(i int) {
	p := d.page
	tiled := p.TileWidth > 0
	d.put(tagWidth, typeLong, uint64(p.Width))
	d.put(tagHeight, typeLong, uint64(p.Height))
	d.put(tagBits, typeShort, uint64(8*p.Type.Bytes()))
	d.put(tagCompression, typeShort, uint64(p.Compression))
	d.put(tagPhotometric, typeShort, 1)
	if i == 0 && d.text != "" {
		d.putAt(tagDescription, typeASCII, uint64(len(d.text)+1), d.textAt)
	}
	if !tiled {
		d.putOffsets(i, tagStripOffsets)
	}
	d.put(tagSamples, typeShort, 1)
	if !tiled {
		d.put(tagRowsPerStrip, typeLong, uint64(p.RowsPerStrip))
		d.putCounts(i, tagStripCounts)
	}
	if d.resolved {
		d.putFraction(tagXResolution, d.xRes)
		d.putFraction(tagYResolution, d.yRes)
	}
	d.put(tagPlanar, typeShort, 1)
	if d.resolved {
		d.put(tagResUnit, typeShort, d.resolutionUnit)
	}
	if p.Predictor != NoPredictor {
		d.put(tagPredictor, typeShort, uint64(p.Predictor))
	}
	if tiled {
		d.put(tagTileWidth, typeLong, uint64(p.TileWidth))
		d.put(tagTileHeight, typeLong, uint64(p.TileHeight))
		d.putOffsets(i, tagTileOffsets)
		d.putCounts(i, tagTileCounts)
	}
	d.put(tagSampleFormat, typeShort, sampleFormat(p.Type))
}

func sampleFormat(t Type) uint64 {
	switch t {
	case Int16:
		return 2
	case Float32:
		return 3
	}
	return 1
}

func (d *directoryWriter) segmentCounts(i int) []uint32 {
	return d.counts[i*d.segments : (i+1)*d.segments]
}

// putOffsets writes where page i's segments lie: one after the other, and after
// those of the page before.
func (d *directoryWriter) putOffsets(i int, tag uint16) {
	d.putTable(tag, pickType(d.big), func(k int) uint64 {
		at := d.data
		d.data += int64(d.segmentCounts(i)[k])
		return uint64(at)
	})
}

func (d *directoryWriter) putCounts(i int, tag uint16) {
	d.putTable(tag, typeLong, func(k int) uint64 { return uint64(d.segmentCounts(i)[k]) })
}

func pickType(big bool) uint16 {
	if big {
		return typeLong8
	}
	return typeLong
}

// putTable writes an entry with one value for each segment, inside the entry
// when they fit there.
func (d *directoryWriter) putTable(tag, typ uint16, value func(k int) uint64) {
	size := valueBytes[typ]
	at := len(d.tables)
	for k := range d.segments {
		d.tables = appendUint(d.Writer, d.tables, value(k), size)
	}
	if n := d.segments * size; n <= d.format().offsetBytes() {
		b := d.tables[at:]
		d.putHead(tag, typ, uint64(d.segments))
		d.entriesBuf = append(d.entriesBuf, b...)
		d.entriesBuf = append(d.entriesBuf, make([]byte, d.format().offsetBytes()-n)...)
		d.tables = d.tables[:at]
		return
	}
	d.putAt(tag, typ, uint64(d.segments), d.tablesAt+int64(at))
}

// put writes an entry with one number.
func (d *directoryWriter) put(tag, typ uint16, v uint64) {
	d.putHead(tag, typ, 1)
	d.entriesBuf = appendUint(d.Writer, d.entriesBuf, v, valueBytes[typ])
	d.entriesBuf = append(d.entriesBuf, make([]byte, d.format().offsetBytes()-valueBytes[typ])...)
}

// putFraction writes an entry with one fraction, which fits in it in BigTIFF.
func (d *directoryWriter) putFraction(tag uint16, v float64) {
	num, den := fraction(v)
	b := appendUint(d.Writer, nil, uint64(num), 4)
	b = appendUint(d.Writer, b, uint64(den), 4)
	if d.big {
		d.putHead(tag, typeRational, 1)
		d.entriesBuf = append(d.entriesBuf, b...)
		return
	}
	d.putAt(tag, typeRational, 1, d.tablesAt+int64(len(d.tables)))
	d.tables = append(d.tables, b...)
}

// putAt writes an entry whose values lie elsewhere.
func (d *directoryWriter) putAt(tag, typ uint16, count uint64, at int64) {
	d.putHead(tag, typ, count)
	d.putOffset(uint64(at))
}

func (d *directoryWriter) putHead(tag, typ uint16, count uint64) {
	d.entriesBuf = appendUint(d.Writer, d.entriesBuf, uint64(tag), 2)
	d.entriesBuf = appendUint(d.Writer, d.entriesBuf, uint64(typ), 2)
	d.putOffset(count)
}

func (d *directoryWriter) putOffset(v uint64) {
	d.entriesBuf = appendUint(d.Writer, d.entriesBuf, v, d.format().offsetBytes())
}

func (d *directoryWriter) putCount(n int) {
	d.entriesBuf = appendUint(d.Writer, d.entriesBuf, uint64(n), d.format().countBytes())
}

// appendUint appends v in size bytes of the file's byte order.
func appendUint(w *Writer, b []byte, v uint64, size int) []byte {
	var tmp [8]byte
	switch size {
	case 1:
		tmp[0] = byte(v)
	case 2:
		w.order.PutUint16(tmp[:], uint16(v))
	case 4:
		w.order.PutUint32(tmp[:], uint32(v))
	case 8:
		w.order.PutUint64(tmp[:], v)
	}
	return append(b, tmp[:size]...)
}
