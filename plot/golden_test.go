package plot

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden pictures anew; then look at them")

// shadeTolerance is the difference of shade, of 255, that another processor's
// rounding may make at an edge.
const shadeTolerance = 3

// golden compares a picture with the one in testdata.
func golden(t *testing.T, name string, got image.Image) {
	t.Helper()
	path := filepath.Join("testdata", name+".png")
	if *update {
		var b bytes.Buffer
		if err := WritePNG(&b, got); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if got.Bounds() != want.Bounds() {
		t.Fatalf("%s: picture is %v, golden %v", name, got.Bounds(), want.Bounds())
	}
	worst, at := 0, image.Point{}
	for y := range got.Bounds().Dy() {
		for x := range got.Bounds().Dx() {
			if d := shadeDistance(got.At(x, y), want.At(x, y)); d > worst {
				worst, at = d, image.Pt(x, y)
			}
		}
	}
	if worst > shadeTolerance {
		t.Errorf("%s: shades differ by up to %d, at %v: %v, golden %v", name, worst, at, got.At(at.X, at.Y), want.At(at.X, at.Y))
	}
}

func shadeDistance(a, b color.Color) int {
	p, q := color.RGBAModel.Convert(a).(color.RGBA), color.RGBAModel.Convert(b).(color.RGBA)
	far := func(x, y uint8) int { return max(int(x)-int(y), int(y)-int(x)) }
	return max(far(p.R, q.R), far(p.G, q.G), far(p.B, q.B))
}

// goldenText compares a text with the one in testdata.
func goldenText(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from what is drawn now:\n%s", name, got)
	}
}
