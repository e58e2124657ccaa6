package study

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseManipulation(t *testing.T) {
	for _, c := range []struct {
		kind ManipulationKind
		text string
		want Manipulation
	}{
		{Corticosterone, "day -10..0", Manipulation{From: -240}},
		{Corticosterone, "during day -10..0", Manipulation{From: -240}},
		{Restraint, "2 h/day during day -10..0", Manipulation{From: -240, HoursPerDay: 2}},
		{Vehicle, "at 0 h", Manipulation{}},
		{Vehicle, "0 h", Manipulation{}},
		{Ketamine, "10 mg/kg at 0 h", Manipulation{DoseMgPerKg: 10}},
		{Ketamine, "2.5mg/kg at -30 min", Manipulation{DoseMgPerKg: 2.5, From: -0.5, To: -0.5}},
		{Photoactivation, "as-parac1 at 24 h", Manipulation{Probe: ProbeASPaRAC1, From: 24, To: 24}},
		{Photoactivation, "none at day 1", Manipulation{Probe: ProbeNone, From: 24, To: 24}},
		{Deletion, "random-matched at 24 h", Manipulation{From: 24, To: 24}},
	} {
		c.want.Kind = c.kind
		if got, err := ParseManipulation(c.kind, c.text); err != nil || got != c.want {
			t.Errorf("%s: %s reads %+v, %v; want %+v", c.kind, c.text, got, err, c.want)
		}
	}
	for _, c := range []struct {
		kind ManipulationKind
		text string
		want string
	}{
		{Corticosterone, "0 h", "is no stretch of time"},
		{Corticosterone, "0.1 mg/ml during day -10..0", `"0.1 mg/ml" is no time`},
		{Restraint, "day -10..0", "says no time"},
		{Restraint, "2 during day -10..0", "is no number of hours a day"},
		{Vehicle, "saline at 0 h", `"saline" is no time`},
		{Ketamine, "10 mg/kg", "says no time"},
		{Ketamine, "10 mg/kg at noon", `"noon" is no time`},
		{Ketamine, "ten mg/kg at 0 h", `"ten mg/kg" is no dose`},
		{Photoactivation, "AS-PaRAC1", "write probe: AS-PaRAC1"},
		{Photoactivation, "AS-PaRAC at 24 h", `did you mean "AS-PaRAC1"?`},
		{Deletion, "all at 24 h", "is no way to choose spines"},
	} {
		if got, err := ParseManipulation(c.kind, c.text); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "\nhint: ") {
			t.Errorf("%s: %s reads %+v, %v; want an error with %q and a hint", c.kind, c.text, got, err, c.want)
		}
	}
}

// TestExamplesAreRead: what hints tell people to write is understood.
func TestExamplesAreRead(t *testing.T) {
	for _, kind := range ManipulationKinds() {
		if m, err := ParseManipulation(kind, formOf(kind).example); err != nil || m.String() != formOf(kind).example {
			t.Errorf("%s: %q reads %v, %v", kind, formOf(kind).example, m, err)
		}
	}
}

// manipulation draws one that Check accepts.
func manipulation() *rapid.Generator[Manipulation] {
	return rapid.Custom(func(t *rapid.T) Manipulation {
		m := Manipulation{Kind: rapid.SampledFrom(ManipulationKinds()).Draw(t, "kind")}
		if formOf(m.Kind).word == "during" {
			i := interval().Filter(func(i Interval) bool { return !i.From.tooFar() && !i.To.tooFar() }).Draw(t, "when")
			m.From, m.To = i.From, i.To
		} else {
			m.From = hours().Filter(func(h Hours) bool { return !h.tooFar() }).Draw(t, "when")
			m.To = m.From
		}
		switch m.Kind {
		case Restraint:
			m.HoursPerDay = rapid.Float64Range(0.01, 24).Draw(t, "hours a day")
		case Ketamine:
			m.DoseMgPerKg = rapid.Float64Range(0.01, 1000).Draw(t, "dose")
		case Photoactivation:
			m.Probe = rapid.SampledFrom(Probes()).Draw(t, "probe")
		}
		return m
	})
}

func TestManipulationRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := manipulation().Draw(t, "manipulation")
		if got, err := ParseManipulation(m.Kind, m.String()); err != nil || got != m {
			t.Fatalf("%+v prints %q, which reads %+v, %v", m, m, got, err)
		}
	})
}
