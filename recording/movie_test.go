package recording

import (
	"os"
	"path/filepath"
	"testing"

	"respine/tiff"
)

func frame(t *testing.T, m *Movie, i int) []float32 {
	t.Helper()
	h, w := m.Size()
	pix := make([]float32, h*w)
	if err := m.Read(i, pix); err != nil {
		t.Fatal(err)
	}
	return pix
}

func TestOpenMovieJoinsFiles(t *testing.T) {
	a := writeTIFF(t, "a.tif", tiff.Metadata{Source: tiff.SourceImageJ, Slices: 1, FrameRateHz: 30, VoxelUm: tiff.Voxel{Y: 1.5, X: 1.25}}, ramp[uint16](100), ramp[uint16](200))
	b := writeTIFF(t, "b.tif", tiff.Metadata{}, ramp[uint16](300), ramp[uint16](400), ramp[uint16](65000))
	m, err := OpenMovie(a, b)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if h, w := m.Size(); h != 3 || w != 4 || m.Len() != 5 || m.BitDepth != 16 || m.Top != 65535 {
		t.Errorf("%d x %d, %d frames, %d bits up to %g", h, w, m.Len(), m.BitDepth, m.Top)
	}
	for i, want := range []float32{100, 200, 300, 400, 65000} {
		if pix := frame(t, m, i); pix[0] != want || pix[11] != want+11 {
			t.Errorf("frame %d begins %g, ends %g", i, pix[0], pix[11])
		}
		narrow := make([]uint16, 12)
		if err := m.ReadUint16(i, narrow); err != nil || narrow[5] != uint16(want)+5 {
			t.Errorf("frame %d as uint16: %v, %v", i, narrow, err)
		}
	}
	// The second file tells neither rate nor size: they are not known.
	if m.RateHz != 0 || m.PixelUmY != 0 || len(m.Warnings) != 3 {
		t.Errorf("rate %g, pixel %g, warnings %q", m.RateHz, m.PixelUmY, m.Warnings)
	}
	alone, err := OpenMovie(a)
	if err != nil {
		t.Fatal(err)
	}
	defer alone.Close()
	if alone.RateHz != 30 || alone.PixelUmY != 1.5 || alone.PixelUmX != 1.25 || len(alone.Warnings) != 0 {
		t.Errorf("rate %g, pixel %g x %g, warnings %q", alone.RateHz, alone.PixelUmY, alone.PixelUmX, alone.Warnings)
	}
}

func TestOpenMovieKinds(t *testing.T) {
	for _, path := range []string{
		writeTIFF(t, "u8.tif", tiff.Metadata{}, ramp[uint8](1), ramp[uint8](7)),
		writeTIFF(t, "i16.tif", tiff.Metadata{}, ramp[int16](1), ramp[int16](7)),
		writeTIFF(t, "f32.tif", tiff.Metadata{}, ramp[float32](1), ramp[float32](7)),
	} {
		m, err := OpenMovie(path)
		if err != nil {
			t.Fatal(err)
		}
		if pix := frame(t, m, 1); m.Len() != 2 || pix[0] != 7 || pix[11] != 18 {
			t.Errorf("%s: %d frames, second is %v", path, m.Len(), pix)
		}
		m.Close()
	}
}

// A movie saved as slices is a movie, and that is said.
func TestOpenMovieOfSlices(t *testing.T) {
	path := writeTIFF(t, "s.tif", tiff.Metadata{Source: tiff.SourceImageJ, Slices: 3, Frames: 1}, ramp[uint16](1), ramp[uint16](2), ramp[uint16](3))
	m, err := OpenMovie(path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if m.Len() != 3 || frame(t, m, 2)[0] != 3 || len(m.Warnings) != 1 {
		t.Errorf("%d frames, warnings %q", m.Len(), m.Warnings)
	}
}

func TestOpenMovieChannel(t *testing.T) {
	path := writeTIFF(t, "c.tif", tiff.Metadata{Source: tiff.SourceImageJ, Channels: 2, Slices: 1, Frames: 2},
		ramp[uint16](1), ramp[uint16](2), ramp[uint16](3), ramp[uint16](4))
	_, err := OpenMovie(path)
	wantError(t, err, "2 channels\nhint: choose one with --channel")
	m, err := OpenMovieChannel(2, path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if m.Len() != 2 || frame(t, m, 0)[0] != 2 || frame(t, m, 1)[0] != 4 {
		t.Errorf("%d frames", m.Len())
	}
}

func TestOpenMovieErrors(t *testing.T) {
	good := writeTIFF(t, "good.tif", tiff.Metadata{}, ramp[uint16](1), ramp[uint16](2))
	other := writeTIFF(t, "other.tif", tiff.Metadata{}, ramp[uint8](1))
	volumes := writeTIFF(t, "v.tif", tiff.Metadata{Source: tiff.SourceImageJ, Slices: 2, Frames: 2}, ramp[uint16](1), ramp[uint16](2), ramp[uint16](3), ramp[uint16](4))
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.tif")
	if err := os.WriteFile(cut, whole[:len(whole)-20], 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		paths []string
		want  string
	}{
		{nil, "at least one file"},
		{[]string{"none.tif"}, "no such file"},
		{[]string{good, other}, "other.tif: 3 x 4 pixels of uint8 in 1 channels, but"},
		{[]string{good, other}, "hint: give the files of one recording, in order"},
		{[]string{volumes}, "v.tif: 2 frames of 2 planes, not a movie of one plane\nhint:"},
		{[]string{cut}, "hint: the file is still being written"},
	} {
		_, err := OpenMovie(c.paths...)
		wantError(t, err, c.want)
	}
	_, err = OpenMovieChannel(-1, good)
	wantError(t, err, "channels count from 1")
}

// A page of another size is told when the movie is opened. Two files are joined by
// hand: the link of the first directory is turned to that of a wider page.
func TestOpenMovieOfDifferentPages(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sizes.tif")
	le := func(v uint32, n int) []byte {
		b := []byte{byte(v), byte(v >> 8), byte(v >> 16), byte(v >> 24)}
		return b[:n]
	}
	page := func(width, next uint32) []byte {
		var b []byte
		b = append(b, le(8, 2)...)
		for _, f := range [][3]uint32{{256, 4, width}, {257, 4, 2}, {258, 3, 8}, {259, 3, 1}, {262, 3, 1}, {273, 4, 300}, {278, 4, 2}, {279, 4, 2 * width}} {
			b = append(append(append(append(b, le(f[0], 2)...), le(f[1], 2)...), le(1, 4)...), le(f[2], 4)...)
		}
		return append(b, le(next, 4)...)
	}
	b := append([]byte{'I', 'I', 42, 0, 8, 0, 0, 0}, page(4, 8+102)...)
	b = append(b, page(5, 0)...)
	b = append(b, make([]byte, 400-len(b))...)
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := OpenMovie(path)
	wantError(t, err, "sizes.tif: page 1 is 2 x 5 pixels of uint8, the pages before are 2 x 4 pixels of uint8\nhint:")
}
