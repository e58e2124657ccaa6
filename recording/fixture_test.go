package recording

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"respine/tiff"
)

var inUm = tiff.Voxel{Z: 1, Y: 0.25, X: 0.5}

// ramp is the pixels of a 3 x 4 page: value, value+1, ...
func ramp[T tiff.Sample](value T) []T {
	pix := make([]T, 12)
	for i := range pix {
		pix[i] = value + T(i)
	}
	return pix
}

// writeTIFF writes pages of 3 rows and 4 columns and returns the path.
func writeTIFF[T tiff.Sample](t testing.TB, name string, m tiff.Metadata, pages ...[]T) string {
	path := name
	if !filepath.IsAbs(name) {
		path = filepath.Join(t.TempDir(), name)
	}
	w, err := tiff.Create(path, 4, 3, tiff.Options{Meta: m})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	for _, pix := range pages {
		if err := tiff.WritePage(w, pix); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// writePNG writes an image whose pixel (y, x) is value + 100*y + x, capped.
func writePNG(t testing.TB, path string, m interface {
	image.Image
	Set(x, y int, c color.Color)
}, value int) {
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			v := value + 100*y + x
			switch m.(type) {
			case *image.Gray:
				m.Set(x, y, color.Gray{uint8(min(v, 255))})
			default:
				m.Set(x, y, color.Gray16{uint16(min(v, 65535))})
			}
		}
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, m); err != nil {
		t.Fatal(err)
	}
}

func box(h, w int) image.Rectangle { return image.Rect(0, 0, w, h) }

// wantError fails unless err's text holds want.
func wantError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want %q", err, want)
	}
}
