package scope

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
)

func BenchmarkMovie(b *testing.B) {
	m := RandomMovie(newRand(1), MovieParams{Frames: 100})
	photons, grey := make([]float32, m.Width*m.Height), make([]uint16, m.Width*m.Height)
	b.Run("expected", func(b *testing.B) {
		for b.Loop() {
			m.Expected(photons, 50)
		}
	})
	b.Run("frame", func(b *testing.B) {
		for b.Loop() {
			m.Frame(grey, 50)
		}
	})
}

// BenchmarkMovieFile renders and writes whole movies of 512 x 512 pixels. Run each
// length by itself to compare their memory:
//
//	go test -c -o scope.test ./scope
//	/usr/bin/time -v ./scope.test -test.run - -test.bench MovieFile/frames=2000 -test.benchtime 1x
func BenchmarkMovieFile(b *testing.B) {
	for _, frames := range []int{500, 2000} {
		b.Run(fmt.Sprintf("frames=%d", frames), func(b *testing.B) {
			for b.Loop() {
				m := RandomMovie(newRand(1), MovieParams{Frames: frames})
				if m.Width != 512 || m.Height != 512 {
					b.Fatalf("%d x %d pixels", m.Width, m.Height)
				}
				if err := m.WriteTIFF(context.Background(), filepath.Join(b.TempDir(), "movie.tif"), 1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
