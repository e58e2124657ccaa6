package scope

import (
	"context"
	"fmt"

	"respine/tiff"
)

// framesAhead is how many frames each worker renders before they are written. It
// bounds the memory of a movie being written, however long.
const framesAhead = 4

// WriteTIFF writes the movie to a multi-page 16-bit TIFF with ImageJ metadata, one
// page a frame, which appears under path when it is whole. Frames are rendered on
// workers goroutines, whose number the file does not depend on. It keeps a few
// frames in memory. An error is that of the file, or of ctx when cancelled.
func (m Movie) WriteTIFF(ctx context.Context, path string, workers int) error {
	w, err := tiff.Create(path, m.Width, m.Height, tiff.Options{Meta: tiff.Metadata{
		Source: tiff.SourceImageJ, Slices: 1, FrameRateHz: m.RateHz,
		VoxelUm: tiff.Voxel{Y: m.PixelUm, X: m.PixelUm},
	}})
	if err != nil {
		return err
	}
	defer w.Abort()
	if err := m.writeFrames(ctx, w, workers); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return w.Close()
}

// writeFrames renders frames batch by batch and writes them in order.
func (m Movie) writeFrames(ctx context.Context, w *tiff.Writer, workers int) error {
	workers = max(1, workers)
	frames := make([][]uint16, framesAhead*workers)
	for i := range frames {
		frames[i] = make([]uint16, m.Width*m.Height)
	}
	for from := 0; from < m.Frames; from += len(frames) {
		batch := frames[:min(len(frames), m.Frames-from)]
		if err := eachSlice(ctx, len(batch), workers, func(i int) { m.Frame(batch[i], from+i) }); err != nil {
			return err
		}
		for _, f := range batch {
			if err := tiff.WritePage(w, f); err != nil {
				return err
			}
		}
	}
	return nil
}
