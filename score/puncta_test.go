package score

import (
	"math"
	"testing"
)

// Pairs are the nearest first, each once, z counting a third; errors by hand.
func TestPunctaByHand(t *testing.T) {
	truth := []Punctum{{X: 1, Y: 1, Z: 0, Intensity: 100}, {X: 1.3, Y: 1, Z: 0, Intensity: 100}, {X: 5, Y: 5, Z: 0, Intensity: 100}, {X: 8, Y: 8, Z: 0, Intensity: 100}}
	measured := []Punctum{
		{X: 1.2, Y: 1, Z: 0, Intensity: 100 * math.E}, // nearer to the second, 0.1
		{X: 5, Y: 5, Z: 0.3, Intensity: 100},          // 0.1 by a third of z
		{X: 5, Y: 5.15, Z: 0, Intensity: 100},         // beside one that is taken
		{X: 8, Y: 8, Z: 0.9, Intensity: 100},          // 0.3: too far
	}
	r := Puncta(measured, truth, 0.2)
	if r.TP != 2 || r.FP != 2 || r.FN != 2 {
		t.Errorf("%+v", r.Counts)
	}
	if !near(float64(r.PlaceErrorUm), 0.1) || !near(float64(r.IntensityErrorLog), math.Sqrt(0.5)) {
		t.Errorf("place %g, want 0.1; log of intensity %g, want %g", float64(r.PlaceErrorUm), float64(r.IntensityErrorLog), math.Sqrt(0.5))
	}
}
