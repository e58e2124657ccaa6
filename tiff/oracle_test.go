package tiff

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"testing"
)

// An oracle is what tifffile says of one file of testdata/oracles.zip, see
// testdata/make_oracles.py.
type oracle struct {
	Width, Height          int
	Type                   string
	Compression, Predictor int
	Tiled, Big             bool
	Order                  string
	Pages                  []string
	Meta                   *Metadata
	Planes                 map[string]string // "c,z,t" to hash
	Refused                string
}

func oracles(t testing.TB) (map[string]oracle, map[string][]byte) {
	t.Helper()
	b, err := os.ReadFile("testdata/oracles.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]oracle
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader("testdata/oracles.zip")
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	files := map[string][]byte{}
	for _, entry := range z.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[entry.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	if len(want) < 200 || len(files) != len(want) {
		t.Fatalf("%d files for %d oracles", len(files), len(want))
	}
	return want, files
}

func open1(t testing.TB, name string, b []byte) *File {
	t.Helper()
	f, err := NewReader(bytes.NewReader(b), int64(len(b)), name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// hash is the SHA-256 of page i as little-endian pixels of its own type.
func hash(t testing.TB, f *File, i int) string {
	t.Helper()
	p, err := f.Page(i)
	if err != nil {
		t.Fatal(err)
	}
	switch p.Type {
	case Uint8:
		return hashAs[uint8](t, f, p, i)
	case Uint16:
		return hashAs[uint16](t, f, p, i)
	case Int16:
		return hashAs[int16](t, f, p, i)
	}
	return hashAs[float32](t, f, p, i)
}

func hashAs[T Sample](t testing.TB, f *File, p Page, i int) string {
	t.Helper()
	pix := make([]T, p.Width*p.Height)
	if err := ReadPageAs(f, i, pix); err != nil {
		t.Fatal(err)
	}
	checkFloats(t, f, i, pix)
	b := make([]byte, len(pix)*p.Type.Bytes())
	if _, err := binary.Encode(b, binary.LittleEndian, pix); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// checkFloats compares ReadPage with the same page in its own type.
func checkFloats[T Sample](t testing.TB, f *File, i int, pix []T) {
	t.Helper()
	floats := make([]float32, len(pix))
	if err := f.ReadPage(i, floats); err != nil {
		t.Fatal(err)
	}
	for k, v := range pix {
		if math.Float32bits(floats[k]) != math.Float32bits(float32(v)) {
			t.Fatalf("page %d pixel %d: %v as float32, %v as %T", i, k, floats[k], v, v)
		}
	}
}

func TestEveryPixelAsTifffileReadsIt(t *testing.T) {
	want, files := oracles(t)
	for name, o := range want {
		if o.Refused != "" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			f := open1(t, name, files[name])
			n, err := f.Len()
			if err != nil || n != len(o.Pages) {
				t.Fatalf("Len = %d, %v, want %d", n, err, len(o.Pages))
			}
			p, err := f.Page(0)
			if err != nil {
				t.Fatal(err)
			}
			if p.Width != o.Width || p.Height != o.Height || p.Type.String() != o.Type ||
				int(p.Compression) != o.Compression || int(p.Predictor) != o.Predictor ||
				(p.TileWidth > 0) != o.Tiled || f.format.big != o.Big || (f.format.order == binary.LittleEndian) != (o.Order == "<") {
				t.Errorf("page is %+v, want %+v", p, o)
			}
			for i, h := range o.Pages {
				if got := hash(t, f, i); got != h {
					t.Errorf("page %d differs from tifffile's", i)
				}
			}
		})
	}
}

// metaTolerance is the relative error of a voxel size after tifffile stored it
// as a fraction of 32-bit numbers.
const metaTolerance = 1e-6

func near(a, b float64) bool { return math.Abs(a-b) <= metaTolerance*math.Abs(b) }

func TestMetadataAsWritten(t *testing.T) {
	want, files := oracles(t)
	checked := 0
	for name, o := range want {
		if o.Meta == nil {
			continue
		}
		checked++
		f := open1(t, name, files[name])
		m, err := f.Meta()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		w := *o.Meta
		if m.Source != w.Source || m.Channels != w.Channels || m.Slices != w.Slices || m.Frames != w.Frames ||
			!near(m.VoxelUm.Z, w.VoxelUm.Z) || !near(m.VoxelUm.Y, w.VoxelUm.Y) || !near(m.VoxelUm.X, w.VoxelUm.X) ||
			!near(m.FrameRateHz, w.FrameRateHz) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, m, w)
		}
	}
	if checked < 14 {
		t.Errorf("only %d files have metadata", checked)
	}
}

func TestPageIndexFindsThePlaneTifffileFinds(t *testing.T) {
	want, files := oracles(t)
	checked := 0
	for name, o := range want {
		if len(o.Planes) == 0 {
			continue
		}
		f := open1(t, name, files[name])
		m, err := f.Meta()
		if err != nil {
			t.Fatal(err)
		}
		for at, h := range o.Planes {
			var c, z, frame int
			if _, err := fmt.Sscanf(at, "%d,%d,%d", &c, &z, &frame); err != nil {
				t.Fatal(err)
			}
			i, err := m.PageIndex(c, z, frame)
			if err != nil {
				t.Fatal(err)
			}
			checked++
			if hash(t, f, i) != h {
				t.Errorf("%s: plane %s is not page %d", name, at, i)
			}
		}
	}
	if checked != 8*12 {
		t.Errorf("%d planes checked", checked)
	}
}

func TestRefusedFilesSayWhatIsSupported(t *testing.T) {
	want, files := oracles(t)
	for name, o := range want {
		if o.Refused == "" {
			continue
		}
		f := open1(t, name, files[name])
		_, err := f.Page(0)
		if !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, part := range []string{name, "page 0, byte ", o.Refused, "not supported", "\nhint: "} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %q misses %q", name, err, part)
			}
		}
	}
}
