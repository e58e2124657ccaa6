package scope

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"

	"respine/random"
)

// silent is a photometry without anything but the indicator.
func silent() Photometry {
	return Photometry{RateHz: 50, Signal: FibreChannel{Level: 1, Calcium: 1}, Control: FibreChannel{Level: 1}, Fibre: Fibre{SwaySD: 1e-300}}
}

// bursts is activity of 2 Hz with bursts of 12 Hz.
func bursts(seconds float64) FibreActivity {
	a := FibreActivity{BinSec: 0.02}
	k := random.New(8)
	for i := range int(seconds / a.BinSec) {
		r := float32(2)
		if k.Uniform(uint64(i/25)) < 0.05 {
			r = 12
		}
		a.RateHz = append(a.RateHz, r)
	}
	return a
}

// TestKernel: the answer to one bin peaks and halves where the difference of two
// exponentials does, and has unit area.
func TestKernel(t *testing.T) {
	a := FibreActivity{BinSec: 0.001, RateHz: make([]float32, 12000)}
	a.RateHz[6000] = 1000 // one spike in a millisecond
	p := silent()
	p.RateHz = 1000
	r := RecordFibre(a, p, random.New(1))
	peak, area := 0, 0.0
	for i, v := range r.DFF {
		if v > r.DFF[peak] {
			peak = i
		}
		area += v / 1000
	}
	const rise, decay = 0.07, 0.8
	near(t, "area", area, 0.02, 0.02*0.002) // all but exp(-6/0.8) of it
	at := math.Log(decay/rise) * rise * decay / (decay - rise)
	near(t, "peak", float64(peak-6000)/1000, at+0.0005, 0.001)
	kernel := func(t float64) float64 { return (math.Exp(-t/decay) - math.Exp(-t/rise)) / (decay - rise) }
	for _, sec := range []float64{0.05, at, 0.5, 2} {
		want := 0.02 * kernel(sec)
		near(t, fmt.Sprintf("kernel after %.2f s", sec), r.DFF[6000+int(math.Round(sec*1000))], want, 0.01*0.02)
	}
	half := peak
	for r.DFF[half] > r.DFF[peak]/2 {
		half++
	}
	near(t, "half decay, as the package says", float64(half-peak)/1000, 0.63, 0.01)
}

// TestSteadyActivityIsSteady: a constant rate gives the gain times it, from the
// first sample on, whatever the bins.
func TestSteadyActivityIsSteady(t *testing.T) {
	a := FibreActivity{BinSec: 0.02, RateHz: slices.Repeat([]float32{3}, 500)}
	for i, v := range RecordFibre(a, silent(), random.New(1)).DFF {
		if math.Abs(v-0.06) > 1e-12 {
			t.Fatalf("sample %d: dF/F %v, want 0.06", i, v)
		}
	}
}

// TestBleaching: without anything else the channels are their two exponentials.
func TestBleaching(t *testing.T) {
	p := silent()
	p.RateHz = 1
	p.Signal = FibreChannel{Level: 2, Background: 0.3, Fast: 0.2, FastSec: 50, Slow: 0.4, SlowSec: 1000}
	p.Control = FibreChannel{Level: 1, Fast: 0.1, FastSec: 30, Slow: 0.3, SlowSec: 600}
	r := RecordFibre(FibreActivity{BinSec: 1, RateHz: make([]float32, 3000)}, p, random.New(2))
	for _, i := range []int{0, 50, 700, 2999} {
		s := float64(i)
		near(t, "signal", r.Signal[i], 0.3+2*(0.2*math.Exp(-s/50)+0.4*math.Exp(-s/1000)+0.4), 1e-12)
		near(t, "control", r.Control[i], 0.1*math.Exp(-s/30)+0.3*math.Exp(-s/600)+0.6, 1e-12)
	}
}

// TestParts: each nuisance reaches the channels it should, by as much as it
// should.
func TestParts(t *testing.T) {
	s := tipState{sec: 100, dff: 0.1, motion: 0.05, blood: 0.02}
	c := FibreChannel{Level: 2, Background: 1, Calcium: -0.5, Absorption: 3, Leak: 0.25}
	other := FibreChannel{Level: 4, Calcium: 1}
	light := 1.05 * math.Exp(-0.06) * (2*(1-0.05) + 1)
	near(t, "light", c.light(s), light, 1e-12)
	near(t, "with leak", c.sample(other, s, 7), light+0.25*1.05*4.4, 1e-12)
	c.NoiseSD = 0.1
	near(t, "with noise", c.sample(FibreChannel{}, s, 2), light+0.2*math.Sqrt(light/2), 1e-12)
}

// TestMotionIsSharedAndNoiseIsNot: with dead tissue the channels move together
// while the animal moves, and are independent while it does not.
func TestMotionIsSharedAndNoiseIsNot(t *testing.T) {
	a := FibreActivity{BinSec: 0.02, RateHz: make([]float32, 20000), Movement: make([]float32, 20000)}
	for i := 10000; i < 20000; i++ {
		a.Movement[i] = 1
	}
	p := silent()
	p.Fibre = Fibre{JerkSD: 0.05}
	p.Signal, p.Control = FibreChannel{Level: 1, NoiseSD: 0.004}, FibreChannel{Level: 1, NoiseSD: 0.004}
	r := RecordFibre(a, p, random.New(3))
	correlation := func(lo, hi int) float64 {
		var sx, sy, sxx, syy, sxy, n float64
		for i := lo; i < hi; i++ {
			x, y := r.Signal[i], r.Control[i]
			sx, sy, sxx, syy, sxy, n = sx+x, sy+y, sxx+x*x, syy+y*y, sxy+x*y, n+1
		}
		return (n*sxy - sx*sy) / math.Sqrt((n*sxx-sx*sx)*(n*syy-sy*sy))
	}
	near(t, "correlation at rest", correlation(0, 9900), 0, 4/math.Sqrt(9900))
	if c := correlation(10100, 20000); c < 0.98 {
		t.Errorf("correlation in movement %.3f, want near 1", c)
	}
	if d := r.Motion[5000]; d != 0 {
		t.Errorf("the fibre moves by %v in a still animal", d)
	}
}

// TestBloodComesLate: after a burst the blood peaks bloodSec later than the
// rate, and dims the control more than the signal.
func TestBloodComesLate(t *testing.T) {
	a := FibreActivity{BinSec: 0.02, RateHz: make([]float32, 1500)}
	a.RateHz[500] = 500
	p := silent()
	p.Fibre = Fibre{BloodPerHz: 0.01}
	p.Signal.Calcium, p.Signal.Absorption, p.Control.Absorption = 0, 1, 4
	r := RecordFibre(a, p, random.New(4))
	peak := 0
	for i, v := range r.Blood {
		if v > r.Blood[peak] {
			peak = i
		}
	}
	near(t, "peak of the blood", r.SignalSec[peak]-10, bloodSec, 0.05)
	near(t, "signal", math.Log(r.Signal[peak]), -r.Blood[peak], 1e-9)
	near(t, "control", math.Log(r.Control[peak]), -4*r.Blood[peak], 1e-9)
}

// TestTransientsAreTheBursts: every isolated burst is one transient, which
// begins as it does and peaks as it ends.
func TestTransientsAreTheBursts(t *testing.T) {
	a := FibreActivity{BinSec: 0.02, RateHz: slices.Repeat([]float32{2}, 5000)}
	at := []int{500, 1200, 2000, 3100, 4300}
	for _, b := range at {
		for i := range 25 {
			a.RateHz[b+i] = 14
		}
	}
	p := silent()
	got := RecordFibre(a, p, random.New(5)).Transients
	if len(got) != len(at) {
		t.Fatalf("%d transients, want %d", len(got), len(at))
	}
	for i, v := range got {
		onset := float64(at[i]) * 0.02
		// A tenth of the rise, by the answer to a step below, takes 0.087 s.
		near(t, "onset", v.OnsetSec, onset+0.087, 0.02)
		near(t, "peak", v.PeakSec, onset+0.5, 0.1)
		// 0.5 s of 12 Hz more, by the closed form of a step's answer.
		step := func(s float64) float64 {
			return 1 - (0.8*math.Exp(-s/0.8)-0.07*math.Exp(-s/0.07))/(0.8-0.07)
		}
		near(t, "rise", v.Rise, 0.02*12*(step(v.PeakSec-onset)-step(v.PeakSec-onset-0.5)), 0.003)
	}
}

// edges returns the first sample of every pulse.
func edges(sec []float64, up []bool) []float64 {
	var out []float64
	for i := range up {
		if up[i] && (i == 0 || !up[i-1]) {
			out = append(out, sec[i])
		}
	}
	return out
}

// TestClockIsRecovered: a line through the pulses gives back offset and drift
// within four standard errors of samples that are late by up to a period.
func TestClockIsRecovered(t *testing.T) {
	p := Photometry{RateHz: 30, Clock: FibreClock{OffsetSec: 275.386, DriftPPM: 400}}
	r := RecordFibre(bursts(600), p, random.New(6))
	device := edges(r.SignalSec, r.Sync)
	if len(device) != len(r.Pulses) || len(device) < 40 {
		t.Fatalf("%d edges of %d pulses", len(device), len(r.Pulses))
	}
	var mx, my, sxx, sxy float64
	n := float64(len(device))
	for i := range device {
		mx, my = mx+r.Pulses[i]/n, my+(device[i]-0.5/30)/n // half a period late on average
	}
	for i := range device {
		x := r.Pulses[i] - mx
		sxx, sxy = sxx+x*x, sxy+x*(device[i]-0.5/30-my)
	}
	slope := sxy / sxx
	sd := 1 / 30. / math.Sqrt(12)
	near(t, "drift", (slope-1)*1e6, 400, 4*1e6*sd/math.Sqrt(sxx))
	near(t, "offset", my-slope*mx, 275.386, 4*sd*math.Sqrt(1/n+mx*mx/sxx))
	near(t, "film and back", p.Clock.film(p.Clock.device(123.4)), 123.4, 1e-9)
}

// TestDriftMovesTheSamples: a clock that runs fast takes more samples of the
// same seconds.
func TestDriftMovesTheSamples(t *testing.T) {
	p := silent()
	straight := RecordFibre(bursts(200), p, random.New(7))
	p.Clock.DriftPPM = 10000
	fast := RecordFibre(bursts(200), p, random.New(7))
	if len(straight.DFF) != 10000 || len(fast.DFF) != 10100 {
		t.Fatalf("%d and %d samples, want 10000 and 10100", len(straight.DFF), len(fast.DFF))
	}
	near(t, "dF/F at the same second", fast.DFF[5050], straight.DFF[5000], 1e-9)
}

func TestNeurophotometricsFile(t *testing.T) {
	p := Photometry{RateHz: 20, Interleaved: true, Clock: FibreClock{OffsetSec: 10}}
	r := RecordFibre(bursts(60), p, random.New(9))
	var buf bytes.Buffer
	if err := r.WriteNeurophotometrics(&buf); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&buf).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := len(rows); got != 2+2*len(r.Signal) {
		t.Fatalf("%d rows, want a header, a first frame, and %d pairs", got, len(r.Signal))
	}
	number := func(row int, name string) float64 {
		v, err := strconv.ParseFloat(rows[row][slices.Index(rows[0], name)], 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if number(1, "LedState") != 7 {
		t.Error("the first frame is not one with all lamps on")
	}
	for i := range r.Signal {
		a, b := 2+2*i, 3+2*i
		if number(a, "LedState") != 2 || number(b, "LedState") != 1 || number(b, "FrameCounter") != float64(b-1) {
			t.Fatalf("pair %d: lamps %v and %v", i, rows[a], rows[b])
		}
		near(t, "signal", number(a, "Region0G"), r.Signal[i], 1e-9)
		near(t, "control", number(b, "Region0G"), r.Control[i], 1e-9)
		near(t, "half a period later", number(b, "Timestamp")-number(a, "Timestamp"), 0.025, 2e-6)
		if number(a, "Input0") != float64(bit(r.Sync[i])) || number(b, "Input0") != float64(bit(r.ControlSync[i])) {
			t.Fatalf("pair %d: pulses %v and %v", i, rows[a], rows[b])
		}
	}
}

// TestRecordingIsItsKey: the same key gives the same numbers, another does not;
// and its tables have them.
func TestRecordingIsItsKey(t *testing.T) {
	a := bursts(30)
	one, two, three := RecordFibre(a, Photometry{}, random.New(1)), RecordFibre(a, Photometry{}, random.New(1)), RecordFibre(a, Photometry{}, random.New(2))
	if !slices.Equal(one.Signal, two.Signal) || slices.Equal(one.Signal, three.Signal) || !slices.Equal(one.DFF, three.DFF) {
		t.Error("a recording is not a function of activity and key")
	}
	plain, truth := one.CSV(), one.Tables()
	near(t, "signal in the file", plain.Floats("signal_470")[200], one.Signal[200], 1e-7)
	near(t, "control in the file", plain.Floats("control_405")[200], one.Control[200], 1e-7)
	near(t, "dF/F in the truth", truth[2].Floats("dff")[200], one.DFF[200], 0)
	if plain.Len() != 900 || truth[2].Len() != 900 || truth[1].Len() != len(one.Transients) || one.PulseCSV().Len() != len(one.Pulses) {
		t.Error("a table lacks rows")
	}
}

// TestOffsetTakesNoSample: what the recorder's clock shows as the film begins is
// no matter of how long it records.
func TestOffsetTakesNoSample(t *testing.T) {
	p := silent()
	for i := range 200 {
		p.Clock.OffsetSec = float64(i) / 7
		if r := RecordFibre(bursts(2), p, random.New(7)); len(r.DFF) != 100 {
			t.Fatalf("%d samples of 2 s at 50 Hz by a clock at %g s, want 100", len(r.DFF), p.Clock.OffsetSec)
		}
	}
}

// TestBleachingOfOneKind: a channel of which nothing bleaches fast needs no time
// constant for that.
func TestBleachingOfOneKind(t *testing.T) {
	p := silent()
	p.Signal.Slow, p.Signal.SlowSec = 0.3, 10
	r := RecordFibre(bursts(2), p, random.New(7))
	for i, sec := range r.SignalSec {
		near(t, "share left", r.SignalBleach[i], 0.7+0.3*math.Exp(-sec/10), 1e-12)
		near(t, "share left of the other", r.ControlBleach[i], 1, 0)
		near(t, "light", r.Signal[i], r.SignalBleach[i]*(1+r.DFF[i]), 1e-12)
	}
}
