package scope

import (
	"math"
	"testing"

	"respine/dendrite"
	"respine/img"
)

// exposed returns an even field of the given brightness as the detector sees it.
func exposed(d Detector, brightness float32) []float32 {
	im := img.NewImage(300, 300)
	for i := range im.Pix {
		im.Pix[i] = brightness
	}
	d.expose(im, 1, newRand(9))
	return im.Pix
}

// meanAndVariance leaves out no pixel; the fields here have 90 000.
func meanAndVariance(v []float32) (mean, variance float64) {
	sd := img.Std(v)
	return img.Mean(v), sd * sd
}

// noiseTolerance of a variance of 90 000 pixels is 4 standard errors of a
// normal one, sqrt(2/90000), with as much again for skewed and smeared ones.
const noiseTolerance = 0.04

func TestNoiseGrowsWithTheLight(t *testing.T) {
	for _, c := range []struct {
		name   string
		d      Detector
		excess float64 // variance over gain times mean
	}{
		{"photon counting", Detector{}, 1},
		{"exponential pulses", Detector{PulseSpread: 1}, 2},
		{"narrow pulses", Detector{PulseSpread: 0.5}, 1.25},
		{"smeared", Detector{SmearPx: 0.8}, smearedPower(0.8)},
	} {
		for _, photons := range []float64{0.5, 8, 60} {
			d := c.d
			d.PeakPhotons, d.Gain, d.Offset, d.BitDepth = photons/2, 10, 50, 16
			mean, variance := meanAndVariance(exposed(d, 2))
			near(t, c.name+" mean", mean, 50+10*photons, 50*math.Sqrt(photons)/100)
			want := c.excess*100*photons + 1.0/12 // and the rounding
			near(t, c.name+" variance", variance, want, noiseTolerance*want)
		}
	}
}

func TestDarknessHasBackgroundAndReadNoise(t *testing.T) {
	d := Detector{PeakPhotons: 1, BackgroundPhotons: 4, Gain: 10, Offset: 100, ReadNoise: 15, BitDepth: 12}
	mean, variance := meanAndVariance(exposed(d, 0))
	near(t, "mean", mean, 140, 0.5)
	near(t, "variance", variance, 100*4+15*15, noiseTolerance*625)
}

func TestGreyValuesAreWholeAndCut(t *testing.T) {
	d := Detector{PeakPhotons: 20, Gain: 12, ReadNoise: 20, BitDepth: 8}
	var dark, cut int
	for _, v := range exposed(d, 1) {
		if notWhole(v) || v < 0 || v > 255 {
			t.Fatalf("grey value %v", v)
		}
		if v == 255 {
			cut++
		}
	}
	for _, v := range exposed(d, 0) {
		if v == 0 {
			dark++
		}
	}
	near(t, "share of darkness below zero", float64(dark)/90000, 0.51, 0.01) // half, and what rounds to 0
	if cut < 20000 {
		t.Errorf("%d voxels are cut at 255, want a third", cut)
	}
}

// TestSmearedPowerIsThatOfAGaussian: for wide smears the sum of the squares of
// the weights is 1/(2 sqrt(pi) s).
func TestSmearedPowerIsThatOfAGaussian(t *testing.T) {
	for _, s := range []float64{0.9, 1.5, 3} {
		near(t, "power", smearedPower(s), 1/(2*math.SqrtPi*s), 1e-3)
	}
	near(t, "power without smear", smearedPower(0), 1, 0)
}

func TestBrightnessFallsWithDepthAndBleaching(t *testing.T) {
	m := Microscope{Optics: Optics{AttenuationUm: 50}, Detector: Detector{BleachFraction: 0.2}}
	s := img.NewStack(11, 1, 1, img.Voxel{Z: 2, Y: 1, X: 1})
	near(t, "first slice", m.power(View{}, 0, s), 1, 0)
	near(t, "middle slice", m.power(View{Brightness: 0.7}, 5, s), 0.7*0.9*math.Exp(-0.2), 1e-12)
	near(t, "last slice", m.power(View{}, 10, s), 0.8*math.Exp(-0.4), 1e-12)
}

func TestPresetsDifferInPhotonsAndNotInGrey(t *testing.T) {
	low, medium, high := Preset(LowNoise), Preset(MediumNoise), Preset(HighNoise)
	if !(low.PeakPhotons > medium.PeakPhotons && medium.PeakPhotons > high.PeakPhotons) {
		t.Error("presets are not in order")
	}
	for _, m := range []Microscope{low, medium, high} {
		near(t, "grey value of the reference shaft", m.Gain*m.PeakPhotons, 2000, 1e-9)
		e := EightBit(m)
		near(t, "the same in 8 bits", e.Gain*e.PeakPhotons, eightBitShaft, 1e-9)
	}
	if (Microscope{}).orDefaults() != medium {
		t.Error("the zero Microscope is not the medium one")
	}
	s := medium.emptyStack(dendrite.Point{X: 61.44, Y: 30.72, Z: 40})
	if s.D != 40 || s.H != 256 || s.W != 512 {
		t.Errorf("stack is %d x %d x %d", s.D, s.H, s.W)
	}
}
