package main

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"respine/recording"
	"respine/scope"
)

func TestRepeat(t *testing.T) {
	dir := t.TempDir()
	short, long := filepath.Join(dir, "m.tif"), filepath.Join(dir, "long.tif")
	m := scope.RandomMovie(rand.New(rand.NewPCG(1, 1)), scope.MovieParams{Width: 32, Height: 30, Frames: 3})
	if err := m.WriteTIFF(context.Background(), short, 1); err != nil {
		t.Fatal(err)
	}
	if err := repeat(short, long, 3); err != nil {
		t.Fatal(err)
	}
	movie, err := recording.OpenMovie(long)
	if err != nil {
		t.Fatal(err)
	}
	defer movie.Close()
	if movie.Len() != 9 {
		t.Fatalf("%d frames, want 9", movie.Len())
	}
	got, want := make([]float32, 32*30), make([]uint16, 32*30)
	for i := range 9 {
		if err := movie.Read(i, got); err != nil {
			t.Fatal(err)
		}
		m.Frame(want, i%3)
		if !slices.EqualFunc(got, want, func(a float32, b uint16) bool { return a == float32(b) }) {
			t.Errorf("frame %d is not frame %d", i, i%3)
		}
	}
}
