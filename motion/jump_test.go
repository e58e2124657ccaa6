package motion

import (
	"testing"

	"respine/scope"
)

// jumped is a still field of which the last frames, a third of them, show what lies
// down rows below, as after a slip of the head plate.
func jumped(down int) kept {
	const rows, columns, frames, last = 112, 112, 90, 30
	all := render(scene(21, rows+down, columns, frames, scope.MovieMotion{Rigid: true}, scope.MovieDetector{}))
	k := kept{rows, columns, make([][]float32, frames)}
	for t := range k.frames {
		from := 0
		if t >= frames-last {
			from = down
		}
		k.frames[t] = all.frames[t][from*columns : (from+rows)*columns]
	}
	return k
}

// Frames that show another part of the tissue are not to be used, however many they
// are and whether or not the two parts overlap; those before are as they were.
func TestALastingJumpIsNamed(t *testing.T) {
	for _, down := range []int{30, 56, 80, 130} {
		k := jumped(down)
		r := register(t, k, Params{})
		for i, s := range r.Shifts {
			if moved := i >= 60; moved != (s.Bad != Good) {
				t.Errorf("%d px: frame %d is %q at %.1f, %.1f (correlation %.2f, confidence %.0f)", down, i, s.Bad, s.Y, s.X, s.Correlation, s.Confidence)
				break
			}
		}
	}
}
