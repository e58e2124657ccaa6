package scope

import (
	"context"

	"respine/img"
	"respine/tiff"
)

// WriteStack writes a rendered stack as OME-TIFF of 16 bits, compressed.
func WriteStack(ctx context.Context, path string, s img.Stack) error {
	w, err := tiff.Create(path, s.W, s.H, tiff.Options{
		Compression: tiff.Deflate, Predictor: tiff.Horizontal,
		Meta: tiff.Metadata{Source: tiff.SourceOME, Channels: 1, Slices: s.D, Frames: 1, Order: "XYZCT", VoxelUm: tiff.Voxel(s.Voxel)},
	})
	if err != nil {
		return err
	}
	defer w.Abort()
	page := make([]uint16, s.H*s.W)
	for z := range s.D {
		if err := ctx.Err(); err != nil {
			return err
		}
		for i, v := range s.Slice(z).Pix {
			page[i] = uint16(v)
		}
		if err := tiff.WritePage(w, page); err != nil {
			return err
		}
	}
	return w.Close()
}
