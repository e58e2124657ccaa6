package photometry

import (
	"math"
	"slices"
	"testing"

	"respine/stats"
)

// seriesOf makes one session by hand.
func seriesOf(signal []float64, atRisk []int, events ...int) []stats.EventSeries {
	s := stats.EventSeries{Signal: signal, AtRisk: make([]bool, len(signal)), Event: make([]bool, len(signal))}
	for _, i := range atRisk {
		s.AtRisk[i] = true
	}
	for _, i := range events {
		s.Event[i] = true
	}
	return []stats.EventSeries{s}
}

// plainSession is a course without noise at 20 Hz, on one clock.
func plainSession(x []float64, bouts ...Bout) Session {
	return Session{Animal: "a", Clock: OneClock(), Bouts: bouts, Data: Processed{Trace: Trace{RateHz: 20, Signal: x}, All: []DFF{{Pipeline: SignalOnly, Smooth: x, Causal: x}}}}
}

// TestWaiting: a bin is at risk when the animal has been immobile for as long as calcium
// may reach back and the filter rings, up to the one in which it struggles.
func TestWaiting(t *testing.T) {
	s := plainSession(make([]float64, 400), Bout{State: immobile, ToSec: 5}, Bout{State: "struggling", FromSec: 5, ToSec: 7}, Bout{State: immobile, FromSec: 7, ToSec: 9}, Bout{State: "struggling", FromSec: 9, ToSec: 10})
	p := Params{}.orDefaults()
	at, event := newBins(s, p).waiting(s, p)
	first, last := slices.Index(at, true), 0
	for i, v := range at {
		if v {
			last = i
		}
	}
	if first != 23 || last != 49 {
		t.Errorf("at risk from bin %d to %d, want 23 to 49", first, last)
	}
	if n := slices.Index(event, true); n != 49 {
		t.Errorf("immobility ends at 5.0 s, with bin 49; event in bin %d", n)
	}
	s.Bouts[0].ToSec, s.Bouts[1].FromSec = 5.05, 5.05
	if _, event = newBins(s, p).waiting(s, p); slices.Index(event, true) != 50 {
		t.Errorf("event in bin %d, want 50", slices.Index(event, true))
	}
}

// TestBinsDoNotSeeTheFuture: a bin's value is of samples up to its end.
func TestBinsDoNotSeeTheFuture(t *testing.T) {
	x := make([]float64, 400)
	for i := 200; i < 400; i++ { // from 10 s on
		x[i] = 1
	}
	s := plainSession(x, Bout{State: immobile, ToSec: 20})
	p := Params{}.orDefaults()
	b := newBins(s, p)
	got := b.course(s, x)
	for i, v := range got {
		if b.at(i+1) < 9.95 && v != got[0] {
			t.Fatalf("bin %d, before the step, has %v", i, v)
		}
	}
	if got[105] == got[0] {
		t.Error("the step is not seen")
	}
	x[100] = math.NaN()
	if got = b.course(s, x); !math.IsNaN(got[50]) || math.IsNaN(got[52]) {
		t.Error("a missing sample does not make its bin missing, or others")
	}
}

// A struggle is an event wherever in a bin, or between two, it begins: people score
// to whole seconds, films have a frame each tenth.
func TestOnsetsOnEdgesOfBins(t *testing.T) {
	p := Params{}.orDefaults()
	for _, hundredths := range []int{1997, 2000, 2001, 2003, 2010, 2070, 2990, 3000} {
		for _, gap := range []float64{0, 0.04} { // between two bouts
			onset := float64(hundredths) / 100
			s := Session{Data: Processed{Trace: Trace{RateHz: 20, Signal: make([]float64, 2000)}}, Clock: OneClock(),
				Bouts: []Bout{{State: immobile, ToSec: onset}, {State: "struggling", FromSec: onset + gap, ToSec: onset + 3}, {State: immobile, FromSec: onset + 3, ToSec: 60}}}
			b := newBins(s, p)
			at, event := b.waiting(s, p)
			var found []int
			for i, e := range event {
				if e {
					found = append(found, i)
				}
			}
			if want := (hundredths - 1) / 10; len(found) != 1 || found[0] != want || !at[want] || at[want+1] {
				t.Errorf("immobile until %g s: events in bins %v, want %d, the last at risk", onset, found, want)
			}
		}
	}
}

// Movement stays at its times across a gap in them, and is missing in it.
func TestMovementWithAGap(t *testing.T) {
	s := plainSession(make([]float64, 800), Bout{State: immobile, ToSec: 40})
	s.Motion = &Channel{Name: "motion"}
	for i := range 400 {
		sec := float64(i) / 10
		if sec > 10 && sec < 18 {
			continue
		}
		moved := float64(i % 3)
		if i >= 300 { // from 30 s on
			moved += 100
		}
		s.Motion.Sec, s.Motion.Value = append(s.Motion.Sec, sec), append(s.Motion.Value, moved)
	}
	p := Params{}.orDefaults()
	got := movement(s, newBins(s, p))
	if !math.IsNaN(got[150]) || math.IsNaN(got[50]) || !(got[295] < 10) || !(got[305] > 10) {
		t.Errorf("movement at 5, 15, 29.5 and 30.5 s: %.3g, %.3g, %.3g, %.3g; want a number, NaN, low, high", got[50], got[150], got[295], got[305])
	}
}
