package twin

import (
	"math"
	"strings"
	"testing"
)

func TestProtocolTellsAllThatIsWrong(t *testing.T) {
	p := Protocol{Name: "x", Manipulations: []Manipulation{
		{Kind: KetamineDose, Dose: -1},
		{Kind: Corticosterone, FromHours: 0, ToHours: -10},
		{Kind: Kind(99)},
		{Kind: Restraint, FromHours: -10, ToHours: 0, HoursPerDay: 30},
		{Kind: Vehicle, Dose: math.Inf(1)},
		{Kind: Photoactivation, Probe: 3},
		{Kind: Vehicle, FromHours: -12},
	}, StartHours: -11, Sessions: []Session{{SpineSession, math.NaN()}, {SessionKind(9), 0}, {SucroseSession, -11.5}}}
	err := p.Check()
	if err == nil {
		t.Fatal("nothing wrong found")
	}
	for _, want := range []string{"manipulation 1 (ketamine): dose -1", "manipulation 2 (corticosterone): ends", "manipulation 3: unknown", "manipulation 4 (restraint): 30 hours", "manipulation 5 (vehicle): dose +Inf", "manipulation 6 (photoactivation): unknown probe 3", "session 1 (spines): no hour", "session 3 (sucrose): at -11.5 h, before the simulation starts at -11 h", "manipulation 7 (vehicle): at -12 h, before", "session 2: unknown kind 9", "hint:"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in:\n%v", want, err)
		}
	}
	if err := (Protocol{}).Check(); err == nil {
		t.Error("a protocol without sessions passes")
	}
	for _, a := range Arms() {
		if err := a.Protocol.Check(); err != nil {
			t.Errorf("arm %s: %v", a.ID, err)
		}
	}
}

// TestKeepBeginsAtTheSameHour: also at hour 0, which a protocol that gives no
// start has as well.
func TestKeepBeginsAtTheSameHour(t *testing.T) {
	for _, first := range []float64{-264, Default().Imaging.SettleHours, 1000} {
		p := Protocol{Sessions: []Session{{SpineSession, first}, {SpineSession, first + 48}}}
		if got, want := p.Keep(Default(), p.Sessions[1:]).start(Default()), p.start(Default()); got != want {
			t.Errorf("first session at %g h: what is kept begins at %g h, the whole at %g h", first, got, want)
		}
	}
}

func TestStressedHours(t *testing.T) {
	p := Protocol{Manipulations: []Manipulation{{Kind: Restraint, FromHours: -48, ToHours: 0, HoursPerDay: 3, Dose: 2}}}
	hours := 0
	for h := -60.0; h < 20; h++ {
		switch got := p.stressed(h); got {
		case 2:
			hours++
		case 0:
		default:
			t.Errorf("hour %g: drive %g", h, got)
		}
	}
	if hours != 6 {
		t.Errorf("two days of three hours are %d hours", hours)
	}
}
