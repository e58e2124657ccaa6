package photometry

import (
	"math"
	"strings"
	"testing"
)

// train is pulses of the film with uneven intervals, and what a recorder sees of them
// whose clock has an offset and a drift and whose samples are 1/30 s apart.
func train(n int, offset, ppm float64, seed uint64) (film, recorder []float64) {
	rng := seeded(seed)
	at := 2.0
	for range n {
		film = append(film, at)
		at += 5 + 10*rng.Float64()
	}
	for _, f := range film {
		d := offset + f*(1+ppm*1e-6)
		recorder = append(recorder, math.Ceil(d*30)/30)
	}
	return film, recorder
}

// TestClock: offset and drift come back, over a range of both, with pulses lost at
// either end and in the middle; the true time is within the stated error.
func TestClock(t *testing.T) {
	for _, c := range []struct{ offset, ppm float64 }{{0, 0}, {275.386, 400}, {-12.5, -900}, {4000, 30}} {
		film, recorder := train(48, c.offset, c.ppm, 1)
		for name, some := range map[string][2][]float64{
			"all":            {recorder, film},
			"late start":     {recorder[5:], film},
			"film stopped":   {recorder, film[:30]},
			"some were lost": {append(append([]float64(nil), recorder[:10]...), recorder[14:]...), film},
		} {
			k := Synchronise(some[0], some[1], 1./30)
			if why := k.Refused(Params{}); why != "" {
				t.Errorf("%v, %s: refused: %s", c, name, why)
				continue
			}
			for _, f := range []float64{film[0], film[len(film)-1]} {
				near(t, name, k.Film(c.offset+f*(1+c.ppm*1e-6)), f, k.ErrorSec)
			}
			near(t, name+": drift", k.DriftPPM, c.ppm, 80)
		}
	}
}

// TestClockRefuses what cannot be known.
func TestClockRefuses(t *testing.T) {
	film, recorder := train(48, 10, 0, 2)
	other, _ := train(48, 0, 0, 3)
	jumped := append([]float64(nil), recorder...)
	for i := 24; i < len(jumped); i++ {
		jumped[i] += 5
	}
	even := make([]float64, 40)
	for i := range even {
		even[i] = 10 * float64(i)
	}
	for _, c := range []struct {
		name           string
		recorder, film []float64
		word           string
	}{
		{"few", recorder[:3], film, "too few"},
		{"another session", other, film, "agree"},
		{"a jump of 5 s", jumped, film, "a clock that jumped"},
		{"even intervals", even, even, "which pulse is which"},
	} {
		k := Synchronise(c.recorder, c.film, 1./30)
		if why := k.Refused(Params{}); !strings.Contains(why, c.word) {
			t.Errorf("%s: %q does not say %q (%+v)", c.name, why, c.word, k)
		}
	}
	slow := Synchronise(recorder, film, 0.3)
	if why := slow.Refused(Params{}); !strings.Contains(why, "more than 0.1 s") {
		t.Errorf("a recorder that looks each 0.3 s: %q", why)
	}
	if StatedClock(3).Refused(Params{}) == "" || NoClock(0, "why").Refused(Params{}) != "why" {
		t.Error("a clock nobody measured is believed")
	}
}

// TestFiveSecondsAreRefused: bouts said to be on the recorder's clock, which the pulses
// show to be 5 s off; a clock that is right stays.
func TestFiveSecondsAreRefused(t *testing.T) {
	film, recorder := train(48, 5, 0, 4)
	k := OneClock().Agrees(Synchronise(recorder, film, 1./30), 0, 400)
	if why := k.Refused(Params{}); !strings.Contains(why, "5") {
		t.Errorf("%q", why)
	}
	near(t, "error", k.ErrorSec, 5, 0.05)
	film, recorder = train(48, 0, 0, 4)
	if why := OneClock().Agrees(Synchronise(recorder, film, 1./30), 0, 400).Refused(Params{}); why != "" {
		t.Errorf("one clock was refused: %s", why)
	}
}

// A drift is seen though the clocks agree in the middle of the recording.
func TestDriftIsNoOneClock(t *testing.T) {
	const ppm, middle = 1500, 200
	film, recorder := train(48, -middle*ppm*1e-6, ppm, 4)
	k := OneClock().Agrees(Synchronise(recorder, film, 1./30), 0, 2*middle)
	near(t, "error", k.ErrorSec, middle*ppm*1e-6, 0.02)
	if k.Refused(Params{}) == "" {
		t.Error("0.3 s off at both ends, and not refused")
	}
}

// TestClockOfManyTrains: a recorder that looks every 0.2 s sees a pulse half of that late
// in the mean, which is taken off; and twice the standard error of the line, which the
// stated error adds, covers the line's at the farther end of the pulses as often as
// Student's distribution says, with few pulses as with many.
func TestClockOfManyTrains(t *testing.T) {
	const (
		trains, every = 400, 0.2
		offBy         = 0.005 // s, of a mean with a standard error of 0.0013; half of every is 0.1
	)
	for pulses, nominal := range map[int]float64{5: 0.861, 40: 0.947} { // P(|t| < 2) of 3 and 38 degrees
		mean, covered := 0.0, 0.0
		for seed := range uint64(trains) {
			film, _ := train(pulses, 0, 0, 100+seed)
			offset := 50 * seeded(seed).Float64()
			var recorder []float64
			var pairs [][2]int
			middle := 0.0
			for i, f := range film {
				recorder, pairs = append(recorder, math.Ceil((offset+f)/every)*every), append(pairs, [2]int{i, i})
				middle += f / float64(pulses)
			}
			var k Clock
			k.fit(recorder, film, pairs, every)
			off := func(f float64) float64 { return k.Film(offset+f) - f }
			mean += off(middle) / trains
			far := film[0]
			if film[pulses-1]-middle > middle-far {
				far = film[pulses-1]
			}
			if math.Abs(off(far)) <= k.ErrorSec-math.Max(k.ResidualSec, every/2) {
				covered += 1. / trains
			}
		}
		near(t, "mean error of the clock", mean, 0, offBy)
		near(t, "share covered", covered, nominal, 3*math.Sqrt(nominal*(1-nominal)/trains))
	}
}
