package scope

import (
	"slices"
	"testing"

	"respine/network"
)

// TestAsBright: what a cell sends in a second from a square micrometre is that of the
// preset, whatever the pixel and the rate, and no pixel of it is cut off at 13 bits.
func TestAsBright(t *testing.T) {
	perSecondAndUm2 := func(d MovieDetector, pixelUm, rateHz float64) float64 {
		return d.CellPhotons * rateHz / (pixelUm * pixelUm)
	}
	for _, n := range []Noise{LowNoise, MediumNoise, HighNoise} {
		want := perSecondAndUm2(MoviePreset(n), 1.17, 30)
		for _, v := range [][2]float64{{1.17, 30}, {2.9, 10}, {0.9, 8}} {
			d := asBright(MoviePreset(n), v[0], v[1])
			near(t, string(n), perSecondAndUm2(d, v[0], v[1]), want, 1e-9*want)
			if d.BitDepth != 16 || d.Gain != MoviePreset(n).Gain {
				t.Errorf("%s: %+v", n, d)
			}
		}
	}
}

// Events of the twin are truth as far as the movie goes.
func TestEnsembleEventsOfAMovie(t *testing.T) {
	got := ensembleEvents([]network.Event{{StartSec: 1, EndSec: 2, Cells: 5}, {StartSec: 59, EndSec: 61, Cells: 7}, {StartSec: 60, EndSec: 62, Cells: 9}}, 60)
	if from, to := got.Floats("from_s"), got.Floats("to_s"); !slices.Equal(from, []float64{1, 59}) || !slices.Equal(to, []float64{2, 60}) {
		t.Errorf("from %v to %v", from, to)
	}
}
