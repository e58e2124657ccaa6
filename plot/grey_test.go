package plot

import (
	"math"
	"testing"

	"respine/img"
)

func TestWindow(t *testing.T) {
	ramp := img.NewImage(1, 1001)
	for i := range ramp.Pix {
		ramp.Pix[i] = float32(i)
	}
	w := windowOf(ramp)
	if w.lo != 50 || w.hi != 997 { // percentiles 5 and 99.7 of 0..1000
		t.Errorf("window %+v", w)
	}
	if w.grey(50) != 0 || w.grey(0) != 0 || w.grey(997) != 255 || w.grey(2000) != 255 || w.grey(math.NaN()) != 0 {
		t.Error("the ends of the window are wrong")
	}
	if g := w.grey((50 + 997) / 2.0); g != 168 { // 255 * 0.5^0.6 = 168.2
		t.Errorf("middle %d, want 168", g)
	}
}

func TestWindowOfOddImages(t *testing.T) {
	nan := float32(math.NaN())
	lone := img.NewImage(10, 100)
	lone.Pix[3] = 5 // less than the share of pixels that may be saturated
	for name, c := range map[string]struct {
		m    img.Image
		want window
	}{
		"empty": {img.Image{}, window{0, 1}},
		"flat":  {img.Image{H: 1, W: 3, Pix: []float32{4, 4, 4}}, window{4, 5}},
		"nan":   {img.Image{H: 1, W: 3, Pix: []float32{nan, nan, nan}}, window{0, 1}},
		"lone":  {lone, window{0, 5}},
	} {
		if got := windowOf(c.m); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// The table gives what the power gives.
func TestGreyIsAPower(t *testing.T) {
	w := window{0, 1}
	for i := range 100_000 {
		f := float64(i) / 99_999
		if got, want := w.grey(f), uint8(math.Round(255*math.Pow(f, gamma))); got != want {
			t.Fatalf("grey of %v is %d, want %d", f, got, want)
		}
	}
}
