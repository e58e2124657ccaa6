package tiff

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestTifffileReadsWhatWeWrite stores the whole cross product and has
// testdata/read_back.py read it: pixels, axes, voxel size and frame interval.
func TestTifffileReadsWhatWeWrite(t *testing.T) {
	if err := exec.Command("python3", "-c", "import numpy, tifffile, imagecodecs").Run(); err != nil {
		t.Skip("SKIPPED, NOT TESTED: python3 with numpy, tifffile and imagecodecs is needed to read our files back")
	}
	dir := t.TempDir()
	const width, height, n = 37, 23, 12
	expect := map[string]any{}
	for i, c := range sampled(13) {
		c.o.Meta = [3]Metadata{
			{},
			{Source: SourceImageJ, Channels: 2, Slices: 3, Frames: 2, VoxelUm: Voxel{Z: 1.5, Y: 0.12, X: 0.25}, FrameRateHz: 8},
			{Source: SourceOME, Order: "XYZTC", Channels: 2, Slices: 3, Frames: 2, VoxelUm: Voxel{Z: 1.5, Y: 0.12, X: 0.25}, FrameRateHz: 8},
		}[i%3]
		name := c.String() + ".tif"
		path := filepath.Join(dir, name)
		switch c.kind {
		case Uint8:
			create(t, path, width, height, c.o, pages[uint8](n, width*height, 1))
		case Uint16:
			create(t, path, width, height, c.o, pages[uint16](n, width*height, 1))
		case Int16:
			create(t, path, width, height, c.o, pages[int16](n, width*height, 1))
		case Float32:
			create(t, path, width, height, c.o, pages[float32](n, width*height, 1))
		}
		f, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		var hashes []string
		for k := range n {
			hashes = append(hashes, hash(t, f, k))
		}
		f.Close()
		expect[name] = map[string]any{"type": c.kind.String(), "pages": hashes, "source": c.o.Meta.Source, "big": c.o.BigTIFF}
	}
	b, err := json.Marshal(expect)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "expect.json"), b, 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := exec.Command("python3", "testdata/read_back.py", dir)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	t.Logf("%s", out.String())
}

func create[T Sample](t *testing.T, path string, width, height int, o Options, pix [][]T) {
	t.Helper()
	w, err := Create(path, width, height, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pix {
		if err := WritePage(w, p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}
