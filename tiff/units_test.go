package tiff

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestUnits(t *testing.T) {
	for unit, want := range map[string]float64{
		"micron": 1, "µm": 1, "\u03bcm": 1, "um": 1, " Microns ": 1, "nm": 1e-3, "mm": 1e3, "cm": 1e4, "inch": 25400,
		"pixel": 0, "pixels": 0, "": 0, "reference frame": 0, "furlong": 0,
	} {
		if got := lengthUm(unit); got != want {
			t.Errorf("lengthUm(%q) = %v, want %v", unit, got, want)
		}
	}
	for unit, want := range map[string]float64{"s": 1, "sec": 1, "ms": 1e-3, "min": 60, "µs": 1e-6, "h": 3600, "": 0, "frame": 0} {
		if got := timeSec(unit); got != want {
			t.Errorf("timeSec(%q) = %v, want %v", unit, got, want)
		}
	}
}

func TestFraction(t *testing.T) {
	for v, want := range map[float64][2]uint32{
		1 / 0.12: {25, 3}, 4: {4, 1}, 0.5: {1, 2}, 1e4 / 0.65: {200000, 13}, 72: {72, 1}, 1e12: {math.MaxUint32, 1},
	} {
		if n, d := fraction(v); n != want[0] || d != want[1] {
			t.Errorf("fraction(%v) = %d/%d, want %v", v, n, d, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(1e-3, 1e8).Draw(t, "v")
		n, d := fraction(v)
		// The best fraction with a denominator up to D is within 1/(d D).
		if d == 0 || math.Abs(float64(n)/float64(d)-v) > 1e-6*v {
			t.Fatalf("fraction(%v) = %d/%d = %v", v, n, d, float64(n)/float64(d))
		}
	})
}

func TestPrintResolutionsAreNotVoxelSizes(t *testing.T) {
	for _, dpi := range []float64{72, 96, 150, 300, 600, 1200} {
		if x, _ := (resolution{dpi, dpi, 2}).tagUm(); x != 0 {
			t.Errorf("%v dpi gives %v um", dpi, x)
		}
		if x, _ := (resolution{dpi / 2.54, dpi / 2.54, 3}).tagUm(); x != 0 {
			t.Errorf("%v dpi in cm gives %v um", dpi, x)
		}
	}
	if x, y := (resolution{254000, 127000, 2}).tagUm(); !near(x, 0.1) || !near(y, 0.2) {
		t.Errorf("254000 and 127000 per inch: %v, %v", x, y)
	}
	if x, y := (resolution{10000, 10000, 1}).tagUm(); x != 0 || y != 0 {
		t.Errorf("without a unit: %v, %v", x, y)
	}
}
