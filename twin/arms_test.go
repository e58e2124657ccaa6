package twin

import (
	"context"
	"math"
	"reflect"
	"slices"
	"testing"

	"respine/random"
)

// TestArmsTogetherAreArmsApart: what arms have in common is lived once, and every
// arm is, to the last bit, what it is alone: its tables, its hours, its lives.
func TestArmsTogetherAreArmsApart(t *testing.T) {
	t.Parallel()
	p := tiny()
	light := func(hour float64, probe Probe) Manipulation {
		return Manipulation{Kind: Photoactivation, FromHours: hour, Probe: probe}
	}
	protocols := []Protocol{
		brief(), brief(cort), brief(cort, ketamine), brief(cort, Manipulation{Kind: Vehicle}),
		brief(cort, ketamine, light(3, ASPaRAC1)), brief(cort, ketamine, light(3, NoProbe)), brief(cort, ketamine, light(3, Untargeted)),
		brief(cort, ketamine).Keep(p, []Session{{SuspensionSession, 6}}), brief(ketamine), {Sessions: []Session{{SpineSession, 0}}, StartHours: -10},
	}
	together, err := SimulateArms(context.Background(), p, protocols, 1, 2)
	if err != nil {
		t.Fatal(err)
	}
	for i, protocol := range protocols {
		alone := mustSimulate(t, p, protocol, 1, 2)
		if got, want := written(t, together[i]), written(t, alone); got != want || want == "" {
			t.Errorf("protocol %d: its tables differ", i)
		}
		if !reflect.DeepEqual(together[i].Hours, alone.Hours) || len(together[i].Lives) != len(alone.Lives) {
			t.Errorf("protocol %d: %d hours and %d lives, alone %d and %d", i, len(together[i].Hours), len(together[i].Lives), len(alone.Hours), len(alone.Lives))
		}
	}
}

// TestLookStandsForHoursGoneBy: a drug given in an hour in which structure looks at
// the network is not seen as though it had acted since the last look.
func TestLookStandsForHoursGoneBy(t *testing.T) {
	t.Parallel()
	var seen [][]float64
	for _, drug := range []Manipulation{ketamine, {Kind: Vehicle}} {
		p := Protocol{Manipulations: []Manipulation{drug}, Sessions: []Session{{SpineSession, 1}}, StartHours: -47}
		m := Mouse{Animal: 1, Params: tiny(), StartHour: -47, Protocol: p}
		l := newLife(&m, random.New(1, 1))
		g := group{life: l, arms: []int{0}}
		if _, err := g.live(t.Context(), []Protocol{p}, make([]Mouse, 1)); err != nil {
			t.Fatal(err)
		}
		if l.lookedAt != 0 {
			t.Fatalf("the last look was at hour %g", l.lookedAt)
		}
		seen = append(seen, l.coactivity)
	}
	if !slices.Equal(seen[0], seen[1]) {
		t.Error("the look at hour 0 saw the drug of hour 0")
	}
}

// TestFirstDrawsAreNoLaterDraws: where the first spines leave the shaft tells nothing
// of how any hour changes their size.
func TestFirstDrawsAreNoLaterDraws(t *testing.T) {
	p := alone(nil)
	m := Mouse{Animal: 1, Params: p, StartHour: -1}
	l := newLife(&m, random.New(1, 1))
	for hour := -1.0; hour < 6; hour++ {
		h, same := l.hourly(hour), 0
		for _, first := range l.lives {
			k := first.Contact
			moved := (first.PositionUm - l.contacts.PositionUm[k]) / p.Formation.JitterUm
			if math.Abs(moved-h.sizes.Normal(uint64(k))) < 1e-9 {
				same++
			}
		}
		if same > 0 {
			t.Errorf("hour %g: %d of %d places are draws of size", hour, same, len(l.lives))
		}
	}
}
