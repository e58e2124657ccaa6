package recording

import (
	"context"
	"errors"
	"image"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"respine/img"
	"respine/tiff"
)

var slicesOfImageJ = tiff.Metadata{Source: tiff.SourceImageJ, Frames: 1, VoxelUm: inUm}

func TestOpenStackTIFF(t *testing.T) {
	path := writeTIFF(t, "day0.tif", slicesOfImageJ, ramp[uint16](0), ramp[uint16](1000), ramp[uint16](math.MaxUint16-11))
	stack, info, err := OpenStack(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if stack.D != 3 || stack.H != 3 || stack.W != 4 || stack.Voxel != (img.Voxel{Z: 1, Y: 0.25, X: 0.5}) {
		t.Errorf("stack of %d x %d x %d, voxel %s", stack.D, stack.H, stack.W, stack.Voxel)
	}
	if a, b, c := stack.At(0, 0, 1), stack.At(1, 2, 3), stack.At(2, 2, 3); a != 1 || b != 1011 || c != 65535 {
		t.Errorf("voxels %g, %g, %g, want 1, 1011, 65535", a, b, c)
	}
	want := Info{Path: path, Slices: 3, Channel: 1, Channels: 1, BitDepth: 16, Saturated: 1.0 / 36}
	if !reflect.DeepEqual(info, want) {
		t.Errorf("info %+v, want %+v", info, want)
	}
}

func TestOpenStackBitDepths(t *testing.T) {
	for name, c := range map[string]struct {
		path      string
		bits      int
		saturated float64
	}{
		"uint8":   {writeTIFF(t, "a.tif", slicesOfImageJ, ramp[uint8](250), ramp[uint8](0)), 8, 1.0 / 24}, // 250 to 255, then wraps to 0
		"int16":   {writeTIFF(t, "b.tif", slicesOfImageJ, ramp[int16](-5), ramp[int16](math.MaxInt16-11)), 16, 1.0 / 24},
		"float32": {writeTIFF(t, "c.tif", slicesOfImageJ, ramp[float32](-0.5), ramp[float32](0)), 32, math.NaN()},
	} {
		_, info, err := OpenStack(context.Background(), c.path, Options{})
		same := info.Saturated == c.saturated || math.IsNaN(info.Saturated) && math.IsNaN(c.saturated)
		if err != nil || info.BitDepth != c.bits || !same {
			t.Errorf("%s: %d bits, %g saturated, %v", name, info.BitDepth, info.Saturated, err)
		}
	}
}

func TestOpenStackUsesTheBuffer(t *testing.T) {
	path := writeTIFF(t, "day0.tif", slicesOfImageJ, ramp[uint8](0), ramp[uint8](50))
	own := make([]float32, 5, 30)
	stack, _, err := OpenStack(context.Background(), path, Options{Buffer: own})
	if err != nil || len(stack.Pix) != 24 || &stack.Pix[0] != &own[0] {
		t.Errorf("%d voxels, not in the buffer (%v)", len(stack.Pix), err)
	}
	stack, _, err = OpenStack(context.Background(), path, Options{Buffer: make([]float32, 23)})
	if err != nil || len(stack.Pix) != 24 {
		t.Errorf("%d voxels with too small a buffer (%v)", len(stack.Pix), err)
	}
}

func TestOpenStackOneSlice(t *testing.T) {
	stack, info, err := OpenStack(context.Background(), writeTIFF(t, "a.tif", slicesOfImageJ, ramp[uint8](0)), Options{})
	if err != nil || stack.D != 1 || info.Slices != 1 || !reflect.DeepEqual(info.Warnings, []string{"one slice: depth cannot be measured"}) {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestOpenStackErrors(t *testing.T) {
	nan, inf := ramp[float32](0), ramp[float32](0)
	nan[3], nan[4], inf[5] = float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1))
	damaged := writeTIFF(t, "damaged.tif", slicesOfImageJ, nan, inf, ramp[float32](0))
	blank := writeTIFF(t, "blank.tif", slicesOfImageJ, make([]uint8, 12), make([]uint8, 12))
	ctx := context.Background()

	_, _, err := OpenStack(ctx, damaged, Options{})
	wantError(t, err, damaged+": slice 0: 2 pixels are NaN or infinite")
	_, _, err = OpenStack(ctx, blank, Options{})
	wantError(t, err, blank+": the stack is blank: every voxel is 0")
	if !errors.Is(err, ErrBlank) {
		t.Error("a blank stack is not ErrBlank")
	}
	_, _, err = OpenStack(ctx, blank, Options{Channel: -1})
	wantError(t, err, "blank.tif: channel -1\nhint:")
	_, _, err = OpenStack(ctx, filepath.Join(t.TempDir(), "none.tif"), Options{})
	wantError(t, err, "no such file")
	_, _, err = OpenStack(ctx, "recording_test.go", Options{})
	wantError(t, err, "recording_test.go: not a TIFF, a PNG or a folder of slices\nhint:")

	canceled, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err = OpenStack(canceled, damaged, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

func TestOpenStackPNGFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "one.png")
	writePNG(t, path, image.NewGray(box(2, 3)), 7)
	stack, info, err := OpenStack(context.Background(), path, Options{VoxelUm: &img.Voxel{Z: 1, Y: 1, X: 1}})
	if err != nil || stack.At(0, 1, 2) != 109 || info.BitDepth != 8 {
		t.Errorf("%+v, %+v, %v", stack, info, err)
	}
}

func TestBufferRefusesMovies(t *testing.T) {
	_, err := buffer("a.tif", source{d: 100_000, h: 512, w: 512}, nil)
	wantError(t, err, "a.tif: 100000 slices of 512 x 512 pixels are too much for a z-stack\nhint: is it a movie?")
}

// A copy that broke off names itself.
func TestOpenStackTruncated(t *testing.T) {
	path := writeTIFF(t, "cut.tif", slicesOfImageJ, ramp[uint16](0), ramp[uint16](100))
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{len(b) - 20, len(b) / 2, 12} {
		if err := os.WriteFile(path, b[:n], 0o644); err != nil {
			t.Fatal(err)
		}
		_, _, err = OpenStack(context.Background(), path, Options{})
		wantError(t, err, path)
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%d of %d bytes: error %v", n, len(b), err)
		}
	}
}
