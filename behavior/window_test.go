package behavior

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// hangs is the trace of a mouse that hangs still from the first of n frames at 10 Hz on.
func hangs(n int, p Place) Trace {
	t := Trace{Place: p}
	for i := range n {
		t.Sec = append(t.Sec, float64(i)/10)
		for _, v := range []*[]float64{&t.Residual, &t.Drive, &t.AreaChange, &t.Plain, &t.Angle, &t.Hand, &t.Saturated} {
			*v = append(*v, 0)
		}
		t.Area, t.Reach, t.Low, t.Light = append(t.Area, 900), append(t.Reach, 60), append(t.Low, 90), append(t.Light, 1)
	}
	return t
}

// A test lies within the film, whatever was told; what was not filmed is in no state.
func TestWindowStaysInTheFilm(t *testing.T) {
	const last = 60.0
	for _, c := range []struct{ start, end, from, to float64 }{
		{missing, missing, 0, 30}, {5, missing, 5, 35}, {5, 20, 5, 20}, {missing, 50, 0, 50},
		{missing, 500, 0, last}, {-10, missing, 0, 20}, {40, missing, 40, last}, {40, 90, 40, last},
	} {
		r := usual.Score(hangs(600, Place{StartSec: c.start, EndSec: c.end}), Params{TestSec: 30})
		if math.Abs(r.StartSec-c.from) > 1e-9 || math.Abs(r.EndSec-c.to) > 1e-9 || math.Abs(r.Summary.ImmobileSec-(c.to-c.from)) > 1e-9 {
			t.Errorf("told %g to %g s: from %g to %g s, %g s immobile, want %g to %g", c.start, c.end, r.StartSec, r.EndSec, r.Summary.ImmobileSec, c.from, c.to)
		}
		told := slices.ContainsFunc(r.Quality.Warnings, func(w string) bool { return strings.Contains(w, "before the end that was told") })
		if told != (c.end > last) {
			t.Errorf("told %g s: warnings %q", c.end, r.Quality.Warnings)
		}
	}
}

// The table of places can be given back with another length of the test; an end that was
// told stays.
func TestEndsThatWereFoundAreNotTold(t *testing.T) {
	for _, c := range []struct{ told, want float64 }{{missing, 20}, {50, 50}} {
		first := usual.Score(hangs(600, Place{Name: "m1", Right: 240, Bottom: 240, StartSec: missing, EndSec: c.told}), Params{TestSec: 30})
		places, err := Places(AnimalsTable([]Film{{Name: "f", Results: []Result{first}}}))
		if err != nil {
			t.Fatal(err)
		}
		again := usual.Score(hangs(600, places["f"][0]), Params{TestSec: 20})
		if math.Abs(again.EndSec-c.want) > 1e-9 {
			t.Errorf("told %g s: the second test ends at %g s, want %g", c.told, again.EndSec, c.want)
		}
	}
}
