package twin

import (
	"math"
	"testing"

	"respine/random"
)

const testBin = 0.02

// TestRestingMouse: without activity and without a delay, immobile bouts end
// with one hazard and struggles with another.
func TestRestingMouse(t *testing.T) {
	b := Behaviour{AccumulatorSec: 0.6, ThresholdHz: 3, WidthHz: 0.35, RestPerSec: 0.25, StopPerSec: 0.5, StartFactor: 1, StartSec: 1}
	all := bouts(b, make([]float32, 2_000_000), testBin, random.New(1))
	var sum, n [2]float64
	for i, v := range all {
		kind := 0
		if v.Immobile {
			kind = 1
		}
		if v.Censored != (i == len(all)-1) {
			t.Fatalf("bout %d of %d: censored %v", i, len(all), v.Censored)
		}
		if i > 0 && (v.FromSec != all[i-1].ToSec || v.Immobile == all[i-1].Immobile) {
			t.Fatalf("bout %d does not follow the one before it", i)
		}
		sum[kind] += v.ToSec - v.FromSec
		n[kind]++
	}
	// A decision is taken up a bin later; a struggle has its shortest time.
	for kind, want := range []float64{shortestSec + 1/b.StopPerSec, 1/b.RestPerSec + testBin} {
		mean := sum[kind] / n[kind]
		if se := want / math.Sqrt(n[kind]); math.Abs(mean-want) > 4*se+testBin {
			t.Errorf("kind %d: mean bout %.3f s, want %.3f ± %.3f", kind, mean, want, se)
		}
	}
	if end := all[len(all)-1].ToSec; math.Abs(end-2_000_000*testBin) > 1e-6 {
		t.Errorf("the bouts end at %g s", end)
	}
}

// TestStruggleFollowsABurst: a burst of activity every 20 s calls a struggle
// after the delay, and the lag is what was put in.
func TestStruggleFollowsABurst(t *testing.T) {
	t.Parallel()
	p := Default()
	rate := make([]float32, 360*50)
	for i := range rate {
		if i%1000 >= 500 && i%1000 < 550 {
			rate[i] = 10
		}
	}
	b := p.Behaviour
	b.RestPerSec, b.StartFactor = 0, 1
	m := Mouse{Params: p}
	for animal := range 6 {
		r := Recording{Session: Session{SuspensionSession, float64(animal)}, Transients: transients(p.Imaging, rate, testBin)}
		r.Bouts = bouts(b, rate, testBin, random.New(uint64(animal)))
		if len(r.Transients) != 18 {
			t.Fatalf("%d transients of 18 bursts", len(r.Transients))
		}
		m.Sessions = append(m.Sessions, r)
	}
	// From the start of a burst: the accumulator passes half way after
	// tau ln(10/(10-3)), movement follows by the delay; the transient peaks at the
	// end of the burst, a second after its start. Deciding takes a little on top.
	want := b.AccumulatorSec*math.Log(10/(10-b.ThresholdHz)) + b.DelaySec - 1
	lag := m.StruggleLag(0, 1, 2, 3, 4, 5)
	if lag.Undefined != "" || lag.X() < want || lag.X() > want+0.6 {
		t.Errorf("lag %.2f s (%s), want %.2f or little more", lag.X(), lag.Undefined, want)
	}
	if x := m.StruggleAfter(0, 1, 2, 3, 4, 5); x.Undefined == "" && x.X() < 5 {
		t.Errorf("struggles after transients are only %.1f times as frequent", x.X())
	}
}

func TestImmobileScoresTheEnd(t *testing.T) {
	t.Parallel()
	m := Mouse{Params: Default(), Sessions: []Recording{{Session: Session{SuspensionSession, 1}}}}
	m.Sessions[0].Activity.Seconds = 360
	m.Sessions[0].Bouts = []Bout{{0, 130, true, false}, {130, 140, false, false}, {140, 150, true, false}, {150, 355, false, false}, {355, 360, true, true}}
	if v := m.Immobile(1); v.X() != 25 {
		t.Errorf("%g s immobile in the last 240, by hand 25", v.X())
	}
	if v := m.ImmobileBout(1); v.X() != 145.0/2 {
		t.Errorf("mean bout %g s, by hand 72.5 for 145 s and two that ended", v.X())
	}
	if v := m.Immobile(2); v.Undefined == "" || !math.IsNaN(v.X()) {
		t.Errorf("a session that is not there has %g", v.X())
	}
	never := Mouse{Params: Default(), Sessions: []Recording{{Session: Session{SuspensionSession, 1}, Bouts: []Bout{{0, 360, true, true}}}}}
	if v := never.ImmobileBout(1); v.Undefined == "" {
		t.Error("a mouse that never struggled has a mean bout")
	}
}

// TestLagIsAboutASecond: over a whole preset mouse.
func TestLagIsAboutASecond(t *testing.T) {
	t.Parallel()
	p := Protocol{StartHours: -12}
	for h := range 6 {
		p.Sessions = append(p.Sessions, Session{SuspensionSession, float64(-2 * h)})
	}
	m := mustSimulate(t, Params{}, p, 8, 1)
	lag, after := m.StruggleLag(0, -2, -4, -6, -8), m.StruggleAfter(0, -2, -4, -6, -8)
	if lag.Undefined != "" || lag.X() < 0.7 || lag.X() > 1.3 {
		t.Errorf("lag %.2f s (%s)", lag.X(), lag.Undefined)
	}
	if after.Undefined != "" || after.X() < 1.5 {
		t.Errorf("struggle rate after transients %.2f of that otherwise (%s)", after.X(), after.Undefined)
	}
}
