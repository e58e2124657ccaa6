package main

import (
	"context"
	"sync"

	"respine/motion"
	"respine/tiff"
)

// writeRegistered writes a corrected movie, frames in order, computed a few at a
// time on workers goroutines. The file appears when it is whole.
func writeRegistered(ctx context.Context, path string, frames *motion.Corrected, meta tiff.Metadata, workers int, say func(string, ...any)) error {
	h, width := frames.Size()
	w, err := tiff.Create(path, width, h, tiff.Options{Meta: meta})
	if err != nil {
		return err
	}
	defer w.Abort()
	const ahead = 4 // frames of each worker, so that few wait at the end of a batch
	batch := make([][]float32, ahead*workers)
	for i := range batch {
		batch[i] = make([]float32, h*width)
	}
	for from := 0; from < frames.Len(); from += len(batch) {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := min(len(batch), frames.Len()-from)
		if err := readBatch(frames, from, batch[:n], workers); err != nil {
			return err
		}
		for _, f := range batch[:n] {
			if err := tiff.WritePage(w, f); err != nil {
				return err
			}
		}
		if (from/len(batch))%64 == 63 {
			say("writing %d of %d frames", from+n, frames.Len())
		}
	}
	return w.Close()
}

// readBatch reads frames from one on, and returns the error of the first that
// failed.
func readBatch(frames *motion.Corrected, from int, batch [][]float32, workers int) error {
	errs := make([]error, len(batch))
	var group sync.WaitGroup
	for k := range workers {
		group.Go(func() {
			for i := k; i < len(batch); i += workers {
				errs[i] = frames.Read(from+i, batch[i])
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
