package scope

import (
	"cmp"
	"context"
	"math"

	"respine/dendrite"
	"respine/img"
	"respine/random"
)

// PunctaField is a confocal field of stained tissue in two channels: the puncta
// of a synaptic protein such as PSD95, and neurites. Lengths are micrometres,
// light is photons.
//
// A punctum is a Gaussian, as wide as the microscope's blur and its own size
// added in squares; a neurite is a row of them. Each pixel collects the light
// that falls on its square. Photons are Poisson.
//
// It cannot show bleaching between slices, uneven staining with depth, the
// rings of a real point-spread function, or tissue that shrank.
type PunctaField struct {
	SizeUm   dendrite.Point // of the field; Z 0 for a single slice in focus at 0
	Voxel    img.Voxel      // default 0.1 um across, 0.3 um deep
	Puncta   []Punctum
	Neurites []Neurite
	Confocal Confocal
}

// Punctum is one cluster of protein.
type Punctum struct {
	At     dendrite.Point
	SizeUm float64 // full width at half maximum of the protein itself
	// Photons is its light, summed over all pixels, in a slice through its
	// middle.
	Photons   float64
	OnNeurite bool // stands on a neurite
}

// Neurite is a process that winds through the field.
type Neurite struct {
	Points       []dendrite.Point
	RadiusUm     float64
	PhotonsPerUm float64 // in the slice it lies in
}

// Confocal is the microscope and the staining. The zero Confocal is
// DefaultConfocal; in any other, 0 is none.
type Confocal struct {
	LateralFWHMUm, AxialFWHMUm float64
	// BackgroundPhotons fall on every pixel of a channel, puncta first; they
	// rise by Gradient, relative, from the left to the right, and vary by
	// Cloud, a relative standard deviation, over a few micrometres.
	BackgroundPhotons [2]float64
	Gradient, Cloud   float64
	// Crosstalk is the share of the other channel's light that is seen in
	// the channel of the puncta, and of the neurites.
	Crosstalk [2]float64
	Detector  Detector // PeakPhotons and BackgroundPhotons are not used
}

// DefaultConfocal is an oil objective of numerical aperture 1.4 at 520 nm, whose
// blur is 0.51/1.4 of the wavelength across and less than 0.6 um deep with a
// pinhole of one Airy disc, both a little worse as in tissue, and a 12-bit
// photomultiplier.
func DefaultConfocal() Confocal {
	return Confocal{
		LateralFWHMUm: 0.22, AxialFWHMUm: 0.65, BackgroundPhotons: [2]float64{2, 1.5}, Gradient: 0.2, Cloud: 0.15,
		Crosstalk: [2]float64{0.03, 0.02},
		Detector:  Detector{PulseSpread: 0.5, Gain: 30, Offset: 60, ReadNoise: 6, BitDepth: 12},
	}
}

func (f PunctaField) orDefaults() PunctaField {
	f.Voxel = cmp.Or(f.Voxel, img.Voxel{Z: 0.3, Y: 0.1, X: 0.1})
	f.Confocal = cmp.Or(f.Confocal, DefaultConfocal())
	f.Confocal.Detector.PeakPhotons, f.Confocal.Detector.BackgroundPhotons = 1, 0
	f.Confocal.Detector.Gain, f.Confocal.Detector.BitDepth = cmp.Or(f.Confocal.Detector.Gain, 1), cmp.Or(f.Confocal.Detector.BitDepth, 12)
	if !(f.SizeUm.X > 0 && f.SizeUm.Y > 0) {
		panic("scope: a field of puncta without a size")
	}
	return f
}

// The two channels of a PunctaField.
const (
	PunctaChannel = iota
	NeuriteChannel
)

// Light returns the expected photons per pixel of both channels, crosstalk and
// background included, without noise.
func (f PunctaField) Light(ctx context.Context, key random.Key, workers int) (channels [2]img.Stack, err error) {
	f = f.orDefaults()
	return f.expose(ctx, workers, func(z int, own [2]img.Image) { f.addBackground(own, key) })
}

// Render returns grey values of both channels. The same key gives the same
// pixels for any number of workers; an error is that of ctx, when cancelled.
func (f PunctaField) Render(ctx context.Context, key random.Key, workers int) (channels [2]img.Stack, err error) {
	f = f.orDefaults()
	return f.expose(ctx, workers, func(z int, own [2]img.Image) {
		f.addBackground(own, key)
		for c := range own {
			f.Confocal.Detector.expose(own[c], 1, key.At(uint64(c), uint64(z)).Rand())
		}
	})
}

// expose draws the light of both channels slice by slice, mixes them, and hands
// each pair to develop.
func (f PunctaField) expose(ctx context.Context, workers int, develop func(z int, own [2]img.Image)) (channels [2]img.Stack, err error) {
	h, w := int(math.Round(f.SizeUm.Y/f.Voxel.Y)), int(math.Round(f.SizeUm.X/f.Voxel.X))
	d := max(1, int(math.Round(f.SizeUm.Z/f.Voxel.Z)))
	for c := range channels {
		channels[c] = img.NewStack(d, h, w, f.Voxel)
	}
	dots := f.dots()
	err = eachSlice(ctx, d, workers, func(z int) {
		own := [2]img.Image{channels[0].Slice(z), channels[1].Slice(z)}
		for c := range own {
			for _, dot := range dots[c] {
				dot.draw(own[c], f.Voxel, float64(z)*f.Voxel.Z)
			}
		}
		for i, a := range own[0].Pix {
			b := own[1].Pix[i]
			own[0].Pix[i] = a + float32(f.Confocal.Crosstalk[0]*float64(b))
			own[1].Pix[i] = b + float32(f.Confocal.Crosstalk[1]*float64(a))
		}
		develop(z, own)
	})
	return channels, err
}

// cloudUm is the grain of the background.
const cloudUm = 4

// addBackground adds what falls on every pixel; it is the same in all slices.
func (f PunctaField) addBackground(own [2]img.Image, key random.Key) {
	for c, m := range own {
		base := f.Confocal.BackgroundPhotons[c]
		if base == 0 {
			continue
		}
		clouds := key.At(2 + uint64(c))
		for y := range m.H {
			row := m.Row(y)
			for x := range row {
				v := 1 + f.Confocal.Gradient*(float64(x)/float64(m.W)-0.5)
				if f.Confocal.Cloud > 0 {
					v += f.Confocal.Cloud / latticeSD * lattice(clouds, float64(x)*f.Voxel.X/cloudUm, float64(y)*f.Voxel.Y/cloudUm)
				}
				row[x] += float32(base * max(0, v))
			}
		}
	}
}

// latticeSD is the standard deviation of lattice: 26/35.
const latticeSD = 26. / 35
