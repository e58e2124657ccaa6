package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"respine/dendrite"
	"respine/random"
	"respine/scope"
	"respine/table"
)

// prepareSections renders an image of two mice, and one without puncta, with the
// truth of the first.
func prepareSections(dir string) error {
	for i, animal := range []string{"a1", "a2", "none"} {
		f := scope.RandomPuncta(scope.PunctaParams{SizeUm: dendrite.Point{X: 20, Y: 20}}, random.New(uint64(40+i)))
		if animal == "none" {
			f.Puncta = nil
		}
		channels, err := f.Render(context.Background(), random.New(uint64(50+i)), 1)
		if err != nil {
			return err
		}
		at := filepath.Join(dir, animal, "tissue")
		if err := errors.Join(os.MkdirAll(at, 0o777), scope.WritePuncta(filepath.Join(at, "psd95.tif"), channels)); err != nil {
			return err
		}
		if animal == "a1" {
			if err := table.WriteFiles(filepath.Join(dir, "truth"), f.Tables()...); err != nil {
				return err
			}
		}
	}
	return nil
}
