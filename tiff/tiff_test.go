package tiff

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// sparse is a file of size bytes, zero but for some places. It notes how much
// is read.
type sparse struct {
	size  int64
	parts map[int64][]byte
	read  int64
}

func (s *sparse) ReadAt(p []byte, at int64) (int, error) {
	clear(p)
	n := len(p)
	if at+int64(n) > s.size {
		n = int(max(0, s.size-at))
	}
	s.read += int64(n)
	for start, b := range s.parts {
		for i, v := range b {
			if k := start + int64(i) - at; k >= 0 && k < int64(n) {
				p[k] = v
			}
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// huge is a BigTIFF movie of 200 GB: frames of 512 x 512 uint16, directory
// before pixels. Pixel 0 of frame i is i+1.
func huge(t testing.TB, frames int) *sparse {
	t.Helper()
	const frame = 512 * 512 * 2
	const stride = frame + 512
	s := &sparse{size: 200e9, parts: map[int64][]byte{}}
	s.parts[0] = binary.LittleEndian.AppendUint64([]byte{'I', 'I', 43, 0, 8, 0, 0, 0}, 16)
	for i := range frames {
		at := int64(16 + i*stride)
		next := uint64(at + stride)
		if i == frames-1 {
			next = 0
		}
		s.parts[at] = bigDirectory(next, map[uint16]uint64{
			tagWidth: 512, tagHeight: 512, tagBits: 16, tagPhotometric: 1, tagRowsPerStrip: 512,
			tagStripOffsets: uint64(at + 512), tagStripCounts: frame,
		})
		s.parts[at+512] = binary.LittleEndian.AppendUint16(nil, uint16(i+1))
	}
	return s
}

// bigDirectory is a little-endian BigTIFF directory of LONG8 values.
func bigDirectory(next uint64, tags map[uint16]uint64) []byte {
	le := binary.LittleEndian
	b := le.AppendUint64(nil, uint64(len(tags)))
	for tag := uint16(0); tag < 400; tag++ {
		if v, ok := tags[tag]; ok {
			b = le.AppendUint16(b, tag)
			b = le.AppendUint16(b, typeLong8)
			b = le.AppendUint64(b, 1)
			b = le.AppendUint64(b, v)
		}
	}
	return le.AppendUint64(b, next)
}

func TestHugeFileIsReadPageByPage(t *testing.T) {
	s := huge(t, 100)
	f, err := NewReader(s, s.size, "movie.tif")
	if err != nil {
		t.Fatal(err)
	}
	pix := make([]uint16, 512*512)
	if err := ReadPageAs(f, 0, pix); err != nil || pix[0] != 1 {
		t.Fatalf("%d %v", pix[0], err)
	}
	if limit := int64(512*512*2 + 2000); s.read > limit {
		t.Errorf("opening and reading one page takes %d bytes, limit %d", s.read, limit)
	}
	if n := len(f.chain.offsets); n != 1 {
		t.Errorf("%d directories walked for the first page", n)
	}
	if err := ReadPageAs(f, 99, pix); err != nil || pix[0] != 100 {
		t.Errorf("%d %v", pix[0], err)
	}
	if n, err := f.Len(); n != 100 || err != nil {
		t.Errorf("Len = %d, %v", n, err)
	}
}

func TestReadingAllocatesNothingPerPage(t *testing.T) {
	_, files := oracles(t)
	for _, name := range []string{
		"uint16_none_p1_le_strip.tif", "uint16_lzw_p2_be_tile.tif", "uint8_adobe_deflate_p2_le_strip.tif",
		"int16_packbits_p1_le_tile.tif", "float32_zstd_p3_be_strip.tif",
	} {
		f := open1(t, name, files[name])
		p, err := f.Page(0)
		if err != nil {
			t.Fatal(err)
		}
		pix := make([]float32, p.Width*p.Height)
		got := testing.AllocsPerRun(200, func() {
			if err := f.ReadPage(1, pix); err != nil {
				t.Fatal(err)
			}
		})
		if got > 0 && !raceEnabled {
			t.Errorf("%s: %v allocations a page", name, got)
		}
	}
}

func TestFourGigabyteImageJStackBehindOneDirectory(t *testing.T) {
	const pages, frame = 9000, 512 * 512 * 2
	le := binary.LittleEndian
	text := "ImageJ=1.54f\nimages=9000\nslices=3\nframes=3000\nhyperstack=true\n\x00"
	b := []byte{'I', 'I', 42, 0, 8, 0, 0, 0, 6, 0}
	for _, e := range [][4]uint32{{tagWidth, typeLong, 1, 512}, {tagHeight, typeLong, 1, 512}, {tagBits, typeShort, 1, 16},
		{tagDescription, typeASCII, uint32(len(text)), 200}, {tagStripOffsets, typeLong, 1, 4096}, {tagStripCounts, typeLong, 1, frame}} {
		b = le.AppendUint16(b, uint16(e[0]))
		b = le.AppendUint16(b, uint16(e[1]))
		b = le.AppendUint32(b, e[2])
		b = le.AppendUint32(b, e[3])
	}
	b = le.AppendUint32(b, 0)
	last := int64(4096) + 8999*frame
	s := &sparse{size: 4096 + pages*frame, parts: map[int64][]byte{0: b, 200: []byte(text), last: {7, 1}}}
	f, err := NewReader(s, s.size, "big.tif")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := f.Len(); n != pages || err != nil {
		t.Fatalf("Len = %d, %v", n, err)
	}
	m, err := f.Meta()
	if err != nil || m.Slices != 3 || m.Frames != 3000 {
		t.Fatalf("%+v, %v", m, err)
	}
	i, err := m.PageIndex(0, 2, 2999)
	if err != nil || i != 8999 {
		t.Fatalf("PageIndex = %d, %v", i, err)
	}
	pix := make([]float32, 512*512)
	if err := f.ReadPage(i, pix); err != nil || pix[0] != 263 || pix[1] != 0 {
		t.Errorf("%v, %v", pix[:2], err)
	}
	if err := f.ReadPage(pages, pix); err == nil || !strings.Contains(err.Error(), "the file has 9000 pages, 0 to 8999") {
		t.Error(err)
	}

	s.size -= frame + 1
	f, err = NewReader(s, s.size, "big.tif")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := f.Len(); n != pages-2 || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("Len of the short file = %d, %v", n, err)
	}
	if err := f.ReadPage(pages-3, pix); err != nil {
		t.Error(err)
	}
	if err := f.ReadPage(pages-2, pix); !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), "page 8998, byte 4717547520: the description promises 9000 pages, but the file ends in page 8998\nhint: ") {
		t.Error(err)
	}
}

func TestReadPagesDoesNotDependOnWorkers(t *testing.T) {
	const w, h, n = 64, 48, 21
	want := pages[uint8](n, w*h, 5)
	var m memory
	store(t, &m, w, h, Options{Compression: Deflate, Predictor: Horizontal, RowsPerStrip: 5}, want)
	f := open1(t, "stack.tif", m.b)
	for _, workers := range []int{1, 2, 3, 50} {
		got := make([]float32, 17*w*h)
		if err := f.ReadPages(t.Context(), 2, 19, got, workers); err != nil {
			t.Fatal(err)
		}
		for i, v := range got {
			if v != float32(want[2+i/(w*h)][i%(w*h)]) {
				t.Fatalf("%d workers: value %d is %v", workers, i, v)
			}
		}
	}
	if err := f.ReadPages(t.Context(), 3, 3, nil, 1); err != nil {
		t.Error(err)
	}
	if err := f.ReadPages(t.Context(), 0, 2, make([]float32, w*h), 1); err == nil || !strings.Contains(err.Error(), "do not fill a buffer") {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	untouched := make([]float32, n*w*h)
	if err := f.ReadPages(ctx, 0, n, untouched, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	for _, v := range untouched {
		if v != 0 {
			t.Fatal("pages are read after cancel")
		}
	}
}

func TestReadPagesReportsTheFirstBadPage(t *testing.T) {
	const w, h, n = 64, 48, 30
	var m memory
	store(t, &m, w, h, Options{Compression: Deflate, RowsPerStrip: h}, pages[uint8](n, w*h, 5))
	f := open1(t, "stack.tif", m.b)
	for _, bad := range []int{9, 4, 20} {
		s := f.borrow()
		l, err := f.layout(s, bad)
		if err != nil {
			t.Fatal(err)
		}
		m.b[l.offsets[0]+l.counts[0]-1] ^= 1 // the checksum
		f.scratch.Put(s)
	}
	for _, workers := range []int{1, 2, 8} {
		err := f.ReadPages(t.Context(), 0, n, make([]float32, n*w*h), workers)
		var e *Error
		if !errors.As(err, &e) || e.Page != 4 || !strings.Contains(err.Error(), "checksum") {
			t.Errorf("%d workers: %v", workers, err)
		}
	}
}

func TestQueueKeepsTheLowestFailure(t *testing.T) {
	q := queue{end: 30}
	for _, page := range []int{9, 4, 20} {
		q.fail(page, errors.New(strings.Repeat("x", page)))
	}
	if len(q.err.Error()) != 4 {
		t.Errorf("failure of page %d", len(q.err.Error()))
	}
}

// An uncompressed page in one strip is read in pieces.
func TestStripLargerThanAPiece(t *testing.T) {
	const w, h = 700, 1000
	want := pages[float32](1, w*h, 9)[0]
	var m memory
	store(t, &m, w, h, Options{RowsPerStrip: h}, [][]float32{want})
	f := open1(t, "x.tif", m.b)
	got := make([]float32, w*h)
	if err := f.ReadPage(0, got); err != nil || !sameBits(got, want) {
		t.Errorf("pixels changed, %v", err)
	}
	s := f.borrow()
	if cap(s.raw) > chunkBytes && !raceEnabled {
		t.Errorf("%d bytes of scratch memory", cap(s.raw))
	}
}

func TestPagesOfAnotherSizeOrTypeAreRefused(t *testing.T) {
	var m memory
	store(t, &m, 4, 3, Options{}, pages[uint16](1, 12, 1))
	f := open1(t, "x.tif", m.b)
	if err := f.ReadPage(0, make([]float32, 11)); err == nil || !strings.Contains(err.Error(), "the page is 4 x 3 pixels, but the buffer holds 11") {
		t.Error(err)
	}
	if err := ReadPageAs(f, 0, make([]uint8, 12)); err == nil || !strings.Contains(err.Error(), "the page holds uint16 pixels, which uint8 does not\nhint: ") {
		t.Error(err)
	}
	if err := ReadPageAs(f, 0, make([]int16, 12)); err == nil {
		t.Error("uint16 read as int16")
	}
	if err := f.ReadPage(1, make([]float32, 12)); err == nil || !strings.Contains(err.Error(), "x.tif: page 1: no such page: the file has 1 pages") {
		t.Error(err)
	}
	var bytes memory
	store(t, &bytes, 4, 3, Options{Compression: LZW, Predictor: Horizontal}, [][]uint8{{0, 1, 2, 3, 255, 254, 128, 127, 1, 0, 255, 0}})
	wide := make([]int16, 12)
	if err := ReadPageAs(open1(t, "x.tif", bytes.b), 0, wide); err != nil || !sameBits(wide, []int16{0, 1, 2, 3, 255, 254, 128, 127, 1, 0, 255, 0}) {
		t.Errorf("uint8 as int16: %v, %v", wide, err)
	}
}

func TestOpenNamesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.tif")
	if _, err := Open(path); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), path) {
		t.Error(err)
	}
	if err := os.WriteFile(path, []byte("%PDF-1.4 and more"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || err.Error() != path+`: header, byte 0: not a TIFF file: it starts with "%PDF"` {
		t.Error(err)
	}
}

func BenchmarkOpenHuge(b *testing.B) {
	path := filepath.Join(b.TempDir(), "huge.tif")
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	s := huge(b, 1000)
	for at, part := range s.parts {
		if _, err := file.WriteAt(part, at); err != nil {
			b.Fatal(err)
		}
	}
	if err := file.Truncate(s.size); err != nil {
		b.Skip("SKIPPED: no sparse files here: ", err)
	}
	file.Close()
	pix := make([]uint16, 512*512)
	for b.Loop() {
		f, err := Open(path)
		if err != nil {
			b.Fatal(err)
		}
		if err := ReadPageAs(f, 0, pix); err != nil {
			b.Fatal(err)
		}
		f.Close()
	}
}

// benchmarkStack is a stack like a two-photon recording: 1024 x 1024 uint8,
// blurred structure under noise.
func benchmarkStack(b *testing.B, n int) *File {
	b.Helper()
	pix := make([][]uint8, n)
	for i := range pix {
		pix[i] = make([]uint8, 1<<20)
		state := uint32(i + 1)
		for k := range pix[i] {
			state = state*1664525 + 1013904223
			pix[i][k] = uint8(k>>13) + uint8(state>>28)
		}
	}
	var m memory
	w, err := NewWriter(&m, 1024, 1024, Options{Compression: Deflate, Predictor: Horizontal, RowsPerStrip: 64})
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range pix {
		if err := WritePage(w, p); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	f, err := NewReader(bytes.NewReader(m.b), int64(len(m.b)), "bench.tif")
	if err != nil {
		b.Fatal(err)
	}
	return f
}

func BenchmarkReadPageDeflatePredictor(b *testing.B) {
	f := benchmarkStack(b, 4)
	pix := make([]float32, 1<<20)
	b.SetBytes(1 << 20)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := f.ReadPage(i%4, pix); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadPages(b *testing.B) {
	f := benchmarkStack(b, 8)
	pix := make([]float32, 8<<20)
	b.SetBytes(8 << 20)
	for b.Loop() {
		if err := f.ReadPages(b.Context(), 0, 8, pix, runtime.GOMAXPROCS(0)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadPageUncompressedUint16(b *testing.B) {
	var m memory
	store(b, &m, 512, 512, Options{RowsPerStrip: 512}, pages[uint16](4, 512*512, 1))
	f := open1(b, "x.tif", m.b)
	pix := make([]float32, 512*512)
	b.SetBytes(512 * 512 * 2)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := f.ReadPage(i%4, pix); err != nil {
			b.Fatal(err)
		}
	}
}
