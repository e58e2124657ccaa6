package plot

import (
	"bytes"
	"errors"
	"image/color"
	"image/png"
	"testing"
)

// Okabe & Ito (2008) give the palette as 8-bit triplets.
func TestPaletteOfOkabeAndIto(t *testing.T) {
	for c, want := range map[Colour]color.RGBA{
		Orange: {230, 159, 0, 255}, SkyBlue: {86, 180, 233, 255}, Green: {0, 158, 115, 255}, Yellow: {240, 228, 66, 255},
		Blue: {0, 114, 178, 255}, Vermilion: {213, 94, 0, 255}, Purple: {204, 121, 167, 255},
	} {
		if got := color.RGBAModel.Convert(c); got != want {
			t.Errorf("%v is %v, want %v", c, got, want)
		}
	}
	if Green.String() != "#009E73" || Black.String() != "#000000" {
		t.Errorf("written %v and %v", Green, Black)
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWritePNG(t *testing.T) {
	m := newCanvas(3, 2, Orange)
	var b bytes.Buffer
	if err := WritePNG(&b, m.RGBA); err != nil {
		t.Fatal(err)
	}
	back, err := png.Decode(&b)
	if err != nil || back.Bounds() != m.Bounds() || shadeDistance(back.At(2, 1), Orange) != 0 {
		t.Errorf("read back %v, %v", back, err)
	}
	if err := WritePNG(fullDisk{}, m.RGBA); err == nil || err.Error() != "plot: disk full" {
		t.Errorf("error %v", err)
	}
}
