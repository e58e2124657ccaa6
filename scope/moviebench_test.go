package scope

import "testing"

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
