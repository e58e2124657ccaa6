package tiff

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
)

// Options says how a file is written. The zero Options gives uncompressed
// strips in a little-endian file without metadata, BigTIFF if it must be.
type Options struct {
	Compression Compression // 0: NoCompression
	// Predictor needs LZW, Deflate or Zstd; FloatingPoint also float32
	// pixels. 0: NoPredictor.
	Predictor Predictor
	// RowsPerStrip of 0 gives strips of about 256 KiB.
	RowsPerStrip int
	// TileWidth and TileHeight, multiples of 16, give tiles instead of
	// strips.
	TileWidth, TileHeight int
	BigEndian             bool
	// BigTIFF forces 64-bit offsets, which files beyond 4 GiB get anyway.
	BigTIFF bool
	// Meta is written as its Source says, SourceImageJ or SourceOME. An axis
	// of 0 is as long as the pages reach. Without a Source only the voxel's
	// Y and X are kept, as resolution tags.
	Meta Metadata
}

// stripBytes is the size of a strip when Options leave it open: large enough
// to compress well, small enough for the cache. libtiff and tifffile choose
// from 8 to 256 KiB.
const stripBytes = 256 << 10

// classicLimit is where 32-bit offsets end.
const classicLimit = math.MaxUint32

// A Writer writes the pages of one file. All pages have one size and type.
// Directories follow the pixels when the Writer is closed, so a Writer keeps
// four bytes of memory for each strip or tile.
type Writer struct {
	name     string
	dst      io.WriteSeeker
	buf      *bufio.Writer
	order    binary.ByteOrder
	page     Page // Type is 0 until the first page
	options  Options
	pages    int
	position int64    // of the next byte
	counts   []uint32 // bytes of every segment, page after page
	enc      compressor
	raw      []byte
	row      []byte
	limit    int64 // classicLimit, but for tests
	err      error
	partial  *os.File // what Create writes until Close
}

// dataStart leaves room for the header of either format.
const dataStart = 16

// NewWriter writes a file of width x height pages to dst from its start on.
// The header is written last, by Close.
func NewWriter(dst io.WriteSeeker, width, height int, o Options) (*Writer, error) {
	if width < 1 || height < 1 || width > math.MaxInt32 || height > math.MaxInt32 {
		panic("tiff: page size must be positive")
	}
	if o.Compression == 0 {
		o.Compression = NoCompression
	}
	if o.Predictor == 0 {
		o.Predictor = NoPredictor
	}
	if err := o.check(); err != nil {
		return nil, spoken(err)
	}
	w := &Writer{
		name: "TIFF", dst: dst, buf: bufio.NewWriterSize(dst, 1<<16), order: binary.LittleEndian,
		page: Page{
			Width: width, Height: height, Compression: o.Compression, Predictor: o.Predictor,
			TileWidth: o.TileWidth, TileHeight: o.TileHeight, RowsPerStrip: min(o.RowsPerStrip, height),
		},
		options: o, limit: classicLimit,
	}
	if o.BigEndian {
		w.order = binary.BigEndian
	}
	w.write(make([]byte, dataStart))
	return w, w.err
}

// Create is NewWriter for a file, which appears under path, whole, when Close
// succeeds.
func Create(path string, width, height int, o Options) (*Writer, error) {
	partial, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.partial")
	if err != nil {
		return nil, fmt.Errorf("tiff: %w", err)
	}
	w, err := NewWriter(partial, width, height, o)
	if err != nil {
		partial.Close()
		os.Remove(partial.Name())
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	w.name, w.partial = path, partial
	return w, nil
}

// check refuses what cannot be written so that every program reads it back.
func (o *Options) check() error {
	switch o.Compression {
	case NoCompression, LZW, Deflate, OldDeflate, PackBits, Zstd:
	default:
		panic("tiff: cannot write compression " + o.Compression.String())
	}
	if o.RowsPerStrip < 0 || o.TileWidth < 0 || o.TileHeight < 0 || o.TileWidth%16 != 0 || o.TileHeight%16 != 0 ||
		(o.TileWidth == 0) != (o.TileHeight == 0) || o.TileWidth > 1<<20 || o.TileHeight > 1<<20 {
		panic("tiff: tiles must be multiples of 16 and strips positive")
	}
	if o.Predictor != NoPredictor && (o.Compression == NoCompression || o.Compression == PackBits) {
		return hinted("use Deflate, LZW or Zstd, or no predictor", "libtiff ignores a predictor with compression %v", o.Compression)
	}
	return o.Meta.checkWritable()
}

// checkWritable says whether the metadata can be expressed.
func (m *Metadata) checkWritable() error {
	for _, v := range []float64{m.VoxelUm.Z, m.VoxelUm.Y, m.VoxelUm.X, m.FrameRateHz} {
		if v != positive(v) && v != 0 {
			return fmt.Errorf("a voxel size or frame rate of %v cannot be written", v)
		}
	}
	if (m.VoxelUm.X == 0) != (m.VoxelUm.Y == 0) {
		return fmt.Errorf("the voxel size is known along one of y and x only")
	}
	switch m.Source {
	case "":
		if m.VoxelUm.Z > 0 || m.FrameRateHz > 0 || m.Channels > 1 {
			return hinted("set Meta.Source to SourceImageJ or SourceOME", "slice distance, frame rate and channels need ImageJ or OME metadata")
		}
		return nil
	case SourceImageJ:
		if m.Order != "" && m.Order != "XYCZT" {
			return hinted("write the pages in the order XYCZT, or use OME", "ImageJ metadata cannot express the order %s", m.Order)
		}
		if m.VoxelUm.Z > 0 && m.VoxelUm.X == 0 {
			return hinted("use OME", "ImageJ metadata cannot express a slice distance without a pixel size")
		}
	case SourceOME:
	default:
		return hinted("use SourceImageJ or SourceOME", "%q metadata cannot be written", m.Source)
	}
	if m.Slices == 0 && m.Frames == 0 {
		return hinted("set Meta.Slices or Meta.Frames to 1", "the metadata does not say whether the pages are slices or frames")
	}
	return nil
}

// WritePage writes the next page from pix, which has width*height values, row
// by row. The first page settles the pixel type.
func WritePage[T Sample](w *Writer, pix []T) error {
	if len(pix) != w.page.Width*w.page.Height {
		panic("tiff: WritePage needs width*height pixels")
	}
	if w.err != nil {
		return w.err
	}
	if w.page.Type == 0 {
		w.settle(typeOf[T]())
	}
	if w.page.Type != typeOf[T]() {
		panic("tiff: all pages of a file have one pixel type")
	}
	if w.page.Predictor == FloatingPoint && w.page.Type != Float32 {
		panic("tiff: the floating-point predictor needs float32 pixels")
	}
	width, height := w.page.segment()
	down, across := w.page.grid()
	for k := range down * across {
		y0, x0 := k/across*height, k%across*width
		w.gather(k, func(y int, row []byte) {
			at := (y0+y)*w.page.Width + x0
			encodeRow(w.order, row, pix[at:at+min(width, w.page.Width-x0)])
		})
		w.writeSegment()
	}
	w.pages++
	return w.err
}

// settle fixes what depends on the pixel type.
func (w *Writer) settle(t Type) {
	w.page.Type = t
	if w.page.RowsPerStrip == 0 {
		w.page.RowsPerStrip = min(w.page.Height, max(1, stripBytes/(w.page.Width*t.Bytes())))
	}
}

// gather fills w.raw with segment k, predictor applied. fill writes the pixels
// of one row; what a tile has beyond the page stays 0.
func (w *Writer) gather(k int, fill func(y int, row []byte)) {
	l := layout{Page: w.page}
	width, _ := w.page.segment()
	stride := width * w.page.Type.Bytes()
	_, across := w.page.grid()
	rows := l.rows(k)
	inside := min(rows, w.page.Height-k/across*rows)
	if w.page.TileWidth == 0 {
		inside = rows
	}
	w.raw = grow(w.raw, rows*stride)
	clear(w.raw)
	for y := range inside {
		fill(y, w.raw[y*stride:(y+1)*stride])
	}
	for y := 0; y < rows && w.page.Predictor != NoPredictor; y++ {
		w.row = grow(w.row, stride)
		predictRow(w.order, w.page, w.raw[y*stride:(y+1)*stride], w.row)
	}
}

// writeSegment compresses and writes w.raw.
func (w *Writer) writeSegment() {
	width, _ := w.page.segment()
	b, err := w.enc.encode(w.page.Compression, w.raw, width*w.page.Type.Bytes())
	if err == nil && len(b) > math.MaxUint32 {
		err = fmt.Errorf("a strip of %d bytes is too large", len(b))
	}
	if err != nil {
		w.fail(err)
		return
	}
	w.counts = append(w.counts, uint32(len(b)))
	w.write(b)
}

func (w *Writer) write(b []byte) {
	if w.err != nil {
		return
	}
	n, err := w.buf.Write(b)
	w.position += int64(n)
	if err != nil {
		w.fail(err)
	}
}

func (w *Writer) fail(err error) {
	if w.err == nil {
		w.err = fmt.Errorf("tiff: %s: page %d: %w", w.name, w.pages, err)
	}
}

// Close writes the directories and the header, and gives a file of Create its
// name. When it fails the file does not appear.
func (w *Writer) Close() error {
	w.finish()
	if w.partial == nil {
		return w.err
	}
	if err := w.partial.Chmod(0o644); err != nil {
		w.fail(err)
	}
	if err := w.partial.Close(); err != nil {
		w.fail(err)
	}
	temporary := w.partial.Name()
	w.partial = nil
	if w.err == nil {
		if err := os.Rename(temporary, w.name); err != nil {
			w.fail(err)
		}
	}
	if w.err != nil {
		os.Remove(temporary)
	}
	return w.err
}

// Abort gives up: the file of Create does not appear. After Close it does
// nothing, so it can be deferred.
func (w *Writer) Abort() {
	if w.partial != nil {
		w.fail(fmt.Errorf("given up"))
		w.partial.Close()
		os.Remove(w.partial.Name())
		w.partial = nil
	}
}
