package scope

import (
	"errors"
	"io"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"respine/network"
	"respine/table"
	"respine/twin"
	"respine/video"
)

// TestTheFilmShowsTheTwinsBouts: the bouts in the truth of the film are the
// mouse's own.
func TestTheFilmShowsTheTwinsBouts(t *testing.T) {
	m := simulated(t, quickStudy(), 1)[0]
	seen, _ := m.Mouse.Session(twin.SuspensionSession, 3)
	seen.Bouts = []twin.Bout{{FromSec: 0, ToSec: 2, Immobile: true}, {FromSec: 2, ToSec: 3.5}, {FromSec: 3.5, ToSec: 7, Immobile: true}, {FromSec: 7, ToSec: 10, Censored: true}}
	dir := t.TempDir()
	w := rawWriter{ctx: t.Context(), dir: dir, raw: tinyRaw(), m: m}
	if _, err := w.film(m.Sessions[2], seen); err != nil {
		t.Fatal(err)
	}
	film, err := table.Read(filepath.Join(dir, "truth", "recordings", "a1", m.Sessions[2].ID), "bout")
	if err != nil {
		t.Fatal(err)
	}
	if film.Len() != len(seen.Bouts) {
		t.Fatalf("%d bouts in the film, want %d", film.Len(), len(seen.Bouts))
	}
	for i, b := range seen.Bouts {
		immobile := film.Strings("state")[i] == "immobile"
		if immobile != b.Immobile || math.Abs(film.Floats("from_s")[i]-b.FromSec) > 1e-6 || math.Abs(film.Floats("to_s")[i]-b.ToSec) > 1e-6 || film.Bools("censored")[i] != b.Censored {
			t.Errorf("bout %d: %s %g to %g s, want %+v", i, film.Strings("state")[i], film.Floats("from_s")[i], film.Floats("to_s")[i], b)
		}
	}
}

func TestMovementIsStruggling(t *testing.T) {
	seen := twin.Recording{Activity: network.Activity{BinSec: 0.5, Rate: make([]float32, 6)},
		Bouts: []twin.Bout{{FromSec: 0, ToSec: 1, Immobile: true}, {FromSec: 1, ToSec: 2}, {FromSec: 2, ToSec: 2.5, Immobile: true}, {FromSec: 2.5, ToSec: 9, Censored: true}}}
	if got := movement(seen); !slices.Equal(got, []float32{0, 0, 1, 1, 0, 1}) {
		t.Errorf("movement %v", got)
	}
}

func TestSpikesEndWithTheMovie(t *testing.T) {
	got := until([][]float64{{0.5, 1.9, 2, 3}, nil, {2.5}}, 2)
	if want := [][]float64{{0.5, 1.9}, nil, {}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestFilmIsH264WhereAsked: a file of its own name, with all frames.
func TestFilmIsH264WhereAsked(t *testing.T) {
	if video.FFmpeg() == "" {
		t.Skip("SKIPPED, NOT TESTED: film as H.264, for there is no ffmpeg; that as motion JPEG is tested")
	}
	m := simulated(t, quickStudy(), 1)[0]
	seen, _ := m.Mouse.Session(twin.SuspensionSession, 3)
	dir, raw := t.TempDir(), tinyRaw()
	raw.FilmH264 = true
	w := rawWriter{ctx: t.Context(), dir: dir, raw: raw, m: m}
	r, err := w.film(m.Sessions[2], seen)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(r.Files[0]) != ".mp4" {
		t.Errorf("H.264 in %s", r.Files[0])
	}
	coded, err := video.Open(t.Context(), filepath.Join(dir, r.Files[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer coded.Close()
	frames, pix := 0, make([]uint8, raw.FilmWidth*raw.FilmHeight)
	for ; err == nil; frames++ {
		_, err = coded.Next(pix)
	}
	if frames--; !errors.Is(err, io.EOF) || frames != 55 || coded.Info().RateHz != 5 {
		t.Errorf("%d frames (%v) of %+v, want 10 s and one more at 5 Hz", frames, err, coded.Info())
	}
}
