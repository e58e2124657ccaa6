package photofile

import (
	"slices"
	"strings"
	"testing"

	"respine/photometry"
)

// Frames that a counter jumps over are counted, of a file of every frame and of one of
// every second.
func TestLostFrames(t *testing.T) {
	for _, c := range []struct {
		counter []float64
		want    int
	}{{[]float64{1, 2, 3, 4}, 0}, {[]float64{1, 2, 4, 5}, 1}, {[]float64{1, 2, 3, 7}, 3}, {[]float64{1, 3, 5, 9, 11}, 1}} {
		s := sheet{name: []string{"FrameCounter"}, value: [][]float64{c.counter}}
		if got := s.lostFrames(); got != c.want {
			t.Errorf("%v: %d lost, want %d", c.counter, got, c.want)
		}
	}
}

// A film that was stated to begin 5 s after the first sample is 5 s late on the recorder.
func TestStatedFilm(t *testing.T) {
	from := 5.0
	trace := photometry.Trace{StartSec: 12, RateHz: 20, Signal: make([]float64, 100)}
	k, err := Options{FilmFromSec: &from}.clock(photometry.Recording{}, trace, "")
	if err != nil || k.OffsetSec != 17 || k.Film(17) != 0 || k.Refused(photometry.Params{}) == "" {
		t.Errorf("%+v, %v", k, err)
	}
}

// Declared clocks are held against the pulses wherever the recording has them.
func TestDeclaredClockIsChecked(t *testing.T) {
	pulses := write(t, "film_pulses.csv", []byte("time_s\n1\n4\n9\n11\n18\n21\n29\n31\n38\n"))
	trace := photometry.Trace{StartSec: 0, RateHz: 20, Signal: make([]float64, 800)}
	for _, c := range []struct {
		drift   float64
		refused bool
	}{{0, false}, {1.9e-3, false}, {0.1, true}} { // s at 20 s
		line := photometry.Line{Name: "sync"}
		for _, sec := range []float64{1, 4, 9, 11, 18, 21, 29, 31, 38} {
			line.RiseSec = append(line.RiseSec, sec+c.drift)
		}
		k, err := Options{SameClock: true}.clock(photometry.Recording{Lines: []photometry.Line{line}}, trace, pulses)
		if err != nil || (k.Refused(photometry.Params{}) != "") != c.refused {
			t.Errorf("%g s: %+v, %v", c.drift, k, err)
		}
	}
}

// Of a line that two files hold the one with more pulses is kept, whichever comes first.
func TestBetterLines(t *testing.T) {
	few, many := photometry.Line{Name: "sync", RiseSec: []float64{1}}, photometry.Line{Name: "sync", RiseSec: []float64{1, 2}}
	other := photometry.Line{Name: "lever", RiseSec: []float64{3}}
	for _, got := range [][]photometry.Line{better([]photometry.Line{few}, []photometry.Line{many, other}), better([]photometry.Line{many}, []photometry.Line{few, other})} {
		if len(got) != 2 || len(got[0].RiseSec) != 2 || got[1].Name != "lever" {
			t.Errorf("%v", got)
		}
	}
}

// One word in common is part of a name; three are not.
func TestWordsInCommon(t *testing.T) {
	for in, want := range map[string]string{"mouse_1 mouse_2": "mouse_1 mouse_2", "FP_FST_DAY1_a_x FP_FST_DAY1_b_x": "a b"} {
		if got := apartFrom(strings.Fields(in)); !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s: %v, want %s", in, got, want)
		}
	}
}
