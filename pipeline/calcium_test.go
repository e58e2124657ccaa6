package pipeline

import (
	"slices"
	"testing"

	"respine/recording"
)

// What a movie says of itself is not lost, nor where the manifest contradicts it.
func TestMovieWarnings(t *testing.T) {
	m := &recording.Movie{RateHz: 30, PixelUmX: 1.2, PixelUmY: 2.4, Warnings: []string{"pages are slices"}}
	paths := []string{"/lab/m1/a.tif", "/lab/m1/b.tif"}
	for _, c := range []struct {
		p    calciumSettings
		want []string
	}{
		{calciumSettings{}, []string{"pages are slices"}},
		{calciumSettings{RateHz: 30.1, PixelUm: 1.2}, []string{"pages are slices", "1.2 um a pixel down in the manifest; the file says 2.4"}},
		{calciumSettings{RateHz: 15}, []string{"pages are slices", "15 frames a second in the manifest; the file says 30"}},
	} {
		if got := movieWarnings(m, c.p, paths).Strings("warning"); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q, want %q", c.p, got, c.want)
		}
	}
	m.Warnings = []string{paths[1] + ": a rate of 10 Hz"}
	if got := movieWarnings(m, calciumSettings{}, paths).Strings("warning")[0]; got != "file 2: a rate of 10 Hz" {
		t.Errorf("%q", got)
	}
}
