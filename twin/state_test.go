package twin

import (
	"math"
	"testing"
)

// stepTolerance is what holding one state over an hour does to another.
const stepTolerance = 0.02

// TestCascade compares three stages with their closed form, the Erlang density
// t²/(2 tau²) exp(-t/tau).
func TestCascade(t *testing.T) {
	p := Default()
	p.Ketamine.Recovery = 0
	s := State{}
	s.dose(fullDose)
	if s.Acute != 1 {
		t.Fatalf("a full dose sets the acute state to %g", s.Acute)
	}
	for hour := 1; hour <= 72; hour++ {
		s.advance(p, 0)
		x := float64(hour) / p.Ketamine.CascadeHours
		if want := x * x / 2 * math.Exp(-x); math.Abs(s.Cascade-want) > 1e-9 {
			t.Fatalf("hour %d: cascade %g, closed form %g", hour, s.Cascade, want)
		}
		if want := math.Exp(-float64(hour) / p.Ketamine.AcuteHours); math.Abs(s.Acute-want) > 1e-9 {
			t.Fatalf("hour %d: acute state %g, closed form %g", hour, s.Acute, want)
		}
	}
}

func TestDoseSaturates(t *testing.T) {
	last := 0.0
	for _, mg := range []float64{1, 3, 10, 30, 1e6} {
		s := State{}
		s.dose(mg)
		if s.Acute <= last || s.Acute > 2 {
			t.Errorf("%g mg/kg gives %g after %g", mg, s.Acute, last)
		}
		last = s.Acute
	}
}

// TestStress compares the approach under corticosterone and the decay after it
// with exponentials, and checks that the drug takes stress away.
func TestStress(t *testing.T) {
	p := Default()
	s := State{}
	for hour := 1; hour <= 240; hour++ {
		s.advance(p, 1)
		if want := 1 - math.Exp(-float64(hour)/p.Stress.OnHours); math.Abs(s.Stress-want) > 1e-9 {
			t.Fatalf("hour %d of stress: %g, closed form %g", hour, s.Stress, want)
		}
	}
	full, healed := s, s
	healed.dose(fullDose)
	for range 48 {
		s.advance(p, 0)
		healed.advance(p, 0)
	}
	if want := full.Stress * math.Exp(-48/p.Stress.OffHours); math.Abs(s.Stress-want) > 1e-9 {
		t.Errorf("48 h after stress: %g, closed form %g", s.Stress, want)
	}
	// The integral of an Erlang density is tau.
	want := s.Stress * math.Exp(-p.Ketamine.Recovery*p.Ketamine.CascadeHours)
	if math.Abs(healed.Stress-want) > stepTolerance {
		t.Errorf("with the drug: %g, closed form %g", healed.Stress, want)
	}
}

// TestRestraint checks the steady swing of an intermittent drive against its
// closed form.
func TestRestraint(t *testing.T) {
	p := Default()
	protocol := Protocol{Manipulations: []Manipulation{{Kind: Restraint, FromHours: -4800, ToHours: 0}}}
	s := State{Hour: -4800}
	for s.Hour < -24 {
		s.advance(p, protocol.stressed(s.Hour))
	}
	// After two hours on and 22 off: S = D (1-a) b / (1 - a b) with a, b the
	// decays over the two.
	a, b := math.Exp(-2/p.Stress.OnHours), math.Exp(-22/p.Stress.OffHours)
	if want := 4 * (1 - a) * b / (1 - a*b); math.Abs(s.Stress-want) > 1e-3 {
		t.Errorf("steady stress of restraint %g, closed form %g", s.Stress, want)
	}
}

func TestGainIsAThreshold(t *testing.T) {
	k := Default().Ketamine
	if g := k.gain(State{Cascade: k.Half}); math.Abs(g-0.5) > 1e-12 {
		t.Errorf("gain at the half point %g", g)
	}
	if g := k.gain(State{}); g != 0 {
		t.Errorf("gain without drug %g", g)
	}
}
