package scope

import (
	"fmt"
	"math"

	"respine/img"
	"respine/table"
	"respine/tiff"
)

// WritePuncta writes two channels of whole grey values, as Render returns them,
// to a 16-bit TIFF that ImageJ opens as one image with channels and slices.
func WritePuncta(path string, channels [2]img.Stack) error {
	s := channels[0]
	if b := channels[1]; s.D != b.D || s.H != b.H || s.W != b.W {
		panic("scope: two channels of different size")
	}
	meta := tiff.Metadata{Source: tiff.SourceImageJ, Channels: 2, Slices: s.D, VoxelUm: tiff.Voxel{Y: s.Voxel.Y, X: s.Voxel.X}}
	if s.D > 1 {
		meta.VoxelUm.Z = s.Voxel.Z
	}
	w, err := tiff.Create(path, s.W, s.H, tiff.Options{Meta: meta})
	if err != nil {
		return err
	}
	page := make([]uint16, s.H*s.W)
	for z := range s.D {
		for _, c := range channels {
			for i, v := range c.Slice(z).Pix {
				page[i] = uint16(max(0, min(v, math.MaxUint16)))
			}
			if err := tiff.WritePage(w, page); err != nil {
				w.Abort()
				return fmt.Errorf("%s: %w", path, err)
			}
		}
	}
	return w.Close()
}

// Tables returns the truth: puncta, where each stands, how large it is, its
// light, and the grey values above background that its pixels add up to in a
// slice through its middle, where nothing is cut; puncta_field, how large the
// field is and how dense the puncta are, per area for a single slice, else per
// volume.
func (f PunctaField) Tables() []*table.Table {
	f = f.orDefaults()
	t := table.New("puncta", table.Int("punctum_id", ""), table.Float("x_um", "um"), table.Float("y_um", "um"), table.Float("z_um", "um"),
		table.Float("size_um", "um"), table.Float("photons", ""), table.Float("intensity_grey", ""), table.Bool("on_neurite", ""))
	for i, p := range f.Puncta {
		t.Append(i, p.At.X, p.At.Y, p.At.Z, p.SizeUm, p.Photons, p.Photons*f.Confocal.Detector.Gain, p.OnNeurite)
	}
	field := table.New("puncta_field", table.Float("x_um", "um"), table.Float("y_um", "um"), table.Float("z_um", "um"), table.Int("puncta", ""),
		table.Float("per_um2", "1/um2"), table.Float("per_um3", "1/um3"))
	area := f.SizeUm.X * f.SizeUm.Y
	n, perArea, perVolume := float64(len(f.Puncta)), math.NaN(), math.NaN()
	if f.SizeUm.Z > 0 {
		perVolume = n / (area * f.SizeUm.Z)
	} else {
		perArea = n / area
	}
	field.Append(f.SizeUm.X, f.SizeUm.Y, f.SizeUm.Z, len(f.Puncta), perArea, perVolume)
	return []*table.Table{t, field}
}
