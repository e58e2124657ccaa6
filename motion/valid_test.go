package motion

import "testing"

// A pixel is valid where the corrected frames have a number.
func TestValidIsWhereFramesAre(t *testing.T) {
	k := plane(30, 40)
	k.frames = [][]float32{k.frames[0], k.frames[0], k.frames[0]}
	r := &Result{H: 30, W: 40, Shifts: []Shift{{Y: 3, X: -4}, {Y: -2.25, X: 1.5}, {Y: 100, Bad: Jump}}}
	for _, share := range []float64{0.5, 1} {
		valid := r.Valid(share)
		seen := make([]int, 30*40)
		pix := make([]float32, 30*40)
		for i := range 2 {
			if err := r.Correct(k).Read(i, pix); err != nil {
				t.Fatal(err)
			}
			for j, v := range pix {
				if v == v {
					seen[j]++
				}
			}
		}
		for j, v := range valid {
			if v != (float64(seen[j]) >= 2*share) {
				t.Fatalf("share %g: pixel (%d, %d) valid %v, shown by %d", share, j/40, j%40, v, seen[j])
			}
		}
	}
}
