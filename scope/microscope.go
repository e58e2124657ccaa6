package scope

import (
	"math"

	"respine/dendrite"
	"respine/img"
)

// Microscope is a two-photon microscope: what its light does, and what its
// detector makes of the photons. The zero Microscope is Preset(MediumNoise).
type Microscope struct {
	Optics
	Detector
}

// Optics is the light path.
type Optics struct {
	Voxel         img.Voxel // default 0.12, 0.12, 1 um
	LateralFWHMUm float64   // of the point-spread function; default 0.45
	AxialFWHMUm   float64   // default 2.8
	// TailFraction of the light falls into a wider halo, three times as wide
	// and twice as deep; 0 for none.
	TailFraction float64
	// AttenuationUm is the depth over which brightness falls to 1/e; 0 for
	// no loss.
	AttenuationUm float64
}

// Detector turns brightness into grey values.
type Detector struct {
	PeakPhotons       float64 // per voxel in the middle of the reference shaft; default 50
	BackgroundPhotons float64 // per voxel everywhere
	// BleachFraction of the brightness is lost between the first and the
	// last slice.
	BleachFraction float64
	// SmearPx is the standard deviation, in pixels, over which the detector
	// and its amplifier spread a photon along x; 0 for none. It makes the
	// noise of neighbouring pixels alike.
	SmearPx float64
	// LineSmearPx is the same along y, 0 for none: images that were moved by
	// parts of a pixel, or lines averaged, before the lab got them.
	LineSmearPx float64
	// PulseSpread is the standard deviation of the charge a single photon
	// gives, relative to its mean: 0 for photon counting, about 1 for the
	// exponential pulses of a photomultiplier. The variance of a voxel is
	// 1 + PulseSpread^2 times its photons, and less where they are smeared.
	PulseSpread float64
	Gain        float64 // grey values per photon; default 40
	Offset      float64 // grey value of no light
	ReadNoise   float64 // standard deviation, grey values
	BitDepth    int     // grey values are cut at 2^BitDepth - 1; default 12
}

// Noise names a preset by how noisy its stacks are.
type Noise string

// Three grades of recording. Medium is that of rr30a, whose 8-bit grey values
// have 6 to 7 times their mean as variance, spread over two pixels, and whose
// thick shafts would reach about 380: 50 photons a voxel.
const (
	LowNoise    Noise = "low"
	MediumNoise Noise = "medium"
	HighNoise   Noise = "high"
)

// Preset returns a 12-bit microscope of the given grade.
func Preset(n Noise) Microscope {
	photons := map[Noise]float64{LowNoise: 200, MediumNoise: 50, HighNoise: 16}[n]
	if photons == 0 {
		panic("scope: no preset " + string(n))
	}
	return Microscope{
		Optics: Optics{
			Voxel: img.Voxel{Z: 1, Y: 0.12, X: 0.12}, LateralFWHMUm: 0.45, AxialFWHMUm: 2.8,
			TailFraction: 0.15, AttenuationUm: 150,
		},
		Detector: Detector{
			PeakPhotons: photons, BackgroundPhotons: photons / 80, BleachFraction: 0.05,
			SmearPx: 0.67, PulseSpread: 1, Gain: 2000 / photons, Offset: 20, ReadNoise: 8, BitDepth: 12,
		},
	}
}

// eightBitShaft is the grey value of the reference shaft, were it not cut.
const eightBitShaft = 380

// EightBit returns m with its grey values scaled so that the reference shaft
// is half as bright again as the ceiling of 8 bits and darkness below zero is
// lost, as in stacks exported for display.
func EightBit(m Microscope) Microscope {
	m = m.orDefaults()
	scale := eightBitShaft / (m.Gain * m.PeakPhotons)
	m.Gain *= scale
	m.ReadNoise *= scale
	m.Offset = 0
	m.BitDepth = 8
	return m
}

func (m Microscope) orDefaults() Microscope {
	if m == (Microscope{}) {
		return Preset(MediumNoise)
	}
	d := Preset(MediumNoise)
	if m.Voxel == (img.Voxel{}) {
		m.Voxel = d.Voxel
	}
	for _, f := range []struct{ value, standard *float64 }{
		{&m.LateralFWHMUm, &d.LateralFWHMUm}, {&m.AxialFWHMUm, &d.AxialFWHMUm},
		{&m.PeakPhotons, &d.PeakPhotons}, {&m.Gain, &d.Gain},
	} {
		if *f.value == 0 {
			*f.value = *f.standard
		}
	}
	if m.BitDepth == 0 {
		m.BitDepth = d.BitDepth
	}
	return m
}

// emptyStack is large enough to hold a field that begins at 0, 0, 0.
func (m Microscope) emptyStack(field dendrite.Point) img.Stack {
	v := m.Voxel
	return img.NewStack(int(math.Round(field.Z/v.Z)), int(math.Round(field.Y/v.Y)), int(math.Round(field.X/v.X)), v)
}

// power is the brightness of slice z of s relative to that of the surface of
// the first session: the session's own, less attenuation and bleaching.
func (m Microscope) power(v View, z int, s img.Stack) float64 {
	p := v.brightness() * (1 - m.BleachFraction*float64(z)/float64(max(1, s.D-1)))
	if m.AttenuationUm > 0 {
		p *= math.Exp(-float64(z) * s.Voxel.Z / m.AttenuationUm)
	}
	return p
}
