package video

import (
	"io"
	"runtime"
	"slices"
	"testing"
)

// TestAheadIsTheSameFilm: frames, times and the end are those of the reader, on any
// number of processors, and a film can be left early.
func TestAheadIsTheSameFilm(t *testing.T) {
	path := writeAVI(t, 64, 48, 23, 25, segmentBytes)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, n := range []int{1, 2, 3, 8} {
		runtime.GOMAXPROCS(n)
		r, err := OpenAVI(path)
		if err != nil {
			t.Fatal(err)
		}
		a := Ahead(r)
		got, want := make([]uint8, 64*48), make([]uint8, 64*48)
		for i := range 23 {
			sec, err := a.Next(got)
			if err := r.Frame(i, want); err != nil {
				t.Fatal(err)
			}
			if err != nil || sec != float64(i)/25 || !slices.Equal(got, want) {
				t.Fatalf("%d processors, frame %d at %v s, %v", n, i, sec, err)
			}
		}
		for range 2 {
			if _, err := a.Next(got); err != io.EOF {
				t.Errorf("%d processors, after the last: %v", n, err)
			}
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
		if r, err = OpenAVI(path); err != nil {
			t.Fatal(err)
		}
		a = Ahead(r)
		if _, err := a.Next(got); err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
}
