package motion

import (
	"testing"

	"respine/scope"
)

// dimErrorPx is how far off a frame may lie that is believed in little light: its
// confidence is over places apartPx away, so half of that tells them apart.
const dimErrorPx = apartPx / 2

// In little light frames are named or are near where they belong: none is believed
// in another place. Where single frames show nothing, none is believed.
func TestLittleLight(t *testing.T) {
	for _, c := range []struct {
		photons     float64
		least, most int // frames used
	}{{0.7, 140, 150}, {0.2, 1, 149}, {0.02, 0, 0}} {
		m := scene(6, 100, 100, 150, scope.MovieMotion{Rigid: true, BoutsPerMinute: 20}, scope.MovieDetector{CellPhotons: c.photons, ReadNoise: 30})
		r := register(t, render(m), Params{})
		var y, x []float64
		for i, s := range r.Shifts {
			if v := m.Shift(i); s.Bad == Good {
				y, x = append(y, float64(s.Y)-v.Y), append(x, float64(s.X)-v.X)
			}
		}
		if len(y) < c.least || len(y) > c.most {
			t.Errorf("%g photons: %d of %d frames used", c.photons, len(y), len(r.Shifts))
		}
		if len(y) == 0 {
			continue
		}
		root, worst := rms(y, x)
		t.Logf("%g photons a pixel of a cell: %d used, error %.3f px RMS, at most %.3f", c.photons, len(y), root, worst)
		if worst > dimErrorPx {
			t.Errorf("%g photons: a frame that is used lies %.2f px off", c.photons, worst)
		}
	}
}

// A frame in which the focus has left the plane is named, and moves no other.
func TestAnotherPlaneIsNamed(t *testing.T) {
	m, k := briefly()
	other := render(scene(33, k.h, k.w, 1, scope.MovieMotion{}, scope.MovieDetector{}))
	const share, at = 0.2, 30 // what is left of the plane, and in which frame
	left := k.with(func(f [][]float32) {
		f[at] = filled(k, func(y, x int) float32 { return share*k.frames[at][y*k.w+x] + (1-share)*other.frames[0][y*k.w+x] })
	})
	r := register(t, left, Params{})
	if r.Shifts[at].Bad != Unlike || r.Used() != k.Len()-1 {
		t.Errorf("frame %d is %q, %d of %d used", at, r.Shifts[at].Bad, r.Used(), k.Len())
	}
	if root, _ := shiftErrors(m, r, at); root > rigidErrorPx {
		t.Errorf("error of the others %.3f px", root)
	}
}
