package photometry

import "testing"

// A struggle comes out of immobility where nothing was scored between for a tenth of a
// second at most.
func TestOnsetsFollowImmobility(t *testing.T) {
	for from, want := range map[float64]int{5: 1, 5.05: 1, 5.2: 0, 9: 0} {
		s := Session{Bouts: []Bout{{State: immobile, ToSec: 5}, {State: "struggling", FromSec: from, ToSec: 12}}}
		if got := len(s.Onsets()); got != want {
			t.Errorf("struggling from %g s, immobile to 5 s: %d onsets, want %d", from, got, want)
		}
	}
}

// Minutes are the film's: a recorder's clock that runs a tenth fast shows more of them.
func TestRatesOnTheFilmsClock(t *testing.T) {
	s := Session{Clock: Clock{DriftPPM: 1e5}, Data: Processed{Trace: Trace{RateHz: 20, Signal: make([]float64, 1320)}}}
	near(t, "minutes", s.Rates(nil, make([]float64, 1320))[0].Minutes, 1, 1e-9)
}
