package plot

import (
	"math"
	"slices"
	"testing"

	"respine/img"
)

// A strip whose brightness falls to a third along it, over the same
// background, comes back as even as one whose brightness does not fall.
func TestLevelled(t *testing.T) {
	even := strip(300, point{5, -1.2}, point{25, -1.2})
	fading := img.NewImage(even.H, even.W)
	for i := range even.H {
		f := float32(1 - 2.0/3*float64(i)/300)
		for j := range even.W {
			fading.Pix[i*even.W+j] = 10 + f*(even.Pix[i*even.W+j]-10)
		}
	}
	before := slices.Clone(fading.Pix)
	a, b := levelled(even, 0.1), levelled(fading, 0.1)
	if !slices.Equal(fading.Pix, before) {
		t.Error("the strip was changed")
	}
	head := func(m img.Image, along float64) float64 { return float64(m.Pix[int(along*10)*m.W+30-12]) }
	const tolerance = 0.03 // the background is a quartile, not known exactly
	for _, along := range []float64{5, 25} {
		if d := math.Abs(head(b, along)/head(a, along) - 1); d > tolerance {
			t.Errorf("the head at %g um differs by %.3f", along, d)
		}
	}
	if shaft := float64(a.Pix[150*a.W+30]); math.Abs(shaft-1) > tolerance {
		t.Errorf("the shaft is %g, want 1", shaft)
	}
}

// Where there is no shaft, noise is not blown up; what is not a number stays
// so; a strip of nothing comes back.
func TestLevelledWithoutShaft(t *testing.T) {
	m := strip(300)
	for i := 100 * m.W; i < 200*m.W; i++ {
		m.Pix[i] = 10 + float32(i%3)
	}
	m.Pix[5] = float32(math.NaN())
	out := levelled(m, 0.1)
	for i := 150 * m.W; i < 151*m.W; i++ {
		if out.Pix[i] > 0.1 {
			t.Fatalf("noise of 2 beside a shaft of 200 is shown as %g of the shaft", out.Pix[i])
		}
	}
	if !math.IsNaN(float64(out.Pix[5])) {
		t.Error("a missing pixel has a value")
	}
	for _, flat := range []img.Image{{}, img.NewImage(20, 61)} {
		if got := levelled(flat, 0.1); !slices.Equal(got.Pix, flat.Pix) {
			t.Errorf("%d pixels of nothing became something", len(flat.Pix))
		}
	}
}
