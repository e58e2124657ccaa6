package video

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
)

// segmentBytes is where a file goes on in a new RIFF: players before OpenDML
// read one of up to 1 GB.
const segmentBytes = 1 << 30

// maxSegments is the room kept for the index of segments: 256 GB.
const maxSegments = 256

// aviWriter writes motion JPEG. It keeps eight bytes of memory per frame of the
// segment it is in.
type aviWriter struct {
	path          string
	file          *os.File
	buf           *bufio.Writer
	width, height int
	rate, scale   uint32
	at            int64 // of the next byte
	start         int64 // of the RIFF
	movi          int64 // of the four letters movi
	index         []indexEntry
	segments      []segment
	frames        uint32
	largest       uint32
	limit         int64 // segmentBytes, but for tests
	err           error
}

// indexEntry is where a frame's bytes begin, from movi, and how many.
type indexEntry struct{ offset, size uint32 }

// segment is the index chunk of one RIFF.
type segment struct {
	offset       int64
	size, frames uint32
}

// CreateAVI starts a motion JPEG file, an AVI of any length.
func CreateAVI(path string, width, height int, rateHz float64) (Writer, error) {
	return createAVI(path, width, height, rateHz, segmentBytes)
}

func createAVI(path string, width, height int, rateHz float64, limit int64) (*aviWriter, error) {
	checkShape(width, height, rateHz)
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.partial")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	w := &aviWriter{path: path, file: f, buf: bufio.NewWriterSize(f, 1<<18), width: width, height: height, limit: limit}
	w.rate, w.scale = fraction(rateHz)
	w.begin("AVI ")
	w.write(w.header())
	w.beginMovi()
	return w, w.err
}

// Encode returns the frame as a JPEG.
func (w *aviWriter) Encode(dst []byte, pix []uint8) ([]byte, error) {
	return encodeJPEG(dst, pix, w.width, w.height)
}

// Append writes a frame, as a chunk of even length.
func (w *aviWriter) Append(jpeg []byte) error {
	if w.err == nil && w.at-w.start+int64(len(jpeg))+int64(24*len(w.index)) > w.limit && len(w.index) > 0 {
		w.endSegment()
		w.begin("AVIX")
		w.beginMovi()
	}
	w.index = append(w.index, indexEntry{uint32(w.at + 8 - w.movi), uint32(len(jpeg))})
	w.chunk("00dc", jpeg)
	w.frames++
	w.largest = max(w.largest, uint32(len(jpeg)))
	return w.err
}

// begin opens a RIFF; its length is filled in at its end.
func (w *aviWriter) begin(kind string) {
	w.start = w.at
	w.write(append([]byte("RIFF\x00\x00\x00\x00"), kind...))
}

func (w *aviWriter) beginMovi() {
	w.write([]byte("LIST\x00\x00\x00\x00"))
	w.movi = w.at
	w.write([]byte("movi"))
}

// endSegment writes the index of the RIFF in two forms, the old one in the first
// RIFF only, and fills in its lengths.
func (w *aviWriter) endSegment() {
	if len(w.segments) == maxSegments {
		w.fail(fmt.Errorf("longer than %d segments of %d bytes", maxSegments, w.limit))
		return
	}
	s := segment{w.at, uint32(32 + 8*len(w.index)), uint32(len(w.index))}
	w.segments = append(w.segments, s)
	w.chunk("ix00", w.standardIndex())
	moviEnd := w.at
	if w.start == 0 {
		w.chunk("idx1", w.oldIndex())
	}
	w.patch(w.movi-4, uint32(moviEnd-w.movi))
	w.patch(w.start+4, uint32(w.at-w.start-8))
	w.index = w.index[:0]
}

// standardIndex lists where the frames of a RIFF are, from its movi.
func (w *aviWriter) standardIndex() []byte {
	b := binary.LittleEndian.AppendUint16(nil, 2) // longs per entry
	b = append(b, 0, 1)                           // an index of chunks
	b = binary.LittleEndian.AppendUint32(b, uint32(len(w.index)))
	b = append(b, "00dc"...)
	b = binary.LittleEndian.AppendUint64(b, uint64(w.movi))
	b = binary.LittleEndian.AppendUint32(b, 0)
	for _, e := range w.index {
		b = binary.LittleEndian.AppendUint32(b, e.offset)
		b = binary.LittleEndian.AppendUint32(b, e.size)
	}
	return b
}

// keyFrame marks a frame that stands by itself.
const keyFrame = 0x10

func (w *aviWriter) oldIndex() []byte {
	var b []byte
	for _, e := range w.index {
		b = append(b, "00dc"...)
		for _, v := range []uint32{keyFrame, e.offset - 8, e.size} {
			b = binary.LittleEndian.AppendUint32(b, v)
		}
	}
	return b
}

// chunk writes four letters, a length, and bytes filled up to an even number.
func (w *aviWriter) chunk(id string, b []byte) {
	if uint64(len(b)) > math.MaxUint32 {
		panic("video: a chunk beyond 4 GB")
	}
	w.write(binary.LittleEndian.AppendUint32([]byte(id), uint32(len(b))))
	w.write(b)
	if len(b)%2 == 1 {
		w.write([]byte{0})
	}
}

func (w *aviWriter) write(b []byte) {
	if w.err != nil {
		return
	}
	_, err := w.buf.Write(b)
	w.at += int64(len(b))
	w.fail(err)
}

// patch writes a number over one that was left open.
func (w *aviWriter) patch(at int64, v uint32) {
	if w.err != nil {
		return
	}
	w.fail(w.buf.Flush())
	_, err := w.file.WriteAt(binary.LittleEndian.AppendUint32(nil, v), at)
	w.fail(err)
}

func (w *aviWriter) fail(err error) {
	if w.err == nil && err != nil {
		w.err = fmt.Errorf("%s: %w", w.path, err)
	}
}

// Close finishes the file and gives it its name.
func (w *aviWriter) Close() error {
	w.endSegment()
	if w.err == nil {
		w.fail(w.buf.Flush())
		_, err := w.file.WriteAt(w.header(), 12)
		w.fail(err)
		w.fail(w.file.Chmod(0o644))
	}
	if w.err != nil {
		w.Abort()
		return w.err
	}
	w.fail(w.file.Close())
	if w.err == nil {
		w.fail(os.Rename(w.file.Name(), w.path))
	}
	return w.err
}

// Abort throws away what was written.
func (w *aviWriter) Abort() {
	w.file.Close()
	os.Remove(w.file.Name())
}
