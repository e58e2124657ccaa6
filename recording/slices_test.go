package recording

import (
	"image"
	"os"
	"path/filepath"
	"testing"
)

func TestSlicesMustBeAlike(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, h, w int, deep bool) {
		path := filepath.Join(dir, name)
		if deep {
			writePNG(t, path, image.NewGray16(box(h, w)), 0)
		} else {
			writePNG(t, path, image.NewGray(box(h, w)), 0)
		}
	}
	write("z1.png", 2, 3, false)
	write("z2.png", 3, 2, false)
	write("z3.png", 2, 3, true)
	_, _, err := OpenStack(t.Context(), dir, unit)
	wantError(t, err, filepath.Join(dir, "z2.png")+": 3 x 2 pixels of 8 bits, but "+filepath.Join(dir, "z1.png")+": 2 x 3 pixels of 8 bits")
	write("z2.png", 2, 3, false)
	_, _, err = OpenStack(t.Context(), dir, unit)
	wantError(t, err, "z3.png: 2 x 3 pixels of 16 bits, but")
}

func TestSlicesOfColour(t *testing.T) {
	path := filepath.Join(t.TempDir(), "z1.png")
	writePNG(t, path, image.NewNRGBA(box(2, 3)), 0)
	_, _, err := OpenStack(t.Context(), path, unit)
	wantError(t, err, path+": a colour PNG\nhint:")
}

func TestSlicesTruncated(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"z1.png", "z2.png", "z3.png"} {
		writePNG(t, filepath.Join(dir, name), image.NewGray(box(20, 30)), 0)
	}
	path := filepath.Join(dir, "z2.png")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 20, len(b) - 20} {
		if err := os.WriteFile(path, b[:n], 0o644); err != nil {
			t.Fatal(err)
		}
		_, _, err := OpenStack(t.Context(), dir, unit)
		wantError(t, err, path+": ")
	}
}
