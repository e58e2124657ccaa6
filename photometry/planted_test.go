package photometry

import (
	"math"

	"respine/random"
	"respine/scope"
)

// mouse is a rendered session with what was planted in it.
type mouse struct {
	Session
	recording scope.FibreRecording
}

// planted renders an animal that rests and struggles by itself: every burst of
// activity in rest is followed, lag seconds after the peak of its dF/F, by a
// struggle; as many struggles come of themselves. A lag of NaN makes bursts and
// struggles that know nothing of each other. It moves, and the fibre with it, while
// it struggles.
func planted(name string, seed uint64, seconds, lag float64, p scope.Photometry) mouse {
	const bin, burst, peak = 0.02, 0.5, 0.55 // dF/F peaks so long after a burst of half a second began
	rng := seeded(seed)
	n := int(seconds / bin)
	a := scope.FibreActivity{BinSec: bin, RateHz: make([]float32, n), Movement: make([]float32, n)}
	for i := range a.RateHz {
		a.RateHz[i] = 2
	}
	fire := func(at float64) {
		for i := int(at / bin); i < int((at+burst)/bin) && i >= 0 && i < n; i++ {
			a.RateHz[i] = 12
		}
	}
	var bouts []Bout
	for at := 0.0; at < seconds-1; {
		rest := 3.5 + rng.ExpFloat64()*3
		until := math.Min(at+rest, seconds)
		switch {
		case math.IsNaN(lag):
			for b := at + rng.ExpFloat64()*6; b < until; b += burst + rng.ExpFloat64()*6 {
				fire(b)
			}
		case rng.Float64() < 0.6:
			fire(until - lag - peak + 0.05*rng.NormFloat64())
		}
		bouts = append(bouts, Bout{State: immobile, FromSec: at, ToSec: until})
		if until >= seconds {
			break
		}
		to := math.Min(until+1.2+rng.ExpFloat64()*1.5, seconds)
		bouts = append(bouts, Bout{State: "struggling", FromSec: until, ToSec: to})
		for i := int(until / bin); i < int(to/bin) && i < n; i++ {
			a.Movement[i] = 1
		}
		at = to
	}
	bouts[len(bouts)-1].Censored = true
	r := scope.RecordFibre(a, p, random.New(seed))
	m := mouse{recording: r}
	m.Animal, m.Name, m.Bouts = name, "test", bouts
	t, err := NewTrace(Channel{Name: "signal", Sec: r.SignalSec, Value: r.Signal}, &Channel{Name: "control", Sec: r.ControlSec, Value: r.Control}, Params{})
	if err != nil {
		panic(err)
	}
	m.Data = Process(t, nil, Params{})
	m.Clock = Synchronise(edges(r.SignalSec, r.Sync), r.Pulses, 1/r.Photometry.RateHz)
	return m
}

func edges(sec []float64, up []bool) []float64 {
	var out []float64
	for i := 1; i < len(up); i++ {
		if up[i] && !up[i-1] {
			out = append(out, sec[i])
		}
	}
	return out
}

// colony renders several animals.
func colony(n int, seed uint64, seconds, lag float64, p scope.Photometry) ([]Session, []mouse) {
	var out []Session
	var all []mouse
	for i := range n {
		m := planted("m"+string(rune('1'+i)), seed+uint64(i), seconds, lag, p)
		out, all = append(out, m.Session), append(all, m)
	}
	return out, all
}
