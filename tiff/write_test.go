package tiff

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// memory is an io.WriteSeeker in memory.
type memory struct {
	b  []byte
	at int
}

func (m *memory) Write(p []byte) (int, error) {
	if m.at > len(m.b) {
		return 0, errors.New("hole")
	}
	n := copy(m.b[m.at:], p)
	m.b = append(m.b, p[n:]...)
	m.at += len(p)
	return len(p), nil
}

func (m *memory) Seek(offset int64, whence int) (int64, error) {
	if whence != io.SeekStart {
		panic("not needed")
	}
	m.at = int(offset)
	return offset, nil
}

// combination is one way to store a page.
type combination struct {
	kind Type
	o    Options
}

func (c combination) String() string {
	return fmt.Sprintf("%v_%d_p%d_%d_%dx%d_be%t_big%t", c.kind, c.o.Compression, c.o.Predictor,
		c.o.RowsPerStrip, c.o.TileHeight, c.o.TileWidth, c.o.BigEndian, c.o.BigTIFF)
}

// combinations is the whole cross product of what a Writer can write.
func combinations() []combination {
	var out []combination
	for _, kind := range []Type{Uint8, Uint16, Int16, Float32} {
		for _, codec := range []Compression{NoCompression, LZW, Deflate, OldDeflate, PackBits, Zstd} {
			for predictor := NoPredictor; predictor <= FloatingPoint; predictor++ {
				plain := codec == NoCompression || codec == PackBits
				if predictor != NoPredictor && (plain || predictor == FloatingPoint && kind != Float32) {
					continue
				}
				for _, shape := range [][3]int{{0, 0, 0}, {7, 0, 0}, {1, 0, 0}, {0, 16, 32}} {
					for bits := range 4 {
						out = append(out, combination{kind, Options{
							Compression: codec, Predictor: predictor,
							RowsPerStrip: shape[0], TileHeight: shape[1], TileWidth: shape[2],
							BigEndian: bits&1 != 0, BigTIFF: bits&2 != 0,
						}})
					}
				}
			}
		}
	}
	return out
}

// sampled is every combination, or every few in short tests. The step shares
// no factor with the lengths of the inner loops, so it meets each of their
// values.
func sampled(step int) []combination {
	all := combinations()
	if !testing.Short() {
		return all
	}
	var out []combination
	for i := 0; i < len(all); i += step {
		out = append(out, all[i])
	}
	return out
}

// pages returns n pages: extremes, noise, and flat stretches.
func pages[T Sample](n, size int, seed uint64) [][]T {
	rng := rand.New(rand.NewPCG(seed, 1))
	out := make([][]T, n)
	for i := range out {
		out[i] = make([]T, size)
		for k := range out[i] {
			switch {
			case k%97 < 40:
				out[i][k] = T(k / 97)
			case typeOf[T]() == Float32:
				out[i][k] = T(math.Float32frombits(rng.Uint32()))
			default:
				out[i][k] = T(uint8(rng.Uint32()))
				out[i][k] *= out[i][k]
			}
		}
	}
	return out
}

func store[T Sample](t testing.TB, dst io.WriteSeeker, width, height int, o Options, pix [][]T) {
	t.Helper()
	w, err := NewWriter(dst, width, height, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pix {
		if err := WritePage(w, page); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// sameBits compares pixels exactly, NaN included.
func sameBits[T Sample](a, b []T) bool {
	for i := range a {
		if a[i] != b[i] && math.Float32bits(float32(a[i])) != math.Float32bits(float32(b[i])) {
			return false
		}
	}
	return len(a) == len(b)
}

func roundTrip[T Sample](t *testing.T, c combination) {
	const width, height, n = 37, 23, 3
	want := pages[T](n, width*height, 1)
	before := pages[T](n, width*height, 1)
	var m memory
	store(t, &m, width, height, c.o, want)
	f := open1(t, c.String(), m.b)
	if got, err := f.Len(); got != n || err != nil {
		t.Fatalf("Len = %d, %v", got, err)
	}
	for i := range want {
		p, err := f.Page(i)
		if err != nil {
			t.Fatal(err)
		}
		if p.Type != c.kind || p.Width != width || p.Height != height || p.Compression != c.o.Compression || f.format.big != c.o.BigTIFF {
			t.Fatalf("page %+v", p)
		}
		got := make([]T, width*height)
		if err := ReadPageAs(f, i, got); err != nil {
			t.Fatal(err)
		}
		if !sameBits(got, want[i]) {
			t.Fatalf("page %d changed", i)
		}
		if !sameBits(want[i], before[i]) {
			t.Fatalf("WritePage changed its argument")
		}
	}
}

func TestRoundTripOfTheWholeCrossProduct(t *testing.T) {
	all := combinations()
	// 3 types with 10 pairs of codec and predictor and one with 14, 4 shapes,
	// 2 byte orders, 2 formats
	if len(all) != (3*10+14)*4*2*2 {
		t.Fatalf("%d combinations", len(all))
	}
	for _, c := range sampled(5) {
		t.Run(c.String(), func(t *testing.T) {
			switch c.kind {
			case Uint8:
				roundTrip[uint8](t, c)
			case Uint16:
				roundTrip[uint16](t, c)
			case Int16:
				roundTrip[int16](t, c)
			case Float32:
				roundTrip[float32](t, c)
			}
		})
	}
}

func TestMetadataRoundTrip(t *testing.T) {
	for _, m := range []Metadata{
		{Source: SourceImageJ, Channels: 2, Slices: 3, Frames: 2, VoxelUm: Voxel{Z: 1, Y: 0.12, X: 0.25}, FrameRateHz: 4},
		{Source: SourceImageJ, Channels: 1, Slices: 12, Frames: 1, VoxelUm: Voxel{Y: 0.3, X: 0.3}},
		{Source: SourceImageJ, Channels: 1, Slices: 1, Frames: 12, FrameRateHz: 30.0408},
		{Source: SourceOME, Order: "XYZTC", Channels: 2, Slices: 3, Frames: 2, VoxelUm: Voxel{Z: 1, Y: 0.12, X: 0.25}, FrameRateHz: 4},
		{Source: SourceOME, Order: "XYTCZ", Channels: 2, Slices: 3, Frames: 2, VoxelUm: Voxel{Z: 2.5}},
		{VoxelUm: Voxel{Y: 0.1234567, X: 1.5}},
	} {
		for _, big := range []bool{false, true} {
			for _, open := range []bool{false, true} {
				o := Options{Meta: m, BigTIFF: big}
				if open && m.Frames > 1 {
					o.Meta.Frames = 0
				}
				var dst memory
				store(t, &dst, 4, 3, o, pages[uint16](12, 12, 2))
				got, err := open1(t, "m.tif", dst.b).Meta()
				if err != nil {
					t.Fatal(err)
				}
				want := m
				if want.Source == SourceImageJ {
					want.Order = "XYCZT"
				}
				if !sameMeta(got, want) {
					t.Errorf("big %t\n got %+v\nwant %+v", big, got, want)
				}
			}
		}
	}
}

// sameMeta allows a voxel size the rounding of one fraction.
func sameMeta(a, b Metadata) bool {
	close := func(x, y float64) bool { return math.Abs(x-y) <= 1e-9*math.Abs(y) }
	return a.Source == b.Source && a.Order == b.Order && a.Channels == b.Channels && a.Slices == b.Slices && a.Frames == b.Frames &&
		close(a.VoxelUm.X, b.VoxelUm.X) && close(a.VoxelUm.Y, b.VoxelUm.Y) && close(a.VoxelUm.Z, b.VoxelUm.Z) && close(a.FrameRateHz, b.FrameRateHz)
}

func TestBigTIFFWhenOffsetsNoLongerFit(t *testing.T) {
	pix := pages[uint16](10, 100, 3)
	size := func(limit int64) (big bool, n int) {
		var m memory
		w, err := NewWriter(&m, 10, 10, Options{})
		if err != nil {
			t.Fatal(err)
		}
		w.limit = limit
		for _, p := range pix {
			if err := WritePage(w, p); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		f := open1(t, "x.tif", m.b)
		for i := range pix {
			got := make([]uint16, 100)
			if err := ReadPageAs(f, i, got); err != nil || !sameBits(got, pix[i]) {
				t.Fatalf("limit %d page %d: %v", limit, i, err)
			}
		}
		return f.format.big, len(m.b)
	}
	_, classic := size(classicLimit)
	for limit := int64(classic) / 2; limit < 3*int64(classic); limit += 7 {
		if big, n := size(limit); !big && int64(n) > limit {
			t.Fatalf("a classic file of %d bytes passes the limit %d", n, limit)
		}
	}
	if big, _ := size(int64(classic) / 2); !big {
		t.Error("no BigTIFF beyond the limit")
	}
	if big, _ := size(3 * int64(classic)); big {
		t.Error("BigTIFF without need")
	}
}

func TestCreateIsAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "stack.tif")
	if err := os.WriteFile(path, []byte("before"), 0o644); err != nil {
		t.Fatal(err)
	}
	unchanged := func(when string) {
		b, err := os.ReadFile(path)
		entries, _ := os.ReadDir(dir)
		if err != nil || string(b) != "before" || len(entries) != 1 {
			t.Errorf("%s: %q, %v, %d files", when, b, err, len(entries))
		}
	}
	w, err := Create(path, 2, 2, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := WritePage(w, []uint8{1, 2, 3, 4}); err != nil {
		t.Fatal(err)
	}
	w.Abort()
	unchanged("Abort")
	if err := w.Close(); err == nil {
		t.Error("Close after Abort succeeds")
	}

	w, err = Create(path, 2, 2, Options{Meta: Metadata{Source: SourceOME, Slices: 3, Frames: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if err := WritePage(w, []uint8{1, 2, 3, 4}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err == nil || !strings.Contains(err.Error(), "1 pages do not make 1 channels x 3 slices x 1 frames") {
		t.Errorf("Close with pages missing: %v", err)
	}
	unchanged("failed Close")

	if _, err := Create(path, 2, 2, Options{Predictor: Horizontal}); err == nil {
		t.Error("a predictor without compression is accepted")
	}
	unchanged("refused Options")

	w, err = Create(path, 2, 2, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	if err := WritePage(w, []uint8{1, 2, 3, 4}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := make([]float32, 4)
	if err := f.ReadPage(0, got); err != nil || !sameBits(got, []float32{1, 2, 3, 4}) {
		t.Errorf("%v %v", got, err)
	}
}

// full is a disk with room for n bytes.
type full struct {
	memory
	n int
}

func (f *full) Write(p []byte) (int, error) {
	if len(f.b)+len(p) > f.n {
		return 0, errors.New("disk full")
	}
	return f.memory.Write(p)
}

func TestWriteErrorsAreReported(t *testing.T) {
	for _, room := range []int{0, 16, 70000, 130000} {
		w, err := NewWriter(&full{n: room}, 256, 256, Options{})
		for range 3 {
			if err == nil {
				err = WritePage(w, make([]uint8, 256*256))
			}
		}
		if err == nil {
			err = w.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("room %d: %v", room, err)
		}
	}
}

func TestOptionsThatCannotBeWritten(t *testing.T) {
	for want, o := range map[string]Options{
		"libtiff ignores a predictor":          {Compression: PackBits, Predictor: Horizontal},
		"need ImageJ or OME metadata":          {Meta: Metadata{VoxelUm: Voxel{Z: 1}}},
		"cannot express the order XYTCZ":       {Meta: Metadata{Source: SourceImageJ, Order: "XYTCZ", Slices: 1}},
		"without a pixel size":                 {Meta: Metadata{Source: SourceImageJ, Slices: 1, VoxelUm: Voxel{Z: 1}}},
		"one of y and x only":                  {Meta: Metadata{Source: SourceOME, Slices: 1, VoxelUm: Voxel{X: 1}}},
		"slices or frames":                     {Meta: Metadata{Source: SourceOME}},
		`"scanimage" metadata cannot`:          {Meta: Metadata{Source: SourceScanImage, Slices: 1}},
		"frame rate of -1 cannot be written":   {Meta: Metadata{Source: SourceOME, Slices: 1, FrameRateHz: -1}},
		"frame rate of +Inf cannot be written": {Meta: Metadata{Source: SourceOME, Slices: 1, FrameRateHz: math.Inf(1)}},
	} {
		if _, err := NewWriter(&memory{}, 2, 2, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
	for want, bad := range map[string]func(){
		"page size":    func() { NewWriter(&memory{}, 0, 2, Options{}) },
		"multiples":    func() { NewWriter(&memory{}, 2, 2, Options{TileWidth: 17, TileHeight: 16}) },
		"compression":  func() { NewWriter(&memory{}, 2, 2, Options{Compression: 7}) },
		"width*height": func() { w, _ := NewWriter(&memory{}, 2, 2, Options{}); WritePage(w, []uint8{1}) },
		"one pixel type": func() {
			w, _ := NewWriter(&memory{}, 1, 1, Options{})
			WritePage(w, []uint8{1})
			WritePage(w, []int16{1})
		},
	} {
		func() {
			defer func() {
				if r := recover(); r == nil || !strings.Contains(fmt.Sprint(r), want) {
					t.Errorf("%q: panic %v", want, r)
				}
			}()
			bad()
		}()
	}
}
