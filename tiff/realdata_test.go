package tiff

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// recorded is what testdata/hash_real.py says of one real recording.
type recorded struct {
	Path          string
	Pages         int
	Width, Height int
	Type          string
	SHA256        string // of all pages, little-endian, in their own type
}

// shortPixels is the largest recording short tests read: four of the movies.
// The long movie and the spine stacks are tens of times larger.
const shortPixels = 2 << 20

// TestRealRecordings compares every pixel of real stacks and movies with
// tifffile, by hash. The recordings are not part of the project.
func TestRealRecordings(t *testing.T) {
	root := os.Getenv("RESPINE_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	b, err := os.ReadFile("testdata/real.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []recorded
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	skipped := 0
	for _, r := range all {
		if testing.Short() && r.Pages*r.Width*r.Height > shortPixels {
			continue
		}
		path := filepath.Join(root, filepath.FromSlash(r.Path))
		if _, err := os.Stat(path); err != nil {
			skipped++
			continue
		}
		t.Run(filepath.Base(path), func(t *testing.T) { compareRecording(t, path, r) })
	}
	if skipped > 0 {
		t.Skipf("SKIPPED, NOT TESTED: %d of %d recordings are not in %s; set RESPINE_DATA", skipped, len(all), root)
	}
}

func compareRecording(t *testing.T, path string, r recorded) {
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n, err := f.Len()
	if err != nil || n != r.Pages {
		t.Fatalf("%d pages, %v, want %d", n, err, r.Pages)
	}
	p, err := f.Page(0)
	if err != nil || p.Width != r.Width || p.Height != r.Height || p.Type.String() != r.Type {
		t.Fatalf("%+v, %v", p, err)
	}
	var sum string
	switch p.Type {
	case Uint8:
		sum = hashStack[uint8](t, f, p, n)
	case Uint16:
		sum = hashStack[uint16](t, f, p, n)
	case Int16:
		sum = hashStack[int16](t, f, p, n)
	default:
		sum = hashStack[float32](t, f, p, n)
	}
	if sum != r.SHA256 {
		t.Errorf("pixels differ from tifffile's")
	}
	m, err := f.Meta()
	if err != nil {
		t.Error(err)
	}
	if m.Source == SourceOME && (m.VoxelUm != Voxel{Z: 1, Y: 0.12, X: 0.12} || m.Slices != n) {
		t.Errorf("%+v", m)
	}
	if m.Source != SourceOME && (m.VoxelUm != Voxel{}) {
		t.Errorf("a voxel size nobody measured: %+v", m)
	}
}

func hashStack[T Sample](t *testing.T, f *File, p Page, n int) string {
	t.Helper()
	h := sha256.New()
	pix := make([]T, p.Width*p.Height)
	var buf bytes.Buffer
	for i := range n {
		if err := ReadPageAs(f, i, pix); err != nil {
			t.Fatal(err)
		}
		buf.Reset()
		if err := binary.Write(&buf, binary.LittleEndian, pix); err != nil {
			t.Fatal(err)
		}
		h.Write(buf.Bytes())
	}
	return hex.EncodeToString(h.Sum(nil))
}

func BenchmarkRealStack(b *testing.B) {
	root := os.Getenv("RESPINE_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	f, err := Open(filepath.Join(root, "spines", "rr30a", "images", "rr30a_s0.ome.tif"))
	if err != nil {
		b.Skip("SKIPPED: no recording: ", err)
	}
	defer f.Close()
	pix := make([]float32, 70<<20)
	b.SetBytes(70 << 20)
	for b.Loop() {
		if err := f.ReadPages(b.Context(), 0, 70, pix, 2); err != nil {
			b.Fatal(err)
		}
	}
}
