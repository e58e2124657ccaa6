package film

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"respine/video"
)

// greyFilm writes n frames, each of one grey value, 10 more than the one before.
func greyFilm(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "film.avi")
	w, err := video.CreateAVI(path, 32, 32, 10)
	if err != nil {
		t.Fatal(err)
	}
	pix := make([]uint8, 32*32)
	for i := range n {
		for k := range pix {
			pix[k] = uint8(10 * i)
		}
		frame, err := w.Encode(nil, pix)
		if err == nil {
			err = w.Append(frame)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// Frames come in order with their times, and samples evenly from all over.
func TestOpenAndSample(t *testing.T) {
	path := greyFilm(t, 20)
	r, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	pix := make([]uint8, 32*32)
	const jpegGrey = 2 // grey values lost in compression
	for i := range 20 {
		sec, err := r.Next(pix)
		if err != nil || max(sec-float64(i)/10, float64(i)/10-sec) > 1e-6 || max(int(pix[99])-10*i, 10*i-int(pix[99])) > jpegGrey {
			t.Fatalf("frame %d: %v s, grey %d, %v", i, sec, pix[99], err)
		}
	}
	if _, err := r.Next(pix); !errors.Is(err, io.EOF) {
		t.Errorf("after the last: %v", err)
	}
	samples, err := Sample(t.Context(), r, 5)
	if err != nil || len(samples) != 5 {
		t.Fatalf("%d samples, %v", len(samples), err)
	}
	for k, s := range samples {
		if want := 40 * k; max(int(s[99])-want, want-int(s[99])) > jpegGrey {
			t.Errorf("sample %d is of grey %d, want %d", k, s[99], want)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"text.avi": "no film at all", "text.tif": "no film at all", "empty.mp4": ""} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if r, err := Open(t.Context(), path, Options{}); err == nil {
			r.Close()
			t.Errorf("%s was opened", name)
		}
	}
}
