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
	a, _ := levelled(even, 0.1)
	b, ok := levelled(fading, 0.1)
	if !ok {
		t.Fatal("no shaft was found")
	}
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
	out, _ := levelled(m, 0.1)
	for i := 150 * m.W; i < 151*m.W; i++ {
		if out.Pix[i] > 0.1 {
			t.Fatalf("noise of 2 beside a shaft of 200 is shown as %g of the shaft", out.Pix[i])
		}
	}
	if !math.IsNaN(float64(out.Pix[5])) {
		t.Error("a missing pixel has a value")
	}
	for _, flat := range []img.Image{{}, img.NewImage(20, 61)} {
		if got, ok := levelled(flat, 0.1); ok || !slices.Equal(got.Pix, flat.Pix) {
			t.Errorf("%d pixels of nothing became something", len(flat.Pix))
		}
	}
}

// A stretch where the dendrite was lost beside something bright does not darken
// the rest of the strip.
func TestStrayBrightnessDoesNotDarken(t *testing.T) {
	m := strip(300)
	_, before := shown(m, 0.1)
	for i := range 60 {
		for j := range m.W {
			m.Pix[i*m.W+j] = 60 // where the shaft should be
		}
		for j := range 15 {
			m.Pix[i*m.W+j] = 1000 // beside it
		}
	}
	_, after := shown(m, 0.1)
	const tolerance = 0.3 // the shaft stays white, at a somewhat other window
	if math.Abs(after.hi-before.hi) > tolerance {
		t.Errorf("white was %.2f of the shaft and is %.2f", before.hi, after.hi)
	}
	flat := img.NewImage(20, 61)
	for i := range flat.Pix {
		flat.Pix[i] = float32(i%7) + 50
	}
	flat.Pix[3] = -1e4
	if _, w := shown(flat, 0.1); !(w.hi > w.lo) {
		t.Errorf("window %+v", w)
	}
}
