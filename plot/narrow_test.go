package plot

import (
	"image"
	"image/color"
	"testing"
)

// Stripes of a pixel, 0 and 200, are their mean, 100, at half the width; the sides stay
// in proportion; what is narrow stays the same.
func TestNarrowed(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 400, 200))
	for i := range m.Pix {
		m.Pix[i] = uint8(i % 2 * 200)
	}
	got := Narrowed(m, 200)
	if got.Bounds() != image.Rect(0, 0, 200, 100) {
		t.Fatalf("%v", got.Bounds())
	}
	const rounding = 12 // the kernel is not flat: stripes leave some shade
	if v := int(color.GrayModel.Convert(got.At(100, 50)).(color.Gray).Y); v < 100-rounding || v > 100+rounding {
		t.Errorf("the middle is %d, want 100", v)
	}
	if Narrowed(m, 400) != image.Image(m) {
		t.Error("a narrow picture is another")
	}
}
